#include "ui/window/window_sketch.h"

#include <QPainter>
#include <QSettings>
#include <QStandardPaths>
#include <QtTest>

#include "ui/theme/theme.h"

using namespace charrette;

class WindowSketchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init() { QSettings().remove("window/sketch"); }

    void isReadAsItWasKept() {
        QVERIFY(keptSketch() == WindowSketch());
        const WindowSketch sketch{.menu = 0, .bar = 52, .left = 310, .right = 240, .status = 28};
        keepSketch(sketch);
        QVERIFY(keptSketch() == sketch);
    }

    void whatNoWindowCanHaveIsPassedOver_data() {
        QTest::addColumn<QVariant>("kept");
        QTest::newRow("too few numbers") << QVariant(QStringList{"31", "45"});
        QTest::newRow("no number") << QVariant(QStringList{"31", "45", "wide", "268", "30"});
        QTest::newRow("below zero") << QVariant(QStringList{"31", "45", "-276", "268", "30"});
        QTest::newRow("beyond every screen") << QVariant(QStringList{"31", "45", "2000000000", "268", "30"});
        QTest::newRow("something else") << QVariant(7);
    }
    void whatNoWindowCanHaveIsPassedOver() {
        QFETCH(QVariant, kept);
        QSettings().setValue("window/sketch", kept);
        QVERIFY(keptSketch() == WindowSketch());
    }

    void panelsAndGridHaveTheirGrounds() {
        const QPalette palette = paletteFor(Appearance::Dark);
        QImage image(1000, 600, QImage::Format_RGB32);
        QPainter painter(&image);
        paintSketch(painter, image.size(), palette, {.menu = 30, .bar = 40, .left = 200, .right = 300, .status = 20});
        const auto at = [&](int x, int y) { return image.pixelColor(x, y); };
        for (const QPoint& panel : {QPoint(100, 300), QPoint(850, 300), QPoint(500, 50), QPoint(500, 10), QPoint(500, 590)})
            QCOMPARE(at(panel.x(), panel.y()), palette.color(QPalette::Base));
        for (const QPoint& ground : {QPoint(200, 70), QPoint(699, 579)})
            QCOMPARE(at(ground.x(), ground.y()), palette.color(QPalette::Window));
        QCOMPARE(at(500, 29), palette.color(QPalette::Mid));
        QCOMPARE(at(500, 580), palette.color(QPalette::Mid));
    }

    void aWindowThatIsTooSmallIsPaintedToo() {
        QImage image(120, 40, QImage::Format_RGB32);
        QPainter painter(&image);
        paintSketch(painter, image.size(), paletteFor(Appearance::Light), {});
        QCOMPARE(image.pixelColor(60, 10), paletteFor(Appearance::Light).color(QPalette::Base));
    }
};

QTEST_MAIN(WindowSketchTest)
#include "window_sketch_test.moc"
