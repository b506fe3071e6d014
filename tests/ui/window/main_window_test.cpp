#include "ui/window/main_window.h"

#include <csignal>

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMenuBar>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/tiny_model.h"
#include "ui/compare/large_view.h"
#include "ui/grid/variant_view.h"
#include "ui/lineage/lineage_view.h"
#include "ui/panel/parameter_panel.h"
#include "ui/panel/parameter_row.h"
#include "ui/widgets/parameter_slider.h"

using namespace charrette;

namespace {

constexpr int patience = 60'000;

}  // namespace

/// The real window with the real engine and a small model of random weights.
class MainWindowTest : public QObject {
    Q_OBJECT

private:
    /// A window over a board's file, with the model open and every picture there.
    struct Opened {
        Opened(const QString& model, Board board)
            : engine({.command = {CHARRETTE_ENGINE}}), studio(engine, std::move(board)), window(engine, studio) {
            window.show();
            studio.openModel(model);
            for (auto* view : window.findChildren<VariantView*>())
                if (view->model() == &studio.grid()) grid = view;
            waitForPictures();
        }
        void waitForPictures() {
            QTRY_VERIFY_WITH_TIMEOUT(studio.card() && areAllThere(studio.grid()) && areAllThere(studio.pins()), patience);
        }
        static bool areAllThere(const VariantModel& model) {
            for (int row = 0; row < model.rowCount(); ++row)
                if (model.state(row) != PictureState::Full) return false;
            return true;
        }
        void select(const std::vector<int>& rows) {
            grid->selectionModel()->clear();
            for (int row : rows) grid->selectionModel()->setCurrentIndex(studio.grid().index(row), QItemSelectionModel::Select);
        }
        /// Runs a command of the menus by its key.
        void run(const QString& key) {
            for (QAction* action : window.findChildren<QAction*>())
                if (action->shortcut() == QKeySequence(key)) return action->trigger();
            QFAIL(qPrintable("no command for " + key));
        }
        ParameterRow& row(int index) { return *window.findChildren<ParameterRow*>()[index]; }
        std::vector<QImage> pictures() {
            std::vector<QImage> all;
            for (int row = 0; row < studio.grid().rowCount(); ++row)
                all.push_back(studio.grid().picture(row).convertToFormat(QImage::Format_RGB888));
            return all;
        }

        EngineClient engine;
        Studio studio;
        MainWindow window;
        VariantView* grid = nullptr;
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
        QTest::keyClick(opened.row(0).findChild<ParameterSlider*>(), Qt::Key_End);
        opened.waitForPictures();
        QVERIFY(opened.pictures() != before);
        opened.run("Ctrl+Z");
        opened.waitForPictures();
        QVERIFY(opened.pictures() == before);
    }

    void theMainJobSurvivesClosing() {
        const auto file = boardFile("job.charrette");
        std::vector<QImage> bred;
        Settings settings;
        {
            Opened opened(model(), Board::create(file));
            QTest::keyClick(opened.row(0).findChild<ParameterSlider*>(), Qt::Key_End);
            opened.run("Space");
            opened.waitForPictures();
            for (const std::vector<int>& rows : {std::vector{1}, std::vector{3, 5}}) {
                opened.select(rows);
                opened.run("P");
            }
            QCOMPARE(opened.studio.pins().rowCount(), 3);
            opened.select({1});
            opened.run("4");
            opened.studio.breed({1, 3}, {.count = 6});
            opened.waitForPictures();
            QCOMPARE(opened.studio.grid().rowCount(), 6);
            bred = opened.pictures();
            settings = opened.studio.settings();
            QTest::qWait(500);  // until the pictures are in the board
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
        opened.waitForPictures();
        const auto first = opened.pictures();
        opened.select({2});
        opened.run("P");
        opened.run("E");
        opened.waitForPictures();
        opened.run("Ctrl+Z");
        opened.run("Ctrl+Z");
        opened.waitForPictures();
        QVERIFY(opened.pictures() == first);
        QCOMPARE(opened.studio.pins().rowCount(), 0);
        opened.run("Space");
        opened.waitForPictures();
        opened.run("Ctrl+Z");
        opened.waitForPictures();
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
        opened.waitForPictures();
        QCOMPARE(opened.studio.grid().rowCount(), 1);
        QCOMPARE(opened.pictures()[0], copied);
    }

    void lookingAtAVariantChangesNoSetting() {
        Opened opened(model(), Board::create(boardFile("look.charrette")));
        opened.run("Space");
        opened.waitForPictures();
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
            ::kill(pid_t(opened.engine.processId()), SIGKILL);
            opened.waitForPictures();
        }
        QCOMPARE(opened.studio.board().generations().size(), size_t(3));
    }

    void everyControlHasAnAccessibleName() {
        Opened opened(model(), Board::create(boardFile("names.charrette")));
        for (auto* widget : opened.window.findChildren<QWidget*>()) {
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            const bool isNamed = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
            if (widget->focusPolicy() & Qt::TabFocus && widget->objectName() != "qt_spinbox_lineedit")
                QVERIFY2(
                    isNamed,
                    qPrintable(QString("%1 in %2").arg(widget->metaObject()->className(), widget->parent()->metaObject()->className())));
        }
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
