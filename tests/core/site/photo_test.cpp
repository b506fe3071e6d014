#include "core/site/photo.h"

#include <cmath>

#include <QTest>

#include "core/site/srgb.h"
#include "tests/support/sentence_of.h"

using namespace charrette;

namespace {

using Bytes = std::vector<std::byte>;

/// Red rises to the right, green downwards.
Bytes ramp(int width, int height) {
    Bytes bytes;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int sample : {255 * x / width, 255 * y / height, 60}) bytes.push_back(std::byte(sample));
    return bytes;
}

int sampleAt(const LinearPicture& picture, int x, int y, int channel) {
    return int(std::lround(255 * encodedSrgb(picture.plane(channel)[size_t(y * picture.width + x)])));
}

Site photoSite() { return {.name = "photo", .photo = std::string(64, 'a')}; }

}  // namespace

class PhotoTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aWidePhotoCoversThePictureInItsMiddle() {
        const LinearPicture picture = Photo(400, 200, ramp(400, 200)).placed(photoSite(), 100, 100);
        QVERIFY(std::abs(sampleAt(picture, 0, 50, 0) - 64) < 3);
        QVERIFY(std::abs(sampleAt(picture, 99, 50, 0) - 191) < 3);
        QVERIFY(std::abs(sampleAt(picture, 50, 0, 1) - 1) < 3);
        QVERIFY(std::abs(sampleAt(picture, 50, 99, 1) - 254) < 3);
        QCOMPARE(sampleAt(picture, 50, 50, 2), 60);
    }

    void itMovesByWidthsOfThePicture() {
        Site site = photoSite();
        site.x = 0.25;
        const LinearPicture picture = Photo(400, 200, ramp(400, 200)).placed(site, 100, 100);
        QVERIFY(std::abs(sampleAt(picture, 25, 50, 0) - 64) < 3);
        QVERIFY(std::abs(sampleAt(picture, 75, 50, 0) - 127) < 3);
    }

    void itGrowsFromItsMiddle() {
        Site site = photoSite();
        site.scale = 2;
        const LinearPicture picture = Photo(200, 200, ramp(200, 200)).placed(site, 100, 100);
        QVERIFY(std::abs(sampleAt(picture, 50, 50, 0) - 127) < 3);
        QVERIFY(std::abs(sampleAt(picture, 0, 50, 0) - 64) < 3);
    }

    void itTurnsClockwise() {
        Site site = photoSite();
        site.angle = 45;
        const LinearPicture picture = Photo(200, 200, ramp(200, 200)).placed(site, 100, 100);
        // What was to the right of the middle is now to the right and below.
        QVERIFY(sampleAt(picture, 70, 70, 0) > 127 + 40);
        QVERIFY(std::abs(sampleAt(picture, 70, 70, 1) - 127) < 4);
    }

    void beyondItsEdgesItIsMirrored() {
        Site site = photoSite();
        site.scale = 0.5;
        const LinearPicture picture = Photo(200, 200, ramp(200, 200)).placed(site, 100, 100);
        QVERIFY(std::abs(sampleAt(picture, 24, 50, 0) - sampleAt(picture, 25, 50, 0)) < 8);
        QVERIFY(std::abs(sampleAt(picture, 0, 50, 0) - 127) < 8);
    }

    void manyPixelsBecomeTheirMeanInLinearLight() {
        Bytes checks;
        for (int y = 0; y < 1024; ++y)
            for (int x = 0; x < 1024; ++x) checks.insert(checks.end(), 3, std::byte((x + y) % 2 ? 255 : 0));
        const LinearPicture picture = Photo(1024, 1024, checks).placed(photoSite(), 64, 64);
        for (int x = 0; x < 64; ++x) QVERIFY(std::abs(sampleAt(picture, x, 30, 0) - 188) <= 1);
    }

    void aPhotoOfOnePixelIsACoat() {
        const Bytes one = {std::byte(10), std::byte(20), std::byte(30)};
        const LinearPicture picture = Photo(1, 1, one).placed(photoSite(), 16, 16);
        QVERIFY(sampleAt(picture, 3, 3, 0) == 10 && sampleAt(picture, 15, 0, 2) == 30);
    }

    void sizesThatMakeNoSenseAreRefused() {
        QVERIFY(test::sentenceOf([] { Photo(0, 4, {}); }).contains("1 to 2048 pixels"));
        QVERIFY(test::sentenceOf([] { Photo(2049, 1, ramp(2049, 1)); }).contains("2049 x 1"));
        QVERIFY(test::sentenceOf([] { Photo(2, 2, ramp(1, 2)); }).contains("12 bytes, not 6"));
    }
};

QTEST_APPLESS_MAIN(PhotoTest)
#include "photo_test.moc"
