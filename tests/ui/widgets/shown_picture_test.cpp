#include "ui/widgets/shown_picture.h"

#include <QtTest>

using namespace charrette;

class ShownPictureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itIsAsLargeAsAskedAndAsSharpAsTheScreen() {
        const QPixmap shown = shownPicture(QImage(400, 200, QImage::Format_RGB888), 96, 2);
        QCOMPARE(shown.deviceIndependentSize(), QSizeF(96, 48));
        QCOMPARE(shown.size(), QSize(192, 96));
    }

    void noPictureShowsNothing() { QVERIFY(shownPicture({}, 96, 2).isNull()); }
};

QTEST_MAIN(ShownPictureTest)
#include "shown_picture_test.moc"
