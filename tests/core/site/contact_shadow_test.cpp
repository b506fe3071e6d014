#include "core/site/contact_shadow.h"

#include <QTest>

using namespace charrette;

namespace {

constexpr int side = 128;

/// A picture of nothing.
CoverageAndDepth nothing() { return {side, side, std::vector<float>(side * side), std::vector<float>(side * side)}; }

void cover(CoverageAndDepth& object, int left, int top, int right, int bottom, float depth) {
    for (int y = top; y < bottom; ++y)
        for (int x = left; x < right; ++x) object.coverage[size_t(y * side + x)] = 1, object.depth[size_t(y * side + x)] = depth;
}

float at(const std::vector<float>& shadow, int x, int y) { return shadow[size_t(y * side + x)]; }

}  // namespace

class ContactShadowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingCastsNothing() {
        for (float shade : contactShadow(nothing())) QCOMPARE(shade, 0.0f);
    }

    void itLiesBelowTheObjectOnly() {
        CoverageAndDepth object = nothing();
        cover(object, 40, 20, 90, 100, 0.5f);
        const auto shadow = contactShadow(object);
        QVERIFY(at(shadow, 65, 100) > 0.3f);
        QVERIFY(at(shadow, 65, 101) > at(shadow, 65, 104));
        for (int x = 0; x < side; ++x) {
            for (int y = 0; y < 88; ++y) QCOMPARE(at(shadow, x, y), 0.0f);
            for (int y = 110; y < side; ++y) QCOMPARE(at(shadow, x, y), 0.0f);
        }
        for (float shade : shadow) QVERIFY(shade >= 0 && shade <= 1);
    }

    void whatHangsInTheAirCastsNone() {
        CoverageAndDepth object = nothing();
        cover(object, 40, 20, 90, 100, 0.5f);
        cover(object, 90, 20, 120, 40, 0.5f);  // an eave
        const auto shadow = contactShadow(object);
        for (int x = 105; x < side; ++x)
            for (int y = 0; y < side; ++y) QVERIFY(at(shadow, x, y) < 0.02f);
    }

    void aFootThatIsFurtherOffStandsHigher() {
        CoverageAndDepth object = nothing();
        // A wall that recedes to the right: its foot rises, and touches the ground all along.
        for (int x = 20; x < 110; ++x) cover(object, x, 30, x + 1, 110 - (x - 20) / 4, 0.9f - 0.005f * float(x - 20));
        const auto shadow = contactShadow(object);
        for (int x = 30; x < 100; ++x) QVERIFY2(at(shadow, x, 110 - (x - 20) / 4) > 0.25f, qPrintable(QString::number(x)));
    }
};

QTEST_APPLESS_MAIN(ContactShadowTest)
#include "contact_shadow_test.moc"
