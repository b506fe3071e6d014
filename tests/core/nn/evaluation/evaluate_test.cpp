#include "core/nn/evaluation/evaluate.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "core/nn/safetensors.h"
#include "core/nn/training/package.h"
#include "tests/support/files.h"
#include "tests/support/sentence_of.h"
#include "tests/support/tiny_dataset.h"
#include "tests/support/tiny_run.h"

using namespace charrette;

class EvaluateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        test::writeTinyDataset(path("data"), {.resolution = 16, .count = 48});
        test::writeFile(at("about.json"), test::aboutDiscs);
        test::trained(test::tinyRun(path("data"), path("run"), 40));
        packageRun(path("run"), path("about.json"), path("model"));
        evaluate();
    }

    void theReportHasEveryFigure() {
        const auto report = reportNow();
        for (const char* part : {"reconstruction", "reconstruction_as_read"})
            QVERIFY(report[part]["mean_absolute_error"] > 0 && report[part]["psnr"] > 0 && report[part]["ssim"] < 1);
        for (const char* part : {"frechet", "diversity", "nearest"}) QVERIFY(report[part]["generated"] > 0 && report[part]["real"] > 0);
        QCOMPARE(report["training_pictures"].get<int>() + report["held_out_pictures"].get<int>(), 48);
        QVERIFY(report["realism"]["accuracy"] >= 0 && report["realism"]["accuracy"] <= 1);
        QCOMPARE(report["realism"]["tested_pictures"].get<int>(), 2 * report["held_out_pictures"].get<int>());
        QVERIFY(report["control"].size() == 2 && report["control"][0]["name"] == "radius" && report["control"][0]["own_shift"] != 0);
        QVERIFY(report["control"][1]["on_real"] >= 0.5);
    }

    void theReportSaysHowMuchTheModelHadLearned() {
        QCOMPARE(reportNow()["images"].get<int>(), 40);
        QVERIFY(read("model/report.md").startsWith("# Discs: report\n"));
        QVERIFY(read("model/report.md").contains("after 40 pictures seen"));
        QVERIFY(QFile::exists(at("model/report/nearest.png")));
        QVERIFY(read("model/report.md").contains("After 40 pictures seen:\n\n![Samples](report/training/000000040.png)"));
    }

    void aKeptRegressorIsUsedAgain() {
        const auto before = read("regressor.safetensors");
        const auto control = reportNow()["control"];
        evaluate();
        QVERIFY(!before.isEmpty() && read("regressor.safetensors") == before);
        QVERIFY(reportNow()["control"] == control);
        QCOMPARE(reportNow()["history"].size(), size_t(1));
    }

    void furtherTrainingIsAnotherLineOfTheHistory() {
        test::trained(test::tinyRun(path("data"), path("run"), 48));
        packageRun(path("run"), path("about.json"), path("model"));
        evaluate();
        const auto history = reportNow()["history"];
        QVERIFY(history.size() == 2 && history[0]["images"] == 40 && history[1]["images"] == 48);
        QVERIFY(read("model/report.md").contains("| 40 | "));
    }

    void anotherRecipesRegressorIsReplaced() {
        std::map<std::string, TensorBytes> tensors;
        const auto kept = SafetensorsFile::read(path("regressor.safetensors"));
        for (const auto& [name, view] : kept.tensors()) tensors[name] = {view.type, view.shape, {view.bytes.begin(), view.bytes.end()}};
        auto metadata = kept.metadata();
        metadata["recipe"] = "of something else";
        writeSafetensors(path("foreign.safetensors"), tensors, metadata);
        auto asked = options("model", "data");
        asked.regressor = path("foreign.safetensors");
        QStringList said;
        evaluateModel(asked, [](const auto&, double) {}, [&](const std::string& sentence) { said += QString::fromStdString(sentence); });
        QVERIFY(said.size() == 1 && said[0].contains("foreign.safetensors: made for pictures of another recipe"));
        QCOMPARE(SafetensorsFile::read(path("foreign.safetensors")).metadata().at("recipe"), kept.metadata().at("recipe"));
    }

    void whatBelongsToTheLatentCodeIsNotMeasured() {
        auto run = test::tinyRun(path("data"), path("latent run"), 20);
        run.configure = [usual = run.configure](TrainingOptions training) {
            training = usual(std::move(training));
            training.latentParameters = {"radius"};
            return training;
        };
        test::trained(run);
        test::trained(test::tinyRun(path("data"), path("latent run"), 24));  // goes on
        packageRun(path("latent run"), path("about.json"), path("latent model"));
        auto asked = options("latent model", "data");
        asked.regressor = path("other regressor.safetensors");
        evaluateModel(asked, [](const auto&, double) {}, [](const auto&) {});
        const auto report = nlohmann::json::parse(read("latent model/report.json").toStdString());
        QVERIFY(report["control"].size() == 1 && report["control"][0]["name"] == "colour");
    }

    void whatCannotBeMeasuredIsRefused() {
        packageRun(path("run"), path("about.json"), path("unmeasured"));
        test::writeTinyDataset(path("few"), {.resolution = 16, .count = 24});
        QVERIFY(refused("nowhere", "data").contains("nowhere/card.json: cannot be read"));
        QVERIFY(refused("unmeasured", "nowhere").contains("nowhere: cannot be read"));
        QVERIFY(refused("unmeasured", "few").contains("few: it has 7 held-out pictures, but a model is measured on at least 8"));
        for (const QString file : {"unmeasured/checkpoint.safetensors", "unmeasured/encoder.safetensors", "unmeasured/generator.safetensors"}) {
            test::writeFile(at(file), read(file) + '\n');
            QVERIFY2(refused("unmeasured", "data").contains(file), qPrintable(refused("unmeasured", "data")));
        }
        QVERIFY(!QFile::exists(at("unmeasured/report.json")));
    }

    void aFileThatIsNoRegressorIsNotTouched() {
        test::writeFile(at("letter"), "This is a letter.");
        auto asked = options("model", "data");
        asked.regressor = path("letter");
        const auto sentence = test::sentenceOf([&] { evaluateModel(asked, [](const auto&, double) {}, [](const auto&) {}); });
        QVERIFY2(sentence.contains("letter"), qPrintable(sentence));
        QCOMPARE(read("letter"), QByteArray("This is a letter."));
    }

private:
    QString at(const QString& name) const { return m_folder.filePath(name); }
    std::filesystem::path path(const QString& name) const { return at(name).toStdString(); }
    QByteArray read(const QString& name) const { return test::contentsOf(at(name)); }
    nlohmann::json reportNow() const { return nlohmann::json::parse(read("model/report.json").toStdString()); }

    EvaluationOptions options(const QString& model, const QString& data) const {
        EvaluationOptions asked;
        asked.model = path(model);
        asked.data = path(data);
        asked.regressor = path("regressor.safetensors");
        asked.regressorImages = 2400;
        asked.classifierImages = 320;
        return asked;
    }

    void evaluate() { evaluateModel(options("model", "data"), [](const auto&, double) {}, [](const auto&) {}); }

    QString refused(const QString& model, const QString& data) const {
        return test::sentenceOf([&] { evaluateModel(options(model, data), [](const auto&, double) {}, [](const auto&) {}); });
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(EvaluateTest)
#include "evaluate_test.moc"
