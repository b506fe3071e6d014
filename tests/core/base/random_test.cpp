#include "core/base/random.h"

#include <QtTest>

using namespace charrette;

Q_DECLARE_METATYPE(std::vector<double>)

class RandomTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void normalDrawsAreThoseOfNumPy_data() {
        QTest::addColumn<uint>("seed");
        QTest::addColumn<std::vector<double>>("expected");
        QTest::newRow("seed 0") << 0u << std::vector{1.764052345967664, 0.4001572083672233, 0.9787379841057392, 2.240893199201458};
        QTest::newRow("seed 42") << 42u << std::vector{0.4967141530112327, -0.13826430117118466, 0.6476885381006925, 1.5230298564080254};
        QTest::newRow("largest seed") << 4294967295u
                                      << std::vector{0.6484086742306527, 0.6693235306338161, -1.0805437227474493, 0.2845010447986309};
    }
    void normalDrawsAreThoseOfNumPy() {
        QFETCH(uint, seed);
        QFETCH(std::vector<double>, expected);
        const std::vector<double> draws = standardNormal(seed, expected.size());
        for (size_t i = 0; i < expected.size(); ++i) QVERIFY(std::abs(draws[i] - expected[i]) < 1e-15);
    }

    void uniformDrawsAreThoseOfNumPy_data() {
        QTest::addColumn<uint>("seed");
        QTest::addColumn<std::vector<double>>("expected");
        QTest::newRow("seed 0") << 0u << std::vector{0.5488135039273248, 0.7151893663724195, 0.6027633760716439, 0.5448831829968969};
        QTest::newRow("seed 42") << 42u << std::vector{0.3745401188473625, 0.9507143064099162, 0.7319939418114051, 0.5986584841970366};
        QTest::newRow("largest seed") << 4294967295u
                                      << std::vector{0.0976320289940138, 0.9123828453026218, 0.78903530185164, 0.7800035981134678};
    }
    void uniformDrawsAreThoseOfNumPy() {
        QFETCH(uint, seed);
        QFETCH(std::vector<double>, expected);
        QCOMPARE(standardUniform(seed, expected.size()), expected);
    }

    void thousandthDrawIsThatOfNumPy() { QVERIFY(std::abs(standardNormal(7, 1001).back() - 0.8848879535077754) < 1e-15); }

    void shorterRequestIsTheStartOfALongerOne_data() {
        QTest::addColumn<int>("count");
        for (int count : {0, 1, 2, 3, 7}) QTest::addRow("%d draws", count) << count;
    }
    void shorterRequestIsTheStartOfALongerOne() {
        QFETCH(int, count);
        const std::vector<double> longer = standardNormal(3, 8);
        QCOMPARE(standardNormal(3, size_t(count)), std::vector<double>(longer.begin(), longer.begin() + count));
    }
};

QTEST_APPLESS_MAIN(RandomTest)
#include "random_test.moc"
