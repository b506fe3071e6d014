#include "ui/window/main_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QInputDialog>
#include <QMenuBar>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/tiny_model.h"
#include "tests/ui/killed_engine.h"
#include "tests/ui/window/opened_window.h"
#include "ui/compare/large_view.h"
#include "ui/grid/variant_view.h"
#include "ui/lineage/lineage_view.h"
#include "ui/panel/parameter_panel.h"
#include "ui/panel/parameter_row.h"
#include "ui/sheet/sheet_dialog.h"
#include "ui/widgets/parameter_slider.h"

using namespace charrette;
using namespace charrette::test;

/// The real window with the real engine and a small model of random weights.
class MainWindowTest : public QObject {
    Q_OBJECT

private:
    struct Opened : OpenedWindow {
        Opened(const QString& model, Board board) : OpenedWindow({CHARRETTE_ENGINE}, model, std::move(board)) {
            QVERIFY(waitForPictures());
        }
    };

    QString model() const { return m_folder.filePath("tiny"); }
    std::filesystem::path boardFile(const QString& name) const { return m_folder.filePath(name).toStdString(); }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        test::writeTinyModel(model().toStdString());
    }

    void theGridFillsWhenTheModelOpens() {
        Opened opened(model(), Board::create(boardFile("fill.charrette")));
        QCOMPARE(opened.studio.grid().rowCount(), 24);
        QVERIFY(opened.studio.isDraft());
        QCOMPARE(opened.window.findChildren<ParameterRow*>().size(), qsizetype(opened.studio.card()->parameters.size()));
    }

    void movingASliderMakesOtherPictures() {
        Opened opened(model(), Board::create(boardFile("slider.charrette")));
        const auto before = opened.pictures();
        opened.press(*opened.row(0).findChild<ParameterSlider*>(), Qt::Key_End);
        QVERIFY(opened.waitForPictures());
        QVERIFY(opened.pictures() != before);
        opened.run("Ctrl+Z");
        QVERIFY(opened.waitForPictures());
        QVERIFY(opened.pictures() == before);
    }

    void aWindowThatClosesKeepsWhatASliderHasNotFinished() {
        const auto file = boardFile("closing.charrette");
        Parameter moved;
        {
            Opened opened(model(), Board::create(file));
            moved = opened.row(0).parameter();
            auto& slider = *opened.row(0).findChild<ParameterSlider*>();
            slider.setFocus();
            QTest::keyClick(&slider, Qt::Key_End);
        }
        QCOMPARE(numberOf(Board::open(file).settings().parameters[moved.name]), moved.maximum);
    }

    void theMainJobSurvivesClosing() {
        const auto file = boardFile("job.charrette");
        std::vector<QImage> bred;
        Settings settings;
        {
            Opened opened(model(), Board::create(file));
            opened.press(*opened.row(0).findChild<ParameterSlider*>(), Qt::Key_End);
            opened.run("Space");
            QVERIFY(opened.waitForPictures());
            for (const std::vector<int>& rows : {std::vector{1}, std::vector{3, 5}}) {
                opened.select(rows);
                opened.run("P");
            }
            QCOMPARE(opened.studio.pins().rowCount(), 3);
            opened.select({1});
            opened.run("4");
            opened.studio.breed({&opened.studio.grid(), {1, 3}}, {.count = 6});
            QVERIFY(opened.waitForPictures());
            QCOMPARE(opened.studio.grid().rowCount(), 6);
            bred = opened.pictures();
            settings = opened.studio.settings();
            QVERIFY(opened.waitForStoring());
        }
        Opened again(model(), Board::open(file));
        QVERIFY(again.pictures() == bred);
        QVERIFY(again.studio.settings() == settings);
        QCOMPARE(again.studio.pins().rowCount(), 3);
        QCOMPARE(again.studio.pins().variant(0).rating, 4);
        QCOMPARE(again.window.findChild<LineageView*>()->model()->rowCount(), 2);
    }

    void undoWalksBackAndABranchLosesNothing() {
        Opened opened(model(), Board::create(boardFile("undo.charrette")));
        opened.run("Space");
        QVERIFY(opened.waitForPictures());
        const auto first = opened.pictures();
        opened.select({2});
        opened.run("P");
        opened.run("E");
        QVERIFY(opened.waitForPictures());
        opened.run("Ctrl+Z");
        opened.run("Ctrl+Z");
        QVERIFY(opened.waitForPictures());
        QVERIFY(opened.pictures() == first);
        QCOMPARE(opened.studio.pins().rowCount(), 0);
        opened.run("Space");
        QVERIFY(opened.waitForPictures());
        opened.run("Ctrl+Z");
        QVERIFY(opened.waitForPictures());
        QVERIFY(opened.pictures() == first);
    }

    void rejectedVariantsAreHiddenAndNotLost() {
        Opened opened(model(), Board::create(boardFile("reject.charrette")));
        opened.run("Space");
        opened.select({0, 1});
        opened.run("X");
        QCOMPARE(opened.studio.grid().rowCount(), 22);
        opened.run("R");
        QCOMPARE(opened.studio.grid().rowCount(), 24);
        opened.run("R");
        opened.run("Ctrl+Z");
        QCOMPARE(opened.studio.grid().rowCount(), 24);
    }

    void aCopiedVariantComesBackAsTheSamePicture() {
        Opened opened(model(), Board::create(boardFile("copy.charrette")));
        opened.select({7});
        const QImage copied = opened.pictures()[7];
        opened.run("Ctrl+C");
        opened.run("Ctrl+V");
        QVERIFY(opened.waitForPictures());
        QCOMPARE(opened.studio.grid().rowCount(), 1);
        QCOMPARE(opened.pictures()[0], copied);
    }

    void lookingAtAVariantChangesNoSetting() {
        Opened opened(model(), Board::create(boardFile("look.charrette")));
        opened.run("Space");
        QVERIFY(opened.waitForPictures());
        const Settings before = opened.studio.settings();
        opened.select({4});
        opened.run("Return");
        QVERIFY(opened.window.findChild<LargeView*>()->isVisible());
        QVERIFY(opened.studio.settings() == before);
        opened.run("Ctrl+Return");
        QVERIFY(!(opened.studio.settings() == before));
    }

    void theEngineMayDieAtAnyTime() {
        Opened opened(model(), Board::create(boardFile("die.charrette")));
        for (int death = 0; death < 3; ++death) {
            opened.run("Space");
            QTest::qWait(20 * death);
            QTRY_VERIFY(killEngine(opened.engine));
            QVERIFY(opened.waitForPictures());
        }
        QCOMPARE(opened.studio.board().generations().size(), size_t(3));
    }

    void rejectingOneAfterTheOtherGoesOn() {
        Opened opened(model(), Board::create(boardFile("sift.charrette")));
        opened.run("Space");
        opened.select({3});
        const VariantId next = opened.studio.grid().variant(5).id;
        opened.run("X");
        opened.run("X");
        QCOMPARE(opened.studio.grid().rowCount(), 22);
        QCOMPARE(opened.studio.grid().variant(opened.grid->currentIndex().row()).id, next);
    }

    void commandsAreAboutThePinsWhileTheyHaveTheKeyboard() {
        Opened opened(model(), Board::create(boardFile("tray.charrette")));
        opened.select({2, 6, 9});
        opened.run("P");
        opened.select(*opened.pins, {1});
        opened.run("3");
        QCOMPARE(opened.studio.pins().variant(1).rating, 3);
        opened.run("[");
        QCOMPARE(opened.studio.pins().variant(0).rating, 3);
        opened.run("P");
        QCOMPARE(opened.studio.pins().rowCount(), 2);
        opened.select({2});
        opened.run("5");
        QCOMPARE(opened.studio.grid().variant(2).rating, 5);
    }

    void aSheetSaysWhereOnItsAxesEachCellIs() {
        Opened opened(model(), Board::create(boardFile("sheet.charrette")));
        opened.select({4});
        opened.answer<SheetDialog>([](SheetDialog& dialog) { dialog.accept(); });
        opened.run("S");
        QVERIFY(opened.waitForPictures());
        const auto generation = opened.studio.generation();
        QVERIFY(generation && generation->operation == Operation::Sheet && generation->columns > 1);
        std::set<QString> captions;
        for (int row = 0; row < opened.studio.grid().rowCount(); ++row)
            captions.insert(opened.studio.grid().index(row).data(VariantModel::CaptionRole).toString());
        QCOMPARE(int(captions.size()), opened.studio.grid().rowCount());
    }

    void aStripGoesFromOneToTheOther() {
        Opened opened(model(), Board::create(boardFile("strip.charrette")));
        opened.select({1, 8});
        const QImage first = opened.pictures()[1], last = opened.pictures()[8];
        opened.answer<QInputDialog>([](QInputDialog& dialog) {
            dialog.setIntValue(5);
            dialog.accept();
        });
        opened.run("I");
        QVERIFY(opened.waitForPictures());
        QCOMPARE(opened.studio.grid().rowCount(), 5);
        QCOMPARE(opened.pictures().front(), first);
        QCOMPARE(opened.pictures().back(), last);
    }

    void everyCommandHasItsPlaceInAMenu() {
        Opened opened(model(), Board::create(boardFile("menus.charrette")));
        int count = 0;
        for (QAction* menu : opened.window.menuBar()->actions()) count += int(menu->menu()->actions().size());
        QVERIFY(count > 20);
    }
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
