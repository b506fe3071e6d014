#include <QAbstractProxyModel>
#include <QAction>
#include <QComboBox>
#include <QStandardPaths>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include "tests/core/board/sample_board.h"
#include "tests/ui/window/opened_window.h"
#include "ui/between/between_view.h"
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

    void theWayBetweenTwoIsMovedAlongAndKept() {
        const QTemporaryDir folder;
        Opened opened(folder);
        const size_t before = opened.steps();
        opened.select({1, 4});
        opened.run("M");
        auto* view = opened.window.findChild<BetweenView*>();
        QVERIFY(view->isVisible());
        QCOMPARE(view->way(), 0.5);
        QTest::keyClick(view, Qt::Key_Right);
        QTest::keyClick(view, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(view->way(), 0.555);
        QCOMPARE(opened.steps(), before);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(view->isVisible());
        QCOMPARE(opened.steps(), before + 1);
        QCOMPARE(opened.studio.grid().rowCount(), 25);
        const Variant kept = opened.studio.grid().variant(24);
        const std::vector<VariantId> parents = {opened.studio.grid().variant(1).id, opened.studio.grid().variant(4).id};
        QCOMPARE(kept.parents, parents);
        QCOMPARE(kept.operation, Operation::Interpolate);
        const Variant first = opened.studio.grid().variant(1), second = opened.studio.grid().variant(4);
        QVERIFY(kept.genome == between(*opened.studio.card(), first, second, 0.555).genome);
        opened.run("Ctrl+Z");
        QVERIFY(view->isVisible());
        QCOMPARE(opened.studio.grid().rowCount(), 24);
        QTest::keyClick(view, Qt::Key_Escape);
        QVERIFY(!view->isVisible());
    }

    void theMouseMovesAlongTheWayAndAClickKeeps() {
        const QTemporaryDir folder;
        Opened opened(folder);
        const auto centre = [&](int row) { return opened.grid->visualRect(opened.studio.grid().index(row)).center(); };
        QWidget& cells = *opened.grid->viewport();
        QTest::mousePress(&cells, Qt::LeftButton, Qt::ShiftModifier, centre(3));
        QTest::mouseMove(&cells, centre(3) + QPoint(20, 0));
        QTest::mouseMove(&cells, centre(1));
        QTest::mouseRelease(&cells, Qt::LeftButton, Qt::ShiftModifier, centre(1));
        auto* view = opened.window.findChild<BetweenView*>();
        QVERIFY(view && view->isVisible());
        auto* picture = view->findChild<PictureView*>();
        const QRect rect = picture->pictureRect();
        QTest::mouseMove(picture, {rect.left() + rect.width() / 4, rect.center().y()});
        QVERIFY(std::abs(view->way() - 0.25) < 0.01);
        for (auto* button : view->findChildren<QToolButton*>())
            if (button->text() == "Form") button->click();
        QCOMPARE(view->group(), std::string("Form"));
        QTest::mouseClick(picture, Qt::LeftButton, {}, {rect.left() + rect.width() / 4, rect.center().y()});
        const Variant kept = opened.studio.grid().variant(24);
        QVERIFY(kept.genome == between(*opened.studio.card(), opened.studio.grid().variant(3), opened.studio.grid().variant(1), view->way(), "Form").genome);
        // What the ends are in is left, and the way with it.
        opened.run("Space");
        QVERIFY(!view->isVisible());
    }

    void theWayAsksForOnePictureAtATime() {
        const QTemporaryDir folder;
        Opened opened(folder);
        NewestPicture newest(opened.engine);
        QSignalSpy pictures(&newest, &NewestPicture::came);
        QImage last;
        connect(&newest, &NewestPicture::came, &newest, [&](const QImage& picture) { last = picture; });
        const Genome one = opened.studio.grid().variant(0).genome, other = opened.studio.grid().variant(1).genome;
        for (int i = 0; i < 20; ++i) newest.ask(i % 2 == 0 ? other : one);
        QTRY_COMPARE(pictures.size(), 2);
        QCOMPARE(last.convertToFormat(QImage::Format_RGB888), opened.pictures()[0]);
        newest.ask(other);
        QTRY_COMPARE(pictures.size(), 3);
    }

    void twoVariantsAreNeededToMoveBetween() {
        const QTemporaryDir folder;
        Opened opened(folder);
        opened.select({1, 2, 3});
        opened.run("M");
        QVERIFY(!opened.window.findChild<BetweenView*>());
    }

    void theWayIsLeftWhenItsEndsAreGone() {
        const QTemporaryDir folder;
        Opened opened(folder);
        for (int row : {0, 1}) {
            opened.select({row});
            opened.run("P");
        }
        opened.select(*opened.pins, {0, 1});
        opened.run("M");
        const auto* view = opened.window.findChild<BetweenView*>();
        QVERIFY(view->isVisible());
        opened.run("P");
        QCOMPARE(opened.studio.pins().rowCount(), 0);
        QVERIFY(!view->isVisible());
    }

    void pinsInAnotherOrderAreDraggedOntoOneAnother() {
        const QTemporaryDir folder;
        Opened opened(folder);
        for (int row : {0, 1, 2}) {
            opened.select({row});
            opened.run("P");
        }
        opened.select({2});
        opened.run("5");
        auto* order = opened.pins->parentWidget()->findChildren<QComboBox*>().last();
        order->setCurrentIndex(1);
        Q_EMIT order->activated(1);
        const QModelIndex first = opened.pins->model()->index(0, 0);
        const auto* proxy = qobject_cast<const QAbstractProxyModel*>(opened.pins->model());
        QVERIFY2(proxy && proxy->mapToSource(first).row() == 2, "the best does not come first");
        Q_EMIT opened.pins->draggedOnto(0, 1);
        auto* view = opened.window.findChild<BetweenView*>();
        QVERIFY(view && view->isVisible());
        QTest::keyClick(view, Qt::Key_Home);
        QTest::keyClick(view, Qt::Key_Return);
        const int last = opened.studio.grid().rowCount() - 1;
        QCOMPARE(opened.studio.grid().variant(last).parents.at(0), opened.studio.pins().variant(2).id);
    }
};

QTEST_MAIN(WindowCommandsTest)
#include "commands_test.moc"
