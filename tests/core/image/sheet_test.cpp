#include "core/image/sheet.h"

#include <algorithm>

#include <QTest>

using namespace charrette;

namespace {

Image flat(float value) {
    Image image(20, 20, 3);
    std::fill(image.samples.begin(), image.samples.end(), value);
    return image;
}

}  // namespace

class SheetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twentyFourPicturesStandInSixColumns() {
        const Image sheet = contactSheet(std::vector<Image>(24, flat(1)));
        QCOMPARE(sheet.width, 6 * 26 - 6 + 24);
        QCOMPARE(sheet.height, 4 * 26 - 6 + 24);
    }

    void picturesStandInReadingOrder() {
        const Image sheet = contactSheet({flat(0.2f), flat(0.4f), flat(0.6f)}, {.columns = 2, .captions = {}, .labels = {}});
        QCOMPARE(sheet.at(12, 12, 0), 0.2f);
        QCOMPARE(sheet.at(12 + 26, 12, 1), 0.4f);
        QCOMPARE(sheet.at(12, 12 + 26, 2), 0.6f);
        QCOMPARE(sheet.at(12 + 26, 12 + 26, 2), 0.11f);
    }

    void anEmptyPictureLeavesItsPlaceFree() {
        const Image sheet = contactSheet({flat(0.2f), Image()}, {.columns = 2, .captions = {}, .labels = {}});
        QCOMPARE(sheet.at(12 + 26, 12, 0), 0.11f);
    }

    void textIsCutOffAtTheBorder() {
        Image image(30, 14, 3);
        drawText(image, -5, -3, "cut off, and far too long for it: \xC3\xA9");
        QVERIFY(std::any_of(image.samples.begin(), image.samples.end(), [](float sample) { return sample > 0; }));
        drawText(image, 0, 0, "");
        QVERIFY(textWidth("wide text") > textWidth("text"));
    }
};

QTEST_APPLESS_MAIN(SheetTest)
#include "sheet_test.moc"
