#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/core/board/sample_board.h"
#include "tests/ui/window/opened_window.h"
#include "ui/lineage/lineage_model.h"
#include "ui/lineage/lineage_view.h"
#include "ui/starts/start_strip.h"
#include "ui/studio/tuning.h"
#include "ui/widgets/message_bar.h"

using namespace charrette;
using namespace charrette::test;

/// Where a design begins: the window itself, starting points, the example.
class WindowStartingTest : public QObject {
    Q_OBJECT

private:
    struct Opened : OpenedWindow {
        explicit Opened(const QTemporaryDir& folder, const QString& model = "started")
            : OpenedWindow({CHARRETTE_FAKE_ENGINE}, model, Board::create(pathIn(folder, "a.charrette"))) {
            QVERIFY(waitForPictures());
        }
        StartStrip& strip() { return *window.findChild<StartStrip*>(); }
        StartList& list() { return strip().list(); }
        void click(int row) {
            QTest::mouseClick(list().viewport(), Qt::LeftButton, {}, list().visualItemRect(list().item(row)).center());
        }
        size_t steps() const { return studio.board().history().size(); }
        void answerTitle(const QString& title) {
            answer<QInputDialog>([title](QInputDialog& dialog) {
                dialog.setTextValue(title);
                dialog.accept();
            });
        }
        QPushButton* exampleLink(bool isVisible) {
            for (auto* button : window.findChildren<QPushButton*>())
                if (button->text() == "See an example" && button->isVisible() == isVisible) return button;
            return nullptr;
        }
    };

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init() { QSettings().remove("starts"); }

    void aClickFillsThePanelAndOneUndoEmptiesIt() {
        const QTemporaryDir folder;
        Opened opened(folder);
        QVERIFY(opened.strip().isVisible());
        QCOMPARE(opened.list().count(), 2);
        const Settings before = opened.studio.settings();
        const size_t steps = opened.steps();
        opened.click(0);
        QCOMPARE(opened.steps(), steps + 1);
        QVERIFY(opened.studio.settings().parameters.at("height") == ParameterValue(510.0));
        QVERIFY(opened.studio.settings().parameters.at("back") == ParameterValue(std::string("none")));
        QVERIFY(opened.studio.isDraft());
        QVERIFY(opened.studio.grid().variant(0).genome.latent == Latent(5u));
        QVERIFY(!opened.strip().isVisible());
        opened.run("Ctrl+Z");
        QVERIFY(opened.studio.settings() == before);
        QVERIFY(opened.strip().isVisible());
    }

    void thePictureIsTheFirstVariantThatComes() {
        const QTemporaryDir folder;
        Opened opened(folder);
        QTRY_VERIFY(opened.list().item(1)->data(Qt::UserRole + 2).isValid());
        const Genome pictured = genomeOf(*opened.studio.card(), startsOf(*opened.studio.card()).at(1));
        opened.click(1);
        QVERIFY(opened.studio.grid().variant(0).genome == pictured);
    }

    void theKeyboardGoesThereAndChooses() {
        const QTemporaryDir folder;
        Opened opened(folder);
        opened.run("Ctrl+K");
        QVERIFY(opened.list().hasFocus());
        QCOMPARE(opened.list().currentRow(), 0);
        QTest::keyClick(&opened.list(), Qt::Key_Right);
        QTest::keyClick(&opened.list(), Qt::Key_Return);
        QVERIFY(opened.studio.settings().parameters.at("arms") == ParameterValue(true));
        QVERIFY(opened.grid->hasFocus());
    }

    void aTouchedPanelHidesThemUntilTheMenuAsks() {
        const QTemporaryDir folder;
        Opened opened(folder);
        Settings settings = opened.studio.settings();
        settings.spread = 0.5;
        opened.studio.commit(settings);
        QVERIFY(!opened.strip().isVisible());
        opened.run("Ctrl+K");
        QVERIFY(opened.strip().isVisible());
        settings.spread = 0.6;
        opened.studio.commit(settings);
        QVERIFY(!opened.strip().isVisible());
    }

    void aGenerationHasNoneAboveIt() {
        const QTemporaryDir folder;
        Opened opened(folder);
        opened.run("Space");
        QVERIFY(!opened.strip().isVisible());
    }

    void ofABredGenerationTheyChangeThePanelAlone() {
        const QTemporaryDir folder;
        Opened opened(folder);
        opened.run("Space");
        opened.select({1});
        opened.run("E");
        QVERIFY(opened.waitForPictures());
        const auto shown = opened.studio.generation();
        opened.run("Ctrl+K");
        opened.click(0);
        QVERIFY(opened.studio.generation() == shown);
        QVERIFY(opened.studio.settings().parameters.at("height") == ParameterValue(510.0));
    }

    void onesOwnIsKeptRenamedDeletedAndBroughtBack() {
        const QTemporaryDir folder;
        Opened opened(folder);
        Settings settings = opened.studio.settings();
        settings.parameters["height"] = 400.0;
        settings.variation["height"] = 0.1;
        opened.studio.commit(settings);
        opened.answerTitle("Low one");
        opened.run("Ctrl+Shift+K");
        QCOMPARE(opened.list().count(), 3);
        opened.run("Ctrl+K");
        opened.list().setCurrentRow(2);
        opened.answerTitle("Lounge");
        QTest::keyClick(&opened.list(), Qt::Key_F2);
        QCOMPARE(opened.list().item(2)->text(), QString("Lounge"));
        opened.list().setCurrentRow(2);
        QTest::keyClick(&opened.list(), Qt::Key_Delete);
        QCOMPARE(opened.list().count(), 2);
        auto* bar = opened.window.findChild<MessageBar*>();
        QVERIFY(bar->sentence().contains("Lounge"));
        for (auto* button : bar->findChildren<QPushButton*>())
            if (button->text() == "Bring it back") button->click();
        QCOMPARE(opened.list().count(), 3);
        opened.run("Ctrl+Z");
        opened.click(2);
        QVERIFY(opened.studio.settings().parameters.at("height") == ParameterValue(400.0));
    }

    void theModelsOwnCannotBeDeleted() {
        const QTemporaryDir folder;
        Opened opened(folder);
        opened.run("Ctrl+K");
        QTest::keyClick(&opened.list(), Qt::Key_Delete);
        QCOMPARE(opened.list().count(), 2);
    }

    void aModelWithoutAnyHasNoStrip() {
        const QTemporaryDir folder;
        Opened opened(folder, "vessels");
        QVERIFY(!opened.strip().isVisible());
        opened.run("Ctrl+K");
        QVERIFY(opened.window.findChild<MessageBar*>()->sentence().contains("no starting points"));
    }

    void theExampleOpensAsABoardOfItsOwn() {
        const QTemporaryDir folder;
        Opened opened(folder);
        const auto before = opened.studio.board().file();
        QVERIFY(opened.exampleLink(true));
        opened.exampleLink(true)->click();
        QTRY_VERIFY(opened.studio.board().file() != before);
        QVERIFY(QString::fromStdString(opened.studio.board().file().filename().string()).startsWith("Untitled"));
        QCOMPARE(opened.studio.pins().rowCount(), 4);
        QCOMPARE(opened.window.findChild<LineageView*>()->model()->rowCount(), 5);
        QVERIFY(!opened.exampleLink(true));
        QVERIFY(opened.waitForPictures());
        // Those of other generations come, too: lineage shows them.
        QTRY_VERIFY_WITH_TIMEOUT(std::ranges::none_of(opened.studio.board().variants(), [](const Variant& variant) { return variant.thumbnail.empty(); }), 30'000);
    }

    void aWindowWithoutPartsShowsWhereTheyWillLie() {
        const QTemporaryDir folder;
        QSettings().remove("window");
        {
            Opened opened(folder, "vessels");
            opened.window.close();  // remembers its layout
        }
        EngineClient engine({.command = {CHARRETTE_FAKE_ENGINE}});
        Studio studio(engine);
        MainWindow window(engine, studio, MainWindow::Parts::Later);
        QSignalSpy sketched(&window, &MainWindow::sketched);
        window.show();
        QTRY_COMPARE(sketched.count(), 1);
        QVERIFY(!window.findChild<ParameterPanel*>());
        const QImage sketch = window.grab().toImage();
        const QPalette palette = window.palette();
        studio.begin(Board::create(pathIn(folder, "b.charrette")));
        window.makeParts();
        QTest::qWait(50);
        VariantView* grid = nullptr;
        for (auto* view : window.findChildren<VariantView*>())
            if (view->model() == &studio.grid()) grid = view;
        const QRect ground(grid->mapTo(&window, QPoint()), grid->size());
        QCOMPARE(sketch.pixelColor(ground.topLeft()), palette.color(QPalette::Window));
        QCOMPARE(sketch.pixelColor(ground.bottomRight() - QPoint(2, 0)), palette.color(QPalette::Window));
        QCOMPARE(sketch.pixelColor(ground.topLeft() - QPoint(0, 2)), palette.color(QPalette::Base));
        QCOMPARE(sketch.pixelColor(ground.topLeft() + QPoint(-4, 4)), palette.color(QPalette::Base));
        QCOMPARE(sketch.pixelColor(ground.topRight() + QPoint(4, 4)), palette.color(QPalette::Base));
        QCOMPARE(sketched.count(), 1);
    }
};

QTEST_MAIN(WindowStartingTest)
#include "starting_test.moc"
