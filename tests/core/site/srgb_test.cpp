#include "core/site/srgb.h"

#include <cmath>

#include <QTest>

using namespace charrette;

namespace {

double exactly(double linear) { return linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055; }

uint8_t rounded(float linear) {
    uint8_t byte = 0;
    encodeEveryThird(&linear, 1, &byte);
    return byte;
}

}  // namespace

class SrgbTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyByteComesBack() {
        for (int byte = 0; byte < 256; ++byte) {
            QCOMPARE(int(rounded(linearOfBytes()[size_t(byte)])), byte);
            QVERIFY(std::abs(linearOfBytes()[size_t(byte)] - linearOf(float(byte) / 255)) < 2e-6);
        }
    }

    void bytesAreRoundedToNearest() {
        for (int i = 0; i <= 200'000; ++i) {
            const double linear = i / 200'000.0, place = exactly(linear) * 255;
            // Where two bytes are equally near, the last bits decide.
            if (std::abs(place - std::floor(place) - 0.5) < 1e-4) continue;
            QCOMPARE(int(rounded(float(linear))), int(std::lround(place)));
        }
    }

    void whatLiesBeyondGoesToTheEnds() {
        QCOMPARE(int(rounded(-3)), 0);
        QCOMPARE(int(rounded(7)), 255);
        QCOMPARE(int(rounded(std::nanf(""))), 0);
        QCOMPARE(encodedSrgb(7), 1.0f);
        QCOMPARE(linearOf(-1.0f), 0.0f);
        QCOMPARE(linearOf(2.0f), 1.0f);
    }

    void samplesAreEncodedToTheLastBits() {
        for (int i = 0; i <= 1000; ++i) QVERIFY(std::abs(encodedSrgb(float(i) / 1000) - exactly(i / 1000.0)) < 1e-6);
    }
};

QTEST_APPLESS_MAIN(SrgbTest)
#include "srgb_test.moc"
