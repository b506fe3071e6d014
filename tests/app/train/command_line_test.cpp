#include <csignal>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/files.h"
#include "tests/support/run_program.h"
#include "tests/support/tiny_dataset.h"
#include "tests/support/tiny_run.h"

using namespace charrette;

namespace {

const QByteArray tinyOptions =
    R"({"resolution": 16, "latent_size": 4, "style_size": 8, "mapping_layers": 1, "channels": [8, 8], "stages": [{"resolution": 16, "batch": 2}]})";

test::Outcome runTrain(const QStringList& arguments) { return test::runProgram(CHARRETTE_TRAIN, arguments); }

}  // namespace

class TrainCommandLineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        test::writeTinyDataset(at("data").toStdString(), {.resolution = 16, .count = 40, .aux = test::Aux::No});
        write("options.json", tinyOptions);
        write("wrong-batch.json", R"({"resolution": 16, "stages": [{"resolution": 16, "batch": 2, "adversarial": true}]})");
        write("bad.json", R"({"resolution": "large"})");
        write("about.json", test::aboutDiscs);
        write("file", "");
        QVERIFY(QDir(m_folder.path()).mkpath("empty"));
    }

    void helpNamesTheCommands() {
        const auto outcome = runTrain({"--help"});
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.contains("  run ") && outcome.out.contains("  package "));
        QVERIFY(runTrain({"run", "--help"}).out.startsWith("Usage: charrette-train run --data DIR --out DIR"));
    }

    void failuresAreOneSentence_data() {
        test::failureColumns();
        const auto row = test::failureRow;
        row("", 2, "No command was given");
        row("rum", 2, "did you mean 'run'?");
        row("run --out run", 2, "needs --data DIR");
        row("run --data data --out run --images 0", 2, "--images must be a whole number from 1");
        row("run --data data --out run --threads many", 2, "--threads must be a whole number");
        row("run --data nowhere --out run", 1, "nowhere: cannot be read");
        row("run --data empty --out run", 1, "empty: holds no data set");
        row("run --data data --out file/run --images 2 --device cpu", 1, "file/run/sheets: the folder cannot be made");
        row("run --data data --out run --options missing.json", 1, "missing.json: cannot be read");
        row("run --data data --out run --options file", 1, "file: training options must be a JSON object");
        row("run --data data --out run --options bad.json", 1, "bad.json: the training option 'resolution' has the wrong type");
        row("run --data data --out run --device cpu --resolution 64", 1,
            "The data set has pictures of 16 pixels, but the network makes 64");
        row("run --data data --out run --device cpu --resolution 100", 1, "a stage of 100 pixels does not fit");
        row("run --data data --out run --device cpu --options wrong-batch.json", 1, "a batch that is a multiple of 4");
        row("run --data data --out run --device gpu", 1, "'gpu' is not a device");
        row("run --data data --out run --device cpu --from missing.safetensors", 1, "missing.safetensors: there is no such file");
        row("evaluate --model empty", 2, "needs --data DIR");
        row("evaluate --model empty --data data --device cpu", 1, "empty/card.json: cannot be read");
        row("evaluate --model empty --data data --regressor-minutes 0", 2, "--regressor-minutes must be a number from");
        row("calibrate --model empty", 2, "needs --data DIR");
        row("calibrate --model empty --data data --device cpu", 1, "empty/card.json: cannot be read");
        row("preview", 2, "needs MODEL");
        row("preview nowhere", 1, "There is no model 'nowhere'");
        row("package --run empty --about about.json", 2, "needs --out DIR");
        row("package --run empty --about about.json --out model", 1, "empty/checkpoint.safetensors: there is no such file");
    }

    void failuresAreOneSentence() {
        QDir::setCurrent(m_folder.path());
        test::checkFailure("charrette-train", runTrain);
    }

    void aRunIsTrainedPackagedCalibratedAndMeasured() {
        const auto trained = runTrain(training("run") + QStringList{"--images", "20"});
        QVERIFY2(trained.code == 0 && trained.err.isEmpty(), trained.err);
        QVERIFY2(trained.out.contains("20 pictures seen"), trained.out);
        const auto packaged = runTrain({"package", "--run", at("run"), "--about", at("about.json"), "--out", at("model")});
        QVERIFY2(packaged.code == 0 && packaged.err.isEmpty(), packaged.err);
        const auto calibrated = runTrain({"calibrate", "--model", at("model"), "--data", at("data"), "--regressor",
                                          at("calibrating.safetensors"), "--regressor-images", "640", "--device", "cpu"});
        QVERIFY2(calibrated.code == 0 && calibrated.err.isEmpty(), calibrated.err);
        QVERIFY2(calibrated.out.contains("Lost in reading") && calibrated.out.contains("\nradius "), calibrated.out);
        const auto measured = runTrain({"evaluate", "--model", at("model"), "--data", at("data"), "--regressor", at("regressor.safetensors"),
                                        "--regressor-images", "640", "--classifier-images", "64", "--device", "cpu"});
        QVERIFY2(measured.code == 0 && measured.err.isEmpty(), measured.err);
        QVERIFY2(measured.out.contains("Parameters are read back\n"), measured.out);
        const auto previews = runTrain({"preview", at("model")});
        QVERIFY2(previews.code == 0 && previews.out.contains("so small that they need no previews"), previews.out);
        for (const char* file : {"report.json", "report.md", "report/nearest.png", "card.json", "generator.safetensors", "encoder.safetensors",
                                 "checkpoint.safetensors", "../regressor.safetensors", "../calibrating.safetensors"})
            QVERIFY2(QFile::exists(at("model/" + QString(file))), file);
    }

    void anInterruptedRunLeavesACheckpoint() {
        QProcess process;
        process.start(CHARRETTE_TRAIN, training("interrupted"));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(at("interrupted/log.jsonl")), 60'000);
        ::kill(pid_t(process.processId()), SIGTERM);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
        QVERIFY(QFile::exists(at("interrupted/checkpoint.safetensors")));
    }

private:
    QString at(const QString& name) const { return m_folder.filePath(name); }

    QStringList training(const QString& out) const {
        return {"run", "--data", at("data"), "--out", at(out), "--options", at("options.json"), "--device", "cpu", "--threads", "1"};
    }

    void write(const QString& name, const QByteArray& text) const { test::writeFile(at(name), text); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TrainCommandLineTest)
#include "command_line_test.moc"
