#include <QTest>

#include "core/image/image_file.h"

using namespace charrette;

namespace {

Image row(std::vector<float> samples) {
    Image image(int(samples.size()), 1, 1);
    image.samples = std::move(samples);
    return image;
}

}  // namespace

class ResizeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shrinkingTakesTheMeanOfTheFootprint() {
        QCOMPARE(resized(row({0, 1, 0.5f, 0.1f}), 2, 1).samples, (std::vector<float>{0.5f, 0.3f}));
    }

    void aFootprintMayEndWithinAPixel() {
        const Image image = resized(row({0.9f, 0.3f, 0.6f}), 2, 1);
        QVERIFY(std::abs(image.at(0, 0, 0) - 0.7f) < 1e-6f);
        QVERIFY(std::abs(image.at(1, 0, 0) - 0.5f) < 1e-6f);
    }

    void aFlatPictureStaysFlat_data() {
        QTest::addColumn<int>("size");
        for (int size : {1, 3, 7, 16, 41, 100}) QTest::addRow("%d", size) << size;
    }

    void aFlatPictureStaysFlat() {
        QFETCH(int, size);
        Image image(17, 11, 3);
        std::fill(image.samples.begin(), image.samples.end(), 0.4f);
        const Image result = resized(image, size, size);
        QCOMPARE(result.samples.size(), size_t(size) * size * 3);
        for (float sample : result.samples) QVERIFY(std::abs(sample - 0.4f) < 1e-5f);
    }

    void growingKeepsARampStraight() {
        const Image image = resized(row({0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f}), 12, 1);
        for (int x = 4; x < 8; ++x) QVERIFY(std::abs(image.at(x, 0, 0) - (0.2f + 0.05f * (float(x) - 0.5f))) < 1e-5f);
    }

    void theSquareIsCentred() {
        const Image square = centredSquare(row({0.1f, 0.2f, 0.3f, 0.4f, 0.5f}));
        QCOMPARE(square.width, 1);
        QCOMPARE(square.at(0, 0, 0), 0.3f);
    }

    void transparentPicturesAreLaidOverWhite() {
        Image image(2, 1, 4);
        image.samples = {0.2f, 0.2f, 0.2f, 0, 0.2f, 0.4f, 0.6f, 0.5f};
        const Image result = overWhite(image);
        QCOMPARE(result.channels, 3);
        QCOMPARE(result.at(0, 0, 1), 1.0f);
        QCOMPARE(result.at(1, 0, 1), 0.7f);
    }
};

QTEST_APPLESS_MAIN(ResizeTest)
#include "resize_test.moc"
