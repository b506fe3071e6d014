#include <QPushButton>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/core/board/hostile_boards.h"
#include "tests/ui/window/opened_window.h"
#include "ui/widgets/message_bar.h"

using namespace charrette;
using namespace charrette::test;

/// Damaged and hostile boards are dropped on the window.
class WindowHostileBoardTest : public QObject {
    Q_OBJECT

private:
    QString sound() const { return m_folder.filePath("sound.charrette"); }

    const QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        makeSoundBoard(sound().toStdString());
    }

    void aHostileBoardIsASentence_data() { hostileBoards(); }
    void aHostileBoardIsASentence() {
        QFETCH(Damage, damage);
        QFETCH(QString, part);
        const QTemporaryDir folder;
        const QString file = folder.filePath("a.charrette");
        QVERIFY(QFile::copy(sound(), file));
        damage(file);
        const QByteArray before = contentsOf(file);
        OpenedWindow opened({CHARRETTE_FAKE_ENGINE}, "vessels", Board::create(pathIn(folder, "mine.charrette")));
        const Seen mine = seen(opened.studio.board());
        opened.window.openFiles({file});
        if (QFileInfo(file).isDir()) return;  // a folder is a model's
        const QString sentence = opened.window.findChild<MessageBar*>()->sentence();
        QVERIFY2(sentence.contains(part) && sentence.contains("a.charrette"), qPrintable(sentence));
        QVERIFY(seen(opened.studio.board()) == mine);
        QCOMPARE(contentsOf(file), before);
    }

    void settingsOfOtherKindsAreShownAsTheDefaults() {
        const QTemporaryDir folder;
        const auto file = pathIn(folder, "a.charrette");
        const Card card = sampleCard();
        Board::create(file).setSettings({.model = {card.name, card.title, card.modelHash()},
                                         .parameters = {{"height", std::string("x")}, {"back", true}, {"arms", 1.0}}});
        OpenedWindow opened({CHARRETTE_FAKE_ENGINE}, "vessels", Board::create(pathIn(folder, "mine.charrette")));
        QVERIFY(opened.waitForPictures());
        opened.window.openFiles({QString::fromStdString(file.string())});
        QVERIFY(opened.row(0).setting().value == card.parameters[0].defaultValue);
        opened.studio.openModel("other");
        QTRY_VERIFY(opened.studio.card()->name == "other");
        QVERIFY(opened.waitForPictures());
        opened.run("Ctrl+Z");
        QTRY_VERIFY(opened.studio.card() && opened.studio.card()->title == "vessels");
        QVERIFY(opened.row(0).isEnabled());
    }

    void whatCanBeReadOfADamagedOneIsRecovered() {
        const QTemporaryDir folder;
        const QString file = folder.filePath("a.charrette");
        QVERIFY(QFile::copy(sound(), file));
        statement("UPDATE variants SET rating = 100 WHERE id = 3")(file);
        const QByteArray before = contentsOf(file);
        OpenedWindow opened({CHARRETTE_FAKE_ENGINE}, "vessels", Board::create(pathIn(folder, "mine.charrette")));
        opened.window.openFiles({file});
        auto* button = opened.window.findChild<MessageBar*>()->findChild<QPushButton*>();
        QVERIFY(button->isVisible());
        QTest::keyClick(button, Qt::Key_Space);
        QTRY_VERIFY(opened.studio.board().file().filename() == "a recovered.charrette");
        QVERIFY(opened.studio.board().variantCount() > 10);
        QCOMPARE(contentsOf(file), before);
    }
};

QTEST_MAIN(WindowHostileBoardTest)
#include "hostile_board_test.moc"
