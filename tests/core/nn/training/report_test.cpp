#include "core/nn/training/report.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/image/image_file.h"
#include "tests/support/sentence_of.h"
#include "tests/support/tiny_dataset.h"

using namespace charrette;

class ReportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void linesAreAppended() {
        appendLine(path("log"), {{"images", 10}});
        appendLine(path("log"), {{"images", 20}});
        QCOMPARE(text("log"), "{\"images\":10}\n{\"images\":20}\n");
    }

    void linesAfterTheCheckpointAreDropped_data() {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const char* name, const char* before, const char* after) {
            QTest::newRow(name) << QByteArray(before) << QByteArray(after);
        };
        row("none", "{\"images\":10}\n{\"images\":20}\n", "{\"images\":10}\n{\"images\":20}\n");
        row("later ones", "{\"images\":10}\n{\"images\":21}\n{\"images\":30}\n", "{\"images\":10}\n");
        row("all", "{\"images\":30}\n", "");
        row("empty", "", "");
        row("torn line", "{\"images\":10}\n{\"images\":2", "{\"images\":10}\n");
        row("torn line end", "{\"images\":10}", "{\"images\":10}\n");
        row("no objects", "5\n[]\nnull\n\"images\"\n\n{\"images\":10}\n", "{\"images\":10}\n");
        row("no numbers", "{}\n{\"images\":\"10\"}\n{\"images\":10}\n", "{\"images\":10}\n");
        row("no text", "\xff\xfe\n{\"images\":10}\n", "{\"images\":10}\n");
    }

    void linesAfterTheCheckpointAreDropped() {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFile file(m_folder->filePath("log"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(before) == before.size());
        file.close();
        truncateLog(path("log"), 20);
        QCOMPARE(text("log"), after);
    }

    void aLogThatIsNotThereIsNotMade() {
        truncateLog(path("log"), 20);
        QVERIFY(!QFile::exists(m_folder->filePath("log")));
    }

    void failuresNameTheFile() {
        appendLine(path("log"), {{"images", 10}});
        QVERIFY(test::sentenceOf([&] { appendLine(path("none/log"), {}); }).contains("none/log: the log cannot be written"));
        QVERIFY(test::sentenceOf([&] { makeFolder(path("log/folder")); }).contains("log/folder: the folder cannot be made"));
    }

    void aFolderIsMadeWithThoseAboveIt() {
        makeFolder(path("a/b"));
        makeFolder(path("a/b"));
        QVERIFY(std::filesystem::is_directory(path("a/b")));
    }

    void aSheetHasFourRowsOfPictures_data() {
        QTest::addColumn<int>("resolution");
        QTest::newRow("whole") << 32;
        QTest::newRow("reduced") << 16;
    }

    void aSheetHasFourRowsOfPictures() {
        QFETCH(int, resolution);
        test::writeTinyDataset(path("data"), {.resolution = 32, .count = 20});
        const auto data = Dataset::open(path("data"));
        TrainingSet heldOut(data, TrainingSet::Split::HeldOut, 32, 5, {data.parameters()}, torch::kCPU);
        TrainingOptions options;
        options.resolution = 32;
        options.imageChannels = 5;
        options.channels = {8, 8, 8};
        Trainer trainer(options, 4, torch::kCPU);
        writeSampleSheet(path("sheet.png"), trainer.averaged(), heldOut, resolution, 3);
        const Image sheet = readImage(path("sheet.png"));
        QCOMPARE(sheet.width, int(std::min<int64_t>(3, heldOut.size())) * resolution);
        QCOMPARE(sheet.height, 4 * resolution);
        const auto errors = heldOutErrors(trainer.averaged(), heldOut, resolution);
        QVERIFY(errors.absolute > 0.01 && errors.absolute < 1);
        QVERIFY(errors.squared >= errors.absolute * errors.absolute && errors.squared < errors.absolute);
    }

private:
    std::filesystem::path path(const QString& name) const { return m_folder->filePath(name).toStdString(); }
    QByteArray text(const QString& name) const {
        QFile file(m_folder->filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(ReportTest)
#include "report_test.moc"
