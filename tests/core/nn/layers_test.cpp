#include "core/nn/layers.h"

#include <cmath>

#include <QTest>

#include "core/nn/ops.h"

using namespace charrette;

class LayersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void aConvolutionOfTheHalvedPictureTakesMeansOfFourPixels() {
        torch::manual_seed(2);
        Convolution layer(5, 7, 1, ConvolutionImpl::Bias::No);
        const auto x = torch::randn({2, 5, 8, 6});
        const auto expected = torch::conv2d(halved(x), layer->weight * (0.3 / std::sqrt(5.0)));
        for (auto format : {torch::MemoryFormat::Contiguous, torch::MemoryFormat::ChannelsLast})
            QVERIFY(torch::allclose(layer->ofHalved(x.contiguous(format), 0.3), expected, 1e-4, 1e-5));
    }

    void activationsHaveTheirGain() {
        torch::manual_seed(3);
        Convolution layer(4, 6, 3, ConvolutionImpl::Bias::Yes);
        torch::NoGradGuard guard;
        layer->bias.normal_();
        const auto x = torch::randn({2, 4, 8, 8});
        const auto expected = 0.5 * activation(torch::conv2d(x, layer->weight / std::sqrt(36.0), layer->bias, 2, 1));
        QVERIFY(torch::allclose(layer->activated(x, 2, 0.5), expected, 1e-4, 1e-5));
    }
};

QTEST_GUILESS_MAIN(LayersTest)
#include "layers_test.moc"
