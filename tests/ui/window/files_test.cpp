#include <QClipboard>
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
};

QTEST_MAIN(WindowFilesTest)
#include "files_test.moc"
