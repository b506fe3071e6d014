#include "ui/widgets/parameter_slider.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QtTest>

using namespace charrette;

class ParameterSliderTest : public QObject {
    Q_OBJECT

private:
    /// From 100 to 300 in steps of 1, at 200; its handle runs from 6 to 206.
    struct Shown {
        Shown() {
            slider.setScale(100, 300, 200);
            slider.resize(212, 30);
            slider.setNumber(200);
            slider.show();
        }
        void drag(int from, int to, Qt::KeyboardModifiers modifiers = {}) {
            QTest::mousePress(&slider, Qt::LeftButton, modifiers, {from, 16});
            QMouseEvent move(QEvent::MouseMove, QPointF(to, 16), QPointF(to, 16), Qt::NoButton, Qt::LeftButton, modifiers);
            QApplication::sendEvent(&slider, &move);
            QTest::mouseRelease(&slider, Qt::LeftButton, modifiers, {to, 16});
        }
        void turnWheel(const QPoint& angle) {
            QWheelEvent turn({106, 16}, slider.mapToGlobal(QPointF(106, 16)), {}, angle, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                             false);
            QApplication::sendEvent(&slider, &turn);
        }
        ParameterSlider slider;
    };

private Q_SLOTS:
    void numbersComeBackAsTheyWereSet() {
        Shown shown;
        for (double number : {100.0, 137.0, 300.0}) {
            shown.slider.setNumber(number);
            QCOMPARE(shown.slider.number(), number);
        }
    }

    void numbersBeyondTheRangeStayInIt() {
        Shown shown;
        shown.slider.setNumber(1000);
        QCOMPARE(shown.slider.number(), 300.0);
    }

    void aNumberSetByTheProgramIsNotReported() {
        Shown shown;
        QSignalSpy changes(&shown.slider, &ParameterSlider::numberChanged);
        shown.slider.setNumber(150);
        QCOMPARE(changes.size(), 0);
    }

    void theMouseMovesTheNumberAndSaysWhenItIsDone() {
        Shown shown;
        QSignalSpy changes(&shown.slider, &ParameterSlider::numberChanged), ends(&shown.slider, &ParameterSlider::editingFinished);
        shown.drag(106, 156);
        QCOMPARE(shown.slider.number(), 250.0);
        QVERIFY(changes.size() >= 1);
        QCOMPARE(ends.size(), 1);
    }

    void withAltTheMouseMovesTheVariation() {
        Shown shown;
        shown.slider.setVariation(0.1);
        QSignalSpy changes(&shown.slider, &ParameterSlider::variationChanged);
        shown.drag(106, 156, Qt::AltModifier);
        QCOMPARE(shown.slider.number(), 200.0);
        QCOMPARE(changes.last().at(0).toDouble(), 0.5);
    }

    void keysMoveTheNumber_data() {
        QTest::addColumn<int>("key");
        QTest::addColumn<double>("number");
        QTest::newRow("right") << int(Qt::Key_Right) << 202.0;
        QTest::newRow("left") << int(Qt::Key_Left) << 198.0;
        QTest::newRow("page up") << int(Qt::Key_PageUp) << 220.0;
        QTest::newRow("home") << int(Qt::Key_Home) << 100.0;
        QTest::newRow("end") << int(Qt::Key_End) << 300.0;
    }
    void keysMoveTheNumber() {
        QFETCH(int, key);
        Shown shown;
        QSignalSpy ends(&shown.slider, &ParameterSlider::editingFinished);
        QTest::keyClick(&shown.slider, Qt::Key(key));
        QTEST(shown.slider.number(), "number");
        QTRY_COMPARE(ends.size(), 1);
    }

    void aRunOfKeysIsFinishedOnceOrBeforeAnotherKey() {
        Shown shown;
        QSignalSpy ends(&shown.slider, &ParameterSlider::editingFinished);
        shown.slider.setFocus();
        for (int i = 0; i < 4; ++i) QTest::keyClick(&shown.slider, Qt::Key_Right);
        QCOMPARE(ends.size(), 0);
        QCOMPARE(shown.slider.number(), 208.0);
        QTRY_COMPARE(ends.size(), 1);
        QTest::keyClick(&shown.slider, Qt::Key_Right);
        QTest::keyClick(&shown.slider, Qt::Key_P);
        QCOMPARE(ends.size(), 2);
    }

    void deleteAndADoubleClickAskForTheDefault() {
        Shown shown;
        QSignalSpy resets(&shown.slider, &ParameterSlider::resetRequested);
        QTest::keyClick(&shown.slider, Qt::Key_Delete);
        QTest::mouseDClick(&shown.slider, Qt::LeftButton, {}, {106, 16});
        QCOMPARE(resets.size(), 2);
    }

    void aDoubleClickIsNothingButAReset_data() {
        QTest::addColumn<int>("x");
        QTest::newRow("on the handle") << 109;
        QTest::newRow("beside it") << 156;
    }
    void aDoubleClickIsNothingButAReset() {
        QFETCH(int, x);
        Shown shown;
        QSignalSpy resets(&shown.slider, &ParameterSlider::resetRequested), ends(&shown.slider, &ParameterSlider::editingFinished);
        QTest::mouseClick(&shown.slider, Qt::LeftButton, {}, {x, 16});
        QTest::mouseDClick(&shown.slider, Qt::LeftButton, {}, {x, 16});
        QCOMPARE(resets.size(), 1);
        QVERIFY(!ends.wait(2 * QApplication::doubleClickInterval()) && ends.empty());
    }

    void aClickOnTheHandleDoesNotMoveIt() {
        Shown shown;
        QSignalSpy changes(&shown.slider, &ParameterSlider::numberChanged);
        QTest::mouseClick(&shown.slider, Qt::LeftButton, {}, {109, 16});
        QCOMPARE(changes.size(), 0);
    }

    void aClickBesideItIsFinishedAMomentLater() {
        Shown shown;
        QSignalSpy ends(&shown.slider, &ParameterSlider::editingFinished);
        QTest::mouseClick(&shown.slider, Qt::LeftButton, {}, {156, 16});
        QCOMPARE(shown.slider.number(), 250.0);
        QTRY_COMPARE(ends.size(), 1);
    }

    void aSwipeOfTheWheelIsOneChange() {
        Shown shown;
        shown.slider.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&shown.slider));
        shown.slider.setFocus();
        QSignalSpy ends(&shown.slider, &ParameterSlider::editingFinished);
        for (int i = 0; i < 20; ++i) shown.turnWheel({0, 15});
        QCOMPARE(shown.slider.number(), 240.0);
        QCOMPARE(ends.size(), 0);
        QTRY_COMPARE(ends.size(), 1);
        shown.turnWheel({120, 0});
        QCOMPARE(shown.slider.number(), 240.0);
    }

    void aScreenReaderHearsNumbers() {
        Shown shown;
        shown.slider.setTextOf([](double number) { return QString("%1 mm").arg(number); });
        QAccessibleInterface* reader = QAccessible::queryAccessibleInterface(&shown.slider);
        QCOMPARE(reader->role(), QAccessible::Slider);
        QCOMPARE(reader->text(QAccessible::Value), "200 mm");
        QCOMPARE(reader->valueInterface()->currentValue().toDouble(), 200.0);
        QCOMPARE(reader->valueInterface()->maximumValue().toDouble(), 300.0);
        QSignalSpy changes(&shown.slider, &ParameterSlider::numberChanged), ends(&shown.slider, &ParameterSlider::editingFinished);
        reader->valueInterface()->setCurrentValue(150);
        QCOMPARE(changes.last().at(0).toDouble(), 150.0);
        QCOMPARE(ends.size(), 1);
    }

    void whoGoesOnHasFinished() {
        Shown shown;
        QSignalSpy ends(&shown.slider, &ParameterSlider::editingFinished);
        QTest::mouseClick(&shown.slider, Qt::LeftButton, {}, {156, 16});
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(&shown.slider, &leave);
        QCOMPARE(ends.size(), 1);
    }
};

QTEST_MAIN(ParameterSliderTest)
#include "parameter_slider_test.moc"
