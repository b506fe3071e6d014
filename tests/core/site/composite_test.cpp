#include "core/site/composite.h"

#include <cmath>
#include <random>

#include <QTest>

#include "core/site/srgb.h"

using namespace charrette;

namespace {

/// One pixel: white where it is covered, on black.
SiteObject pixel(float coverage, float shadow = 0) {
    return {.width = 1,
            .height = 1,
            .colour = {coverage, coverage, coverage},
            .openness = {1 - coverage},
            .shadow = {shadow},
            .surroundings = {0.2f, 0.2f, 0.2f}};
}

SiteGround ground(float level) {
    LinearPicture picture(1, 1);
    picture.samples = {level, level, level};
    return SiteGround(std::move(picture));
}

}  // namespace

class CompositeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void coloursAreMixedInLinearLight() {
        // Half white and half black are 188 of 255, not 128.
        QCOMPARE(int(compositeBytes(pixel(0.5f), ground(0), {})[0]), 188);
        QCOMPARE(int(compositeBytes(pixel(0.25f), ground(0), {})[0]), 137);
        QCOMPARE(int(compositeBytes(pixel(0), ground(linearOfBytes()[77]), {})[2]), 77);
    }

    void theShadowDarkensTheGroundAlone() {
        const Site half{.name = "x", .shadow = 0.5}, none{.name = "x", .shadow = 0};
        QCOMPARE(compositeImage(pixel(0, 0.5f), ground(0.8f), half, 3).samples[0], encodedSrgb(0.6f));
        QCOMPARE(compositeImage(pixel(0, 0.5f), ground(0.8f), none, 3).samples[0], encodedSrgb(0.8f));
        QCOMPARE(compositeImage(pixel(1, 0.5f), ground(0.8f), half, 3).samples[0], 1.0f);
    }

    void bytesAreTheRoundedSamples() {
        std::mt19937 random(7);
        std::uniform_real_distribution<float> share(0, 1);
        SiteObject object{.width = 37, .height = 29, .surroundings = {0.3f, 0.2f, 0.1f}};
        LinearPicture behind(37, 29);
        for (size_t i = 0; i < 3 * object.pixels(); ++i) object.colour.push_back(0.6f * share(random)), behind.samples[i] = share(random);
        for (size_t i = 0; i < object.pixels(); ++i) object.openness.push_back(share(random)), object.shadow.push_back(share(random));
        const SiteGround ground(behind);
        const Site site{.name = "x", .match = 0.4, .shadow = 0.7};
        const auto bytes = compositeBytes(object, ground, site);
        const Image image = compositeImage(object, ground, site, 5);
        for (size_t i = 0; i < object.pixels(); ++i) {
            for (size_t channel = 0; channel < 3; ++channel)
                QVERIFY(std::abs(255 * image.samples[5 * i + channel] - float(bytes[3 * i + channel])) < 0.501f);
            QVERIFY(image.samples[5 * i + 3] == 1 && image.samples[5 * i + 4] == 0);
        }
    }

    void theMatchIsBoundedAndOffByDefault() {
        const LinearColour grey = {0.2f, 0.2f, 0.2f}, night = {0.001f, 0.001f, 0.002f}, warm = {0.4f, 0.2f, 0.1f};
        QVERIFY(matchGain(grey, night, 0) == LinearColour({1, 1, 1}));
        for (float gain : matchGain(grey, night, 1)) QVERIFY(gain >= 0.3f && gain < 1);
        QVERIFY(matchGain(grey, warm, 1)[0] > matchGain(grey, warm, 1)[2]);
        for (size_t i = 0; i < 3; ++i) QVERIFY(std::abs(matchGain(warm, warm, 1)[i] - 1) < 1e-5f);
    }
};

QTEST_APPLESS_MAIN(CompositeTest)
#include "composite_test.moc"
