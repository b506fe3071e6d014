#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/core/board/sample_board.h"
#include "tests/support/files.h"
#include "tests/ui/window/opened_window.h"

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
};

QTEST_MAIN(WindowFilesTest)
#include "files_test.moc"
