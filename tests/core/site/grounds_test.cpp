#include "core/site/grounds.h"

#include <cmath>
#include <set>

#include <QTest>

#include "core/base/hash.h"
#include "core/site/srgb.h"

using namespace charrette;

namespace {

std::vector<uint8_t> bytesOf(const LinearPicture& picture) {
    std::vector<uint8_t> bytes(picture.samples.size());
    for (int channel = 0; channel < 3; ++channel) encodeEveryThird(picture.plane(channel), picture.pixels(), &bytes[size_t(channel)]);
    return bytes;
}

}  // namespace

class GroundsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thereAreSixThatDiffer() {
        std::set<std::string> pictures, names;
        for (const Ground& ground : grounds()) {
            const LinearPicture picture = drawn(ground, 40, 30);
            pictures.insert(sha256(std::as_bytes(std::span(picture.samples))));
            names.insert(ground.name);
            QCOMPARE(groundNamed(ground.name), &ground);
        }
        QVERIFY(pictures.size() == 6 && names.size() == 6);
        QVERIFY(!groundNamed("photo") && !groundNamed(""));
    }

    void theyAreTheSameEachTime() {
        for (const Ground& ground : grounds()) QVERIFY(drawn(ground, 64, 64).samples == drawn(ground, 64, 64).samples);
    }

    void theyLookTheSameAtAnySize() {
        for (const Ground& ground : grounds()) {
            const LinearColour small = meanOf(drawn(ground, 32, 32)), large = meanOf(drawn(ground, 300, 300));
            for (size_t i = 0; i < 3; ++i) QVERIFY2(std::abs(encodedSrgb(small[i]) - encodedSrgb(large[i])) < 0.01f, ground.name);
        }
    }

    void slowGradientsHaveNoSteps() {
        // Within the sky, neighbours may differ by the grain alone: no row may be all one colour where the next is all another.
        const Ground& dusk = *groundNamed("dusk");
        const auto bytes = bytesOf(drawn(dusk, 256, 256));
        for (int y = 8; y < 100; ++y) {
            std::set<uint8_t> reds;
            for (size_t x = 0; x < 256; ++x) reds.insert(bytes[3 * (size_t(y) * 256 + x)]);
            QVERIFY(reds.size() >= 2);
        }
    }

    void duskIsDarkerBelowTheHorizon() {
        const LinearPicture picture = drawn(*groundNamed("dusk"), 100, 100);
        QVERIFY(picture.plane(0)[45 * 100 + 50] > 3 * picture.plane(0)[70 * 100 + 50]);
    }
};

QTEST_APPLESS_MAIN(GroundsTest)
#include "grounds_test.moc"
