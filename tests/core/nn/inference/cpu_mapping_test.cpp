#include "core/nn/inference/cpu_mapping.h"

#include <QTest>

using namespace charrette;

namespace {

GeneratorOptions optionsOf(int64_t conditions, int64_t layers, int64_t style) {
    GeneratorOptions options;
    options.latentSize = 20;
    options.conditionSize = conditions;
    options.styleSize = style;
    options.mappingLayers = layers;
    return options;
}

}  // namespace

class CpuMappingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesTheNetworksStyleVectors_data() {
        QTest::addColumn<int>("conditions");
        QTest::addColumn<int>("layers");
        QTest::addColumn<int>("style");
        QTest::newRow("reference form") << 0 << 8 << 64;
        QTest::newRow("with a condition") << 7 << 2 << 48;
        QTest::newRow("no width a multiple of 16") << 5 << 3 << 37;
    }
    void givesTheNetworksStyleVectors() {
        QFETCH(int, conditions);
        QFETCH(int, layers);
        QFETCH(int, style);
        torch::NoGradGuard guard;
        torch::manual_seed(3);
        GeneratorOptions options = optionsOf(conditions, layers, style);
        Mapping network(options);
        auto z = torch::randn({11, 20}), c = torch::randn({11, conditions});
        auto expected = network(z, c), actual = CpuMapping(*network, options).forward(z, c);
        QCOMPARE(actual.sizes().vec(), expected.sizes().vec());
        QVERIFY((actual - expected).abs().max().item<double>() < 1e-5 * expected.abs().max().item<double>());
    }

    void aRowIsTheSameInAnyCompanyToTheLastBit() {
        torch::NoGradGuard guard;
        GeneratorOptions options = optionsOf(7, 8, 48);
        CpuMapping mapping(*Mapping(options), options);
        auto z = torch::randn({24, 20}), c = torch::randn({24, 7});
        auto together = mapping.forward(z, c);
        for (int64_t row : {0, 7, 23}) QVERIFY(torch::equal(mapping.forward(z.narrow(0, row, 1), c.narrow(0, row, 1))[0], together[row]));
    }
};

QTEST_APPLESS_MAIN(CpuMappingTest)
#include "cpu_mapping_test.moc"
