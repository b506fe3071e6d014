#include "ui/export/exporter.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/files.h"
#include "tests/ui/fake_engines.h"

using namespace charrette;
using namespace charrette::test;

namespace {

constexpr int patience = 60'000;

}  // namespace

/// With the fake engine, whose files hold nothing but the text that goes into them.
class ExporterTest : public QObject {
    Q_OBJECT

private:
    struct Exporting {
        explicit Exporting(const QStringList& trouble = {})
            : engine({.command = engines.command(trouble), .pause = std::chrono::milliseconds(1)}), exporter(engine) {
            connect(&exporter, &Exporter::finished, [this](const std::vector<Export>& files, const QString& said) {
                written = files;
                sentence = said;
            });
            engine.open("vessels");
        }
        ExportJob job(int count, Existing existing = Existing::Refused) const {
            ExportJob made{.files = {}, .format = PixelFormat::Tiff16, .existing = existing};
            for (int i = 0; i < count; ++i) {
                Variant variant;
                variant.id = i + 1;
                variant.genome.latent = uint32_t(i);
                made.files.push_back({variant, file(i)});
            }
            return made;
        }
        QString file(int number) const { return folder.filePath(QString("%1.tif").arg(number)); }
        int files() const { return int(QDir(folder.path()).entryList(QDir::Files).size()); }

        QTemporaryDir folder;
        FakeEngines engines;
        EngineClient engine;
        Exporter exporter;
        std::vector<Export> written;
        QString sentence;
    };

private Q_SLOTS:
    void everyFileBringsItsOwnGenome() {
        Exporting exporting;
        QSignalSpy progress(&exporting.exporter, &Exporter::progressed);
        exporting.exporter.start(exporting.job(60));
        QTRY_VERIFY_WITH_TIMEOUT(!exporting.exporter.isBusy(), patience);
        QCOMPARE(exporting.written.size(), size_t(60));
        for (int i = 0; i < 60; ++i) QVERIFY(contentsOf(exporting.file(i)).contains(QByteArray::number(i)));
        QCOMPARE(progress.last(), (QVariantList{60, 60}));
        QVERIFY2(exporting.sentence.startsWith("60 files are written"), qPrintable(exporting.sentence));
    }

    void aFileThatIsThereIsNotWrittenOver() {
        Exporting exporting;
        writeFile(exporting.file(1), "mine");
        exporting.exporter.start(exporting.job(3));
        QTRY_VERIFY_WITH_TIMEOUT(!exporting.exporter.isBusy(), patience);
        QCOMPARE(exporting.written.size(), size_t(2));
        QCOMPARE(contentsOf(exporting.file(1)), QByteArray("mine"));
        QVERIFY2(exporting.sentence.contains("there is a file of that name already"), qPrintable(exporting.sentence));
        QCOMPARE(exporting.files(), 3);
    }

    void unlessSomebodyWasToldSo() {
        Exporting exporting;
        writeFile(exporting.file(1), "mine");
        exporting.exporter.start(exporting.job(3, Existing::Replaced));
        QTRY_VERIFY_WITH_TIMEOUT(!exporting.exporter.isBusy(), patience);
        QCOMPARE(exporting.written.size(), size_t(3));
        QVERIFY(contentsOf(exporting.file(1)) != "mine");
    }

    void cancellingKeepsWhatIsWrittenAndNoParts() {
        Exporting exporting({"delay=20"});
        connect(&exporting.exporter, &Exporter::progressed, this, [&](int done, int) {
            if (done == 5) exporting.exporter.cancel();
        });
        exporting.exporter.start(exporting.job(100));
        QTRY_VERIFY_WITH_TIMEOUT(!exporting.exporter.isBusy(), patience);
        QVERIFY(exporting.written.size() >= 5 && exporting.written.size() < 100);
        QCOMPARE(exporting.files(), int(exporting.written.size()));
        QVERIFY2(exporting.sentence.contains("cancelled"), qPrintable(exporting.sentence));
    }

    void itGoesOnWhenTheEngineDies() {
        Exporting exporting({"trouble=kill", "at=7", "times=1"});
        exporting.exporter.start(exporting.job(30));
        QTRY_VERIFY_WITH_TIMEOUT(!exporting.exporter.isBusy(), patience);
        QCOMPARE(exporting.written.size(), size_t(30));
        QCOMPARE(exporting.engines.lives(), 2);
    }

    void whatFailsIsSaid() {
        Exporting exporting({"bad=2"});
        exporting.exporter.start(exporting.job(4));
        QTRY_VERIFY_WITH_TIMEOUT(!exporting.exporter.isBusy(), patience);
        QCOMPARE(exporting.written.size(), size_t(3));
        QVERIFY2(exporting.sentence.contains("1 failed: It is bad"), qPrintable(exporting.sentence));
    }

    void aFolderThatIsNotThereIsASentence() {
        Exporting exporting;
        ExportJob job = exporting.job(2);
        for (ExportFile& file : job.files) file.file = exporting.folder.filePath("none/" + QString::number(file.variant.id) + ".tif");
        exporting.exporter.start(job);
        QTRY_VERIFY_WITH_TIMEOUT(!exporting.exporter.isBusy(), patience);
        QVERIFY(exporting.written.empty());
        QVERIFY2(exporting.sentence.contains("0 of 2 files"), qPrintable(exporting.sentence));
    }
};

QTEST_GUILESS_MAIN(ExporterTest)
#include "exporter_test.moc"
