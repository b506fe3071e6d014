#include "core/nn/inference/recorded_synthesis.h"

#include <QTest>

using namespace charrette;

namespace {

GeneratorOptions shape() { return {.resolution = 32, .latentSize = 8, .styleSize = 16, .mappingLayers = 1, .channels = {8, 8, 8, 8}}; }

}  // namespace

/// On the CPU, where nothing is recorded and features stay in 32 bits: what can be wrong there too is which pictures come back.
class RecordedSynthesisTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        torch::manual_seed(0);
        for (auto& parameter : m_network->parameters()) parameter.set_requires_grad(false);
        for (auto& item : m_network->named_parameters())
            if (item.key().ends_with("noise_strength")) torch::Tensor(item.value()).fill_(0.3);
    }

    void picturesAreThoseOfTheNetwork_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("resolution");
        for (int count : {1, 3})
            for (int resolution : {16, 32}) QTest::addRow("%d of %d", count, resolution) << count << resolution;
    }

    void picturesAreThoseOfTheNetwork() {
        QFETCH(int, count);
        QFETCH(int, resolution);
        RecordedSynthesis recorded(m_network, shape(), torch::kCPU);
        for (int round = 0; round < 6; ++round) {
            const auto ws = torch::randn({count, shape().styleLayers(), 16});
            for (const NoiseInput& noise : {NoiseInput(NoiseKind::Constant), NoiseInput(NoiseKind::None), seeds(count)}) {
                const auto pictures = recorded.forwardTo(resolution, ws, noise);
                QCOMPARE(pictures.size(), size_t(count));
                QVERIFY(torch::equal(torch::stack(pictures), m_network->forwardTo(resolution, ws, noise)));
            }
        }
    }

    void picturesOfOneCallOutliveTheNext() {
        RecordedSynthesis recorded(m_network, shape(), torch::kCPU);
        const auto first = recorded.forwardTo(32, torch::ones({1, shape().styleLayers(), 16}), NoiseKind::None).front(), kept = first.clone();
        recorded.forwardTo(32, torch::zeros({1, shape().styleLayers(), 16}), NoiseKind::None);
        QVERIFY(torch::equal(first, kept));
    }

    void manySizesOfBatchAreServed() {
        RecordedSynthesis recorded(m_network, shape(), torch::kCPU);
        for (int count = 1; count <= 40; ++count)
            QCOMPARE(recorded.forwardTo(16, torch::ones({count, shape().styleLayers(), 16}), NoiseKind::None).size(), size_t(count));
    }

private:
    static NoiseInput seeds(int count) { return {NoiseKind::Seeded, std::vector<uint32_t>(size_t(count), 5)}; }

    Synthesis m_network{shape()};
};

QTEST_GUILESS_MAIN(RecordedSynthesisTest)
#include "recorded_synthesis_test.moc"
