#include "core/site/site_object.h"

#include <algorithm>
#include <cmath>

#include <QTest>

#include "core/site/composite.h"
#include "core/site/srgb.h"

using namespace charrette;

namespace {

constexpr int side = 96;

/// How much of a pixel a disc covers that is half covered along its edge over about two pixels.
float coverageAt(int x, int y) {
    const float distance = std::hypot(float(x) + 0.5f - side / 2.0f, float(y) + 0.5f - side / 2.0f);
    return std::clamp((30 - distance) / 3 + 0.5f, 0.0f, 1.0f);
}

/// A disc of one colour before a background, mixed in linear light as a renderer does.
Image disc(const LinearColour& object, const LinearColour& behind) {
    Image image(side, side, 5);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const float coverage = coverageAt(x, y);
            for (int i = 0; i < 3; ++i) image.at(x, y, i) = encodedSrgb(std::lerp(behind[size_t(i)], object[size_t(i)], coverage));
            image.at(x, y, 3) = coverage;
            image.at(x, y, 4) = 0.5f;
        }
    return image;
}

LinearPicture plain(const LinearColour& colour) {
    LinearPicture picture(side, side);
    for (int i = 0; i < 3; ++i) std::fill_n(picture.plane(i), picture.pixels(), colour[size_t(i)]);
    return picture;
}

}  // namespace

class SiteObjectTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void edgesHaveNoFringe_data() {
        QTest::addColumn<LinearColour>("object");
        QTest::addColumn<LinearColour>("learned");
        QTest::addColumn<LinearColour>("site");
        const LinearColour light = {0.85f, 0.82f, 0.75f}, dark = {0.02f, 0.02f, 0.03f}, green = {0.08f, 0.3f, 0.05f}, red = {0.4f, 0.05f, 0.03f};
        QTest::newRow("a light object, learned before green, on a dark site") << light << green << dark;
        QTest::newRow("a dark object, learned before light, on a light site") << dark << light << light;
        QTest::newRow("a light object, learned before dark, on a light site") << light << dark << light;
        QTest::newRow("a dark object, learned before light, on a dark site") << dark << light << dark;
        QTest::newRow("a red object, learned before green, on a light site") << red << green << light;
    }

    /// What is seen is at most 8 of 255 levels from the disc's true colour mixed with the site's, at every pixel.
    void edgesHaveNoFringe() {
        QFETCH(LinearColour, object);
        QFETCH(LinearColour, learned);
        QFETCH(LinearColour, site);
        const Image made = compositeImage(cutOut(disc(object, learned)), SiteGround(plain(site)), {.name = "x", .shadow = 0}, 3);
        float worst = 0;
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x)
                for (int i = 0; i < 3; ++i) {
                    const float truth = encodedSrgb(std::lerp(site[size_t(i)], object[size_t(i)], coverageAt(x, y)));
                    worst = std::max(worst, 255 * std::abs(made.at(x, y, i) - truth));
                }
        QVERIFY2(worst <= 8, qPrintable(QString("%1 levels").arg(worst)));
    }

    void insideTheObjectNothingChanges() {
        const LinearColour red = {0.4f, 0.05f, 0.03f};
        const Image made = compositeImage(cutOut(disc(red, {0.1f, 0.5f, 0.1f})), SiteGround(plain({0, 0, 1})), {.name = "x"}, 5);
        for (int i = 0; i < 3; ++i) QVERIFY(std::abs(made.at(48, 48, i) - encodedSrgb(red[size_t(i)])) < 1e-5);
        QVERIFY(made.at(48, 48, 3) == 1 && made.at(0, 0, 3) == 1);
    }

    void faintCoverageInTheAirIsNone() {
        Image image = disc({0.4f, 0.05f, 0.03f}, {0.1f, 0.5f, 0.1f});
        image.at(3, 3, 3) = 0.015f;
        const SiteObject object = cutOut(image);
        QCOMPARE(object.openness[3 * side + 3], 1.0f);
    }

    void surroundingsAreTheMeanOfTheBackground() {
        const LinearColour green = {0.1f, 0.5f, 0.2f};
        const SiteObject object = cutOut(disc({0.9f, 0.9f, 0.9f}, green));
        for (size_t i = 0; i < 3; ++i) QVERIFY(std::abs(object.surroundings[i] - green[i]) < 0.03f);
    }

    void aPictureThatIsAllObjectIsItself() {
        Image image(8, 8, 5);
        std::ranges::fill(image.samples, 1.0f);
        const SiteObject object = cutOut(image);
        for (float openness : object.openness) QCOMPARE(openness, 0.0f);
        QVERIFY(object.surroundings[0] > 0.99f);
    }

    void aPictureWithoutObjectIsTheSite() {
        const Image made = compositeImage(cutOut(Image(8, 8, 5)), SiteGround(LinearPicture(8, 8)), {.name = "x"}, 3);
        for (float sample : made.samples) QCOMPARE(sample, 0.0f);
    }

    void onlyModelsWithCoverageCanBeCutOut() {
        Card card;
        card.title = "Chairs";
        card.channels = {"red", "green", "blue"};
        QVERIFY(!canBeCutOut(card));
        QVERIFY(whyNotCutOut(card).find("Chairs") != std::string::npos);
        card.channels = {"red", "green", "blue", "coverage", "depth"};
        QVERIFY(canBeCutOut(card));
    }
};

QTEST_APPLESS_MAIN(SiteObjectTest)
#include "site_object_test.moc"
