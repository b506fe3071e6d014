#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/core/board/sample_board.h"
#include "tests/support/files.h"
#include "tests/ui/window/opened_window.h"
#include "ui/export/export_dialog.h"
#include "ui/sheet/sheet_dialog.h"
#include "ui/studio/pictures.h"
#include "ui/widgets/message_bar.h"

using namespace charrette;
using namespace charrette::test;

/// Boards and pictures on their way into files and out of them.
class WindowFilesTest : public QObject {
    Q_OBJECT

private:
    struct Opened : OpenedWindow {
        explicit Opened(const QTemporaryDir& folder, const QStringList& trouble = {})
            : OpenedWindow(QStringList{CHARRETTE_FAKE_ENGINE} + trouble, "vessels", Board::create(pathIn(folder, "a.charrette"))) {
            QVERIFY(waitForPictures());
        }
        /// Names the board, and answers when it is asked about a file that is there.
        void name(const QString& file, QMessageBox::StandardButton reply) {
            QTimer replies;
            connect(&replies, &QTimer::timeout, [&] {
                auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
                if (!box) return;
                ++questions;
                box->button(reply)->click();
            });
            answer<QDialog>([&](QDialog& dialog) {
                dialog.findChild<QLineEdit*>("fileNameEdit")->setText(file);
                replies.start(10);
                dialog.accept();
            });
            run("Ctrl+Shift+S");
        }
        ExportJob exportOf(const QTemporaryDir& folder, int count) {
            run("Space");
            ExportJob job;
            for (int row = 0; row < count; ++row)
                job.files.push_back({studio.grid().variant(row), folder.filePath(QString("%1.png").arg(row))});
            return job;
        }
        int questions = 0;
    };

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void aBoardIsNotWrittenOverUnasked() {
        const QTemporaryDir folder;
        Opened opened(folder);
        writeFile(folder.filePath("vases.charrette"), "mine");
        opened.name(folder.filePath("vases"), QMessageBox::No);
        QCOMPARE(opened.questions, 1);
        QCOMPARE(contentsOf(folder.filePath("vases.charrette")), QByteArray("mine"));
        opened.name(folder.filePath("vases"), QMessageBox::Yes);
        QCOMPARE(opened.studio.board().file(), pathIn(folder, "vases.charrette"));
        opened.name(folder.filePath("chairs"), QMessageBox::No);
        QCOMPARE(opened.questions, 2);
        QCOMPARE(opened.studio.board().file(), pathIn(folder, "chairs.charrette"));
    }

    void copiedVariantsComeBackAllOfThem() {
        const QTemporaryDir folder;
        Opened opened(folder);
        opened.select({2, 5, 7});
        const Genome copied = opened.studio.grid().variant(5).genome;
        opened.run("Ctrl+C");
        opened.run("Ctrl+V");
        QCOMPARE(opened.studio.grid().rowCount(), 3);
        QVERIFY(opened.studio.grid().variant(1).genome == copied);
    }

    void filesThatAreTakenAreNobodyElses() {
        const QTemporaryDir folder;
        Opened opened(folder);
        QSet<QString> files;
        for (int time = 0; time < 2; ++time) {
            opened.select({2});
            opened.run("Ctrl+C");
            for (const QUrl& url : QApplication::clipboard()->mimeData()->urls()) files << url.toLocalFile();
        }
        QCOMPARE(files.size(), 2);
        for (const QString& file : files) {
            QVERIFY(genomeFromFile(file) == opened.studio.grid().variant(2).genome);
            QCOMPARE(QFileInfo(QFileInfo(file).path() + "/..").permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        }
    }

    void onlyFinishedPicturesAreTaken() {
        const QTemporaryDir folder;
        Opened opened(folder);
        opened.studio.grid().setPicture(3, QImage(8, 8, QImage::Format_RGB888), PictureState::Preview);
        opened.select({2, 3});
        opened.run("Ctrl+C");
        QCOMPARE(QApplication::clipboard()->mimeData()->urls().size(), 1);
    }

    void tooManyToTakeAreASentence() {
        const QTemporaryDir folder;
        Opened opened(folder);
        Settings settings = opened.studio.settings();
        settings.count = 30;
        opened.studio.commit(settings);
        QApplication::clipboard()->setText("mine");
        opened.grid->setFocus();
        opened.grid->selectAll();
        opened.run("Ctrl+C");
        QCOMPARE(QApplication::clipboard()->text(), "mine");
        QVERIFY(opened.window.findChild<MessageBar*>()->sentence().contains("24"));
    }

    void aDialogThatIsCancelledMakesNoGeneration_data() {
        QTest::addColumn<QString>("key");
        QTest::newRow("export") << "Ctrl+E";
        QTest::newRow("sheet") << "S";
    }
    void aDialogThatIsCancelledMakesNoGeneration() {
        QFETCH(QString, key);
        const QTemporaryDir folder;
        Opened opened(folder);
        opened.select({2, 3});
        opened.answer<QDialog>([](QDialog& dialog) { dialog.reject(); });
        opened.run(key);
        QVERIFY(opened.studio.isDraft());
        QVERIFY(opened.studio.board().generations().empty());
    }

    void aDraftsVariantsAreTheBoardsOnceTheyAreExported() {
        const QTemporaryDir folder;
        Opened opened(folder);
        opened.select({2, 3});
        QString example;
        opened.answer<ExportDialog>([&](ExportDialog& dialog) {
            for (auto* line : dialog.findChildren<QLineEdit*>())
                if (line->accessibleName() == "Folder") line->setText(folder.path());
            for (const auto* label : dialog.findChildren<QLabel*>())
                if (label->text().endsWith(" and so on")) example = label->text().chopped(10);
            dialog.accept();
        });
        opened.run("Ctrl+E");
        QTRY_COMPARE(opened.studio.board().exports().size(), size_t(2));
        QVERIFY2(QFile::exists(folder.filePath(example)), qPrintable(example));
        QCOMPARE(opened.studio.board().exports().back().variant, opened.studio.grid().variant(2).id);
    }

    void aSheetOfADraftLeadsToItsVariant() {
        const QTemporaryDir folder;
        Opened opened(folder);
        opened.select({2, 3});
        opened.answer<SheetDialog>([](SheetDialog& dialog) { dialog.accept(); });
        opened.run("S");
        QVERIFY(opened.studio.generation() && opened.studio.generation()->operation == Operation::Sheet);
        QCOMPARE(opened.studio.grid().variant(4).parents.size(), size_t(2));
    }

    void closingWaitsForAnExport() {
        const QTemporaryDir folder;
        Opened opened(folder, {"delay=20"});
        opened.window.exportFiles(opened.exportOf(folder, 10));
        opened.window.close();
        QVERIFY(opened.window.isVisible());
        QVERIFY(opened.window.findChild<MessageBar*>()->sentence().contains("under way"));
        QTRY_COMPARE(opened.studio.board().exports().size(), size_t(10));
        opened.window.close();
        QVERIFY(!opened.window.isVisible());
    }

    void anExportIsWrittenDownInItsOwnBoard() {
        const QTemporaryDir folder;
        Opened opened(folder, {"delay=20"});
        opened.window.exportFiles(opened.exportOf(folder, 10));
        { scriptedGesture(*std::make_unique<Board>(Board::create(pathIn(folder, "b.charrette"))), 0); }
        opened.window.openFiles({folder.filePath("b.charrette")});
        QTRY_VERIFY(opened.window.findChild<MessageBar*>()->sentence().contains("files are written"));
        QVERIFY(opened.studio.board().exports().empty());
        opened.window.openFiles({folder.filePath("a.charrette")});
        QCOMPARE(opened.studio.board().exports().size(), size_t(10));
    }
};

QTEST_MAIN(WindowFilesTest)
#include "files_test.moc"
