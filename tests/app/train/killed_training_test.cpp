#include <algorithm>
#include <functional>

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include "core/nn/safetensors.h"
#include "core/nn/training/run.h"
#include "tests/support/files.h"
#include "tests/support/tiny_dataset.h"

using namespace charrette;

namespace {

const QByteArray tinyOptions =
    R"({"resolution": 16, "latent_size": 4, "style_size": 8, "mapping_layers": 1, "channels": [8, 8],
        "stages": [{"resolution": 8, "images": 1400, "batch": 4}, {"resolution": 16, "batch": 4, "adversarial": true}]})";

constexpr int imagesPerLine = 200, lineCount = 20;

}  // namespace

/// A run that is killed again and again must end as one that was left alone.
class KilledTrainingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        test::writeTinyDataset(at("data").toStdString(), {.resolution = 16, .count = 24, .aux = test::Aux::No});
        test::writeFile(at("options.json"), tinyOptions);
        runToTheEnd("whole");
        runToTheEnd("killed", [&] {
            for (int lines : {5, 10, 15}) killAfter(lines);
        });
    }

    void theLogHasNeitherGapsNorRepetitions() {
        for (const char* run : {"whole", "killed"}) {
            QList<int> images, expected;
            for (const QJsonObject& line : lossLines(run)) images += line["images"].toInt();
            for (int line = 1; line <= lineCount; ++line) expected += line * imagesPerLine;
            QCOMPARE(images, expected);
        }
    }

    void theLogSaysTheSame() {
        const auto whole = lossLines("whole"), killed = lossLines("killed");
        for (qsizetype i = 0; i < whole.size(); ++i) QCOMPARE(killed.value(i), whole[i]);
    }

    void theNetworksAreTheSameToTheLastBit() {
        const auto whole = checkpoint("whole"), killed = checkpoint("killed");
        QCOMPARE(killed.tensors().size(), whole.tensors().size());
        QVERIFY(whole.tensors().size() > 40);
        for (const auto& [name, tensor] : whole.tensors())
            QVERIFY2(std::ranges::equal(tensor.bytes, killed.tensor(name).bytes), name.c_str());
    }

private:
    QString at(const QString& name) const { return m_folder.filePath(name); }

    SafetensorsFile checkpoint(const QString& run) const { return SafetensorsFile::read(at(run + "/" + checkpointName).toStdString()); }

    void start(QProcess& process, const QString& run) const {
        process.start(CHARRETTE_TRAIN, {"run", "--data", at("data"), "--out", at(run), "--options", at("options.json"), "--images",
                                        QString::number(imagesPerLine * lineCount), "--device", "cpu", "--threads", "1", "--seed", "3",
                                        "--checkpoint-minutes", "0.01", "--report-minutes", "1000"});
        QVERIFY(process.waitForStarted());
    }

    void runToTheEnd(
        const QString& run, const std::function<void()>& before = [] {}) {
        before();
        QProcess process;
        start(process, run);
        QVERIFY(process.waitForFinished(120'000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
    }

    /// Kills a run at some moment after it has written so many lines and a checkpoint, and leaves half a line as a kill during a write
    /// does.
    void killAfter(int lines) {
        QProcess process;
        start(process, "killed");
        QTRY_VERIFY_WITH_TIMEOUT(log("killed").count('\n') >= lines && QFile::exists(at("killed/" + QString(checkpointName))), 120'000);
        QTest::qWait(QRandomGenerator::global()->bounded(100));
        QCOMPARE(process.state(), QProcess::Running);
        process.kill();
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);
        test::writeFile(at("killed/" + QString(logName)), "{\"images\":1", QIODevice::Append);
    }

    QByteArray log(const QString& run) const { return test::contentsOf(at(run + "/" + logName)); }

    /// The lines with losses, without what depends on the clock.
    QList<QJsonObject> lossLines(const QString& run) const {
        QList<QJsonObject> lines;
        for (const QByteArray& line : log(run).trimmed().split('\n')) {
            QJsonObject object = QJsonDocument::fromJson(line).object();
            if (!object.contains("distance") && !object.isEmpty()) continue;
            object.remove("seconds");
            object.remove("images_per_second");
            lines += object;
        }
        return lines;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(KilledTrainingTest)
#include "killed_training_test.moc"
