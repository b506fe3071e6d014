#include "core/nn/training/run.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/files.h"
#include "tests/support/sentence_of.h"
#include "tests/support/tiny_dataset.h"
#include "tests/support/tiny_run.h"

using namespace charrette;

class RunTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        test::writeTinyDataset(path("data"), {.resolution = 16, .count = 16, .aux = test::Aux::No});
        test::writeTinyDataset(path("no held out"), {.resolution = 16, .count = 4, .aux = test::Aux::No, .heldOutShare = 0});
        QVERIFY(test::trained(options("model", 4)).size() == 2);
    }

    void aRunLeavesCheckpointLogAndSheet() {
        const QStringList said = test::trained(options("whole", 12));
        QVERIFY(said.at(0).contains("pictures to train on"));
        QVERIFY(said.at(1).startsWith("12 pictures seen: held-out pictures are reproduced at 16 pixels with a mean error of 0."));
        QVERIFY(QFile::exists(at("whole/checkpoint.safetensors")));
        QCOMPARE(QDir(at("whole/sheets")).entryList(QDir::Files), QStringList{"000000012.png"});
        QCOMPARE(lines("whole").size(), 2);
    }

    void aSecondSessionGoesOn() {
        test::trained(options("twice", 8));
        const QStringList said = test::trained(options("twice", 16));
        QVERIFY2(said.at(0).startsWith("Going on from ") && said.at(0).endsWith("after 8 pictures."), qPrintable(said.at(0)));
        QCOMPARE(lines("twice").size(), 4);
    }

    void aResumedRunTakesOtherStages() {
        test::trained(options("other stages", 4));
        auto run = options("other stages", 20);
        run.configure = changed([](auto& training) { training.stages = {{.resolution = 8, .batch = 8}}; });
        test::trained(run);
        QVERIFY2(lines("other stages").at(2).contains("\"resolution\":8,"), lines("other stages").at(2));
        QVERIFY(lines("other stages").at(2).startsWith("{\"distance\"") && lines("other stages").at(2).contains("\"images\":20,"));
    }

    void aResumedRunCannotHaveOtherNetworks() {
        test::trained(options("kept", 4));
        auto other = options("kept", 8);
        other.configure = changed([](auto& training) { training.channels = {4, 4}; });
        const QString sentence = test::sentenceOf([&] { test::trained(other); });
        QVERIFY2(sentence.endsWith("its networks have the channels [8,8], not [4,4]; begin another run for that"), qPrintable(sentence));
    }

    void aRunFromPairsGoesOnAdversarially() {
        test::trained(options("adversarial", 8));
        auto run = options("adversarial", 24);
        run.configure = changed([](auto& training) { training.stages = {{.resolution = 16, .batch = 4, .adversarial = true}}; });
        test::trained(run);
        const QByteArray line = lines("adversarial").at(2);
        for (const char* loss : {"discriminator", "distance", "features", "generator", "latent_read", "condition_read", "penalty"})
            QVERIFY2(line.contains(QByteArray("\"") + loss + "\":"), line);
    }

    void knownLatentsAreThoseThatTheRunBeganWith() {
        auto run = options("known", 8);
        run.configure = changed([](auto& training) { training.latentParameters = {"radius"}; });
        test::trained(run);
        QVERIFY(test::trained(options("known", 16)).at(0).endsWith("after 8 pictures."));
        QVERIFY(lines("known").at(2).contains("\"latents\":"));
        const QByteArray kept = read("known/checkpoint.safetensors");
        QVERIFY(kept.contains("latents") && kept.contains("radius"));
        run.configure = changed([](auto& training) { training.latentParameters = {}; });
        run.images = 24;
        const QString sentence = test::sentenceOf([&] { test::trained(run); });
        QVERIFY2(sentence.contains("its networks have the latent_parameters [\"radius\"], not []"), qPrintable(sentence));
    }

    void aFinishedRunHasNothingToAdd() {
        test::trained(options("finished", 8));
        const auto before = lines("finished");
        QCOMPARE(test::trained(options("finished", 8)).size(), 2);
        QCOMPARE(lines("finished"), before);
    }

    void aRunBeginsWithACheckpointFromElsewhere() {
        auto other = options("other", 8);
        other.from = path("model/checkpoint.safetensors");
        QVERIFY(test::trained(other).at(0).endsWith("after 4 pictures."));
    }

    void aStoppedRunLeavesACheckpoint() {
        std::stop_source stop;
        runTraining(
            options("stopped", 1000), {}, [&](const std::string&) { stop.request_stop(); }, stop.get_token());
        QVERIFY(QFile::exists(at("stopped/checkpoint.safetensors")));
    }

    void linesOfARunThatNeverCameToACheckpointAreDropped() {
        QVERIFY(QDir(m_folder.path()).mkpath("early"));
        write("early/log.jsonl", "{\"images\":4}\n{\"images\":6");
        test::trained(options("early", 8));
        QCOMPARE(lines("early").size(), 2);
        QVERIFY(lines("early").at(0).contains("\"images\":8,"));
    }

    void whatCannotBeTrainedIsRefused_data() {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("sentence");
        for (const auto& [change, sentence] :
             {std::pair{"no data set", "nowhere: cannot be read"},
              {"pictures too small", "The data set has pictures of 16 pixels, but the network makes 32"},
              {"no coverage", "has no depth and coverage"},
              {"nothing held out", "The data set has no held-out pictures"},
              {"other parameters", "checkpoint.safetensors: its networks have 2 parameters, the data set has 0"},
              {"checkpoint missing", "gone.safetensors: there is no such file"},
              {"checkpoint empty", "checkpoint.safetensors: the file is too short"},
              {"checkpoint cut", "checkpoint.safetensors: tensor 'network.generator"},
              {"checkpoint of something else", "checkpoint.safetensors: the header claims"},
              {"folder below a file", "sheets: the folder cannot be made"},
              {"sheets is a file", "sheets: the folder cannot be made"},
              {"log is a folder", "log.jsonl"},
              {"wrong channels", "the number of channel counts must be from 2 to 2, not 3"},
              {"unknown device", "'fpga' is not a device; use cpu, cuda or cuda:N"},
              {"other kind of device", "'vulkan' is not a device; use cpu, cuda or cuda:N"},
              {"device beyond the last", "There is no device 'cuda:99' here; use --device cpu"}})
            QTest::newRow(change) << change << sentence;
    }

    void whatCannotBeTrainedIsRefused() {
        QFETCH(QString, change);
        QFETCH(QString, sentence);
        const QString out = "refused " + change;
        QVERIFY(QDir(m_folder.path()).mkpath(out));
        RunOptions run = options(out, 8);
        spoil(run, out, change);
        const QString actual = test::sentenceOf([&] { test::trained(run); });
        QVERIFY2(actual.contains(sentence), qPrintable(actual));
        QVERIFY(!actual.contains('\n'));
    }

private:
    QString at(const QString& name) const { return m_folder.filePath(name); }
    std::filesystem::path path(const QString& name) const { return at(name).toStdString(); }

    RunOptions options(const QString& out, int64_t images) const { return test::tinyRun(path("data"), path(out), images, 3); }

    /// Tiny options but for what `change` sets.
    template <class Change>
    static Configure changed(const Change& change) {
        return [change](TrainingOptions training) {
            training = test::tinyTraining(3)(training);
            change(training);
            return training;
        };
    }

    void spoil(RunOptions& run, const QString& out, const QString& change) {
        const QByteArray good = read("model/checkpoint.safetensors");
        const QString checkpoint = out + "/checkpoint.safetensors";
        if (change == "no data set") run.data = path("nowhere");
        if (change == "pictures too small")
            run.configure = changed([](auto& training) { training.resolution = 32, training.channels = {8, 8, 8}; });
        if (change == "no coverage") run.configure = changed([](auto& training) { training.imageChannels = 5; });
        if (change == "nothing held out") run.data = path("no held out");
        if (change == "other parameters") run.data = setWithoutParameters(), write(checkpoint, good);
        if (change == "checkpoint missing") run.from = path("gone.safetensors");
        if (change == "checkpoint empty") write(checkpoint, "");
        if (change == "checkpoint cut") write(checkpoint, good.left(good.size() - 10));
        if (change == "checkpoint of something else") write(checkpoint, "This is a letter, not a checkpoint.");
        if (change == "folder below a file") write(out + "/file", ""), run.out = path(out + "/file/run");
        if (change == "sheets is a file") write(out + "/sheets", "");
        if (change == "log is a folder") QDir(at(out)).mkpath("log.jsonl/within");
        if (change == "wrong channels") run.configure = changed([](auto& training) { training.channels = {8, 8, 8}; });
        if (change == "unknown device") run.device = "fpga";
        if (change == "other kind of device") run.device = "vulkan";
        if (change == "device beyond the last") run.device = "cuda:99";
    }

    std::filesystem::path setWithoutParameters() const {
        const auto folder = path("without parameters");
        if (std::filesystem::exists(folder)) return folder;
        DatasetWriter::Options plain;
        plain.resolution = 16;
        plain.heldOutShare = 0.5;
        DatasetWriter writer(folder, plain);
        for (const auto& picture : test::encodedDiscs({.resolution = 16, .count = 8, .aux = test::Aux::No}))
            writer.add({picture.name, picture.picture, {}, {}});
        writer.finish();
        return folder;
    }

    QList<QByteArray> lines(const QString& out) const { return read(out + "/log.jsonl").trimmed().split('\n'); }

    QByteArray read(const QString& name) const { return test::contentsOf(at(name)); }
    void write(const QString& name, const QByteArray& text) const { test::writeFile(at(name), text); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(RunTest)
#include "run_test.moc"
