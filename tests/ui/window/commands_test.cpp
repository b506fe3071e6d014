#include <QAction>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/core/board/sample_board.h"
#include "tests/ui/window/opened_window.h"
#include "ui/compare/large_view.h"
#include "ui/widgets/parameter_slider.h"

using namespace charrette;
using namespace charrette::test;

/// What commands and controls do to the variants that they are about, and to nothing else.
class WindowCommandsTest : public QObject {
    Q_OBJECT

private:
    struct Opened : OpenedWindow {
        explicit Opened(const QTemporaryDir& folder)
            : OpenedWindow({CHARRETTE_FAKE_ENGINE}, "vessels", Board::create(pathIn(folder, "a.charrette"))) {
            QVERIFY(waitForPictures());
            run("Space");
            QVERIFY(waitForPictures());
        }
        ParameterSlider& scale(const QString& word) {
            for (auto* slider : window.findChildren<ParameterSlider*>())
                if (slider->accessibleName().contains(word)) return *slider;
            qFatal("no slider");
        }
        size_t steps() const { return studio.board().history().size(); }
    };

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void eachSliderOfTheBarChangesItsSettingAlone() {
        const QTemporaryDir folder;
        Opened opened(folder);
        Settings expected = opened.studio.settings();
        expected.truncation = 1.713;
        opened.studio.commit(expected);
        opened.press(opened.scale("wild"), Qt::Key_Home);
        expected.spread = 0;
        QVERIFY(opened.studio.settings() == expected);
        opened.press(opened.scale("bold"), Qt::Key_Home);
        expected.truncation = 0;
        QVERIFY(opened.studio.settings() == expected);
    }

    void aKeyThatIsHeldOnTheBarIsOneStep() {
        const QTemporaryDir folder;
        Opened opened(folder);
        const size_t before = opened.steps();
        auto& slider = opened.scale("wild");
        slider.setFocus();
        for (int i = 0; i < 5; ++i) QTest::keyPress(&slider, Qt::Key_Left);
        QTest::keyRelease(&slider, Qt::Key_Left);
        QTRY_COMPARE(opened.studio.settings().spread, 0.95);
        QCOMPARE(opened.steps(), before + 1);
    }

    void deleteOnTheBarGivesTheModelsOwn() {
        const QTemporaryDir folder;
        Opened opened(folder);
        const Settings fresh = opened.studio.settings();
        opened.press(opened.scale("bold"), Qt::Key_Home);
        opened.press(opened.scale("bold"), Qt::Key_Delete);
        QVERIFY(opened.studio.settings() == fresh);
    }

    void anUndoThatIsNotThereNamesNoGesture() {
        const QTemporaryDir folder;
        Opened opened(folder);
        while (opened.command("Ctrl+Z")->isEnabled()) opened.run("Ctrl+Z");
        QCOMPARE(opened.command("Ctrl+Z")->text(), "Undo");
    }

    void aPinThatIsClickedWhileAnotherVariantIsLargeIsWhatCommandsAreAbout() {
        const QTemporaryDir folder;
        Opened opened(folder);
        opened.select({0});
        opened.run("P");
        opened.select({5});
        opened.run("Return");
        QVERIFY(opened.window.findChild<LargeView*>()->isVisible());
        const QPoint pin = opened.pins->visualRect(opened.pins->model()->index(0, 0)).center();
        QTest::mouseClick(opened.pins->viewport(), Qt::LeftButton, {}, pin);
        opened.run("4");
        QCOMPARE(opened.studio.pins().variant(0).rating, 4);
        QCOMPARE(opened.studio.grid().variant(5).rating, 0);
        opened.select({5});
        opened.run("Return");
        QTest::mouseDClick(opened.pins->viewport(), Qt::LeftButton, {}, pin);
        const auto* large = opened.window.findChild<LargeView*>();
        QVERIFY(large->isVisible());
        QCOMPARE(large->model(), &opened.studio.pins());
    }
};

QTEST_MAIN(WindowCommandsTest)
#include "commands_test.moc"
