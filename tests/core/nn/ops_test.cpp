#include "core/nn/ops.h"

#include <QTest>

using namespace charrette;

namespace {

torch::Tensor random(std::initializer_list<int64_t> shape) { return torch::randn(torch::IntArrayRef(shape), torch::kFloat64); }

/// Each channel of [N, C, H, W] filtered by itself, with one row and column of zeros around it.
torch::Tensor filtered(const torch::Tensor& x, const torch::Tensor& filter) {
    auto padded = torch::constant_pad_nd(x, {1, 1, 1, 1});
    int64_t height = padded.size(2) - 3, width = padded.size(3) - 3;
    auto sum = torch::zeros({x.size(0), x.size(1), height, width}, x.options());
    for (int64_t row = 0; row < 4; ++row)
        for (int64_t column = 0; column < 4; ++column)
            sum += padded.narrow(2, row, height).narrow(3, column, width) * filter[row][column].item<double>();
    return sum;
}

torch::Tensor filter() { return resampleFilter().to(torch::kFloat64); }

}  // namespace

class OpsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { torch::manual_seed(4); }

    void theFilterIsThatOfTheReference() {
        QVERIFY(torch::equal(resampleFilter() * 64,
                             torch::tensor({1.f, 3.f, 3.f, 1.f, 3.f, 9.f, 9.f, 3.f, 3.f, 9.f, 9.f, 3.f, 1.f, 3.f, 3.f, 1.f}).view({4, 4})));
    }

    void anUpsampledConvolutionIsATransposedOneAndAFilter_data() {
        QTest::addColumn<int>("in");
        QTest::addColumn<int>("out");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::newRow("square") << 5 << 3 << 8 << 8;
        QTest::newRow("4 x 4") << 2 << 7 << 4 << 4;
        QTest::newRow("wide") << 3 << 2 << 2 << 9;
        QTest::newRow("one pixel") << 1 << 1 << 1 << 1;
    }

    void anUpsampledConvolutionIsATransposedOneAndAFilter() {
        QFETCH(int, in);
        QFETCH(int, out);
        QFETCH(int, height);
        QFETCH(int, width);
        auto x = random({2, in, height, width}), weight = random({out, in, 3, 3});
        auto expected = filtered(torch::conv_transpose2d(x, weight.transpose(0, 1), {}, 2), 4 * filter());
        auto actual = upsampledConvolution(x, weight, filter());
        QVERIFY(actual.sizes() == expected.sizes() && actual.size(2) == 2 * height && actual.size(3) == 2 * width);
        QVERIFY(torch::allclose(actual, expected, 1e-12, 1e-12));
        QVERIFY(torch::allclose(convolvedInPhases(x, weight, filter()), expected, 1e-12, 1e-12));
    }

    void smoothingIsTheLowPassFilter() {
        auto x = random({2, 3, 9, 7});
        QVERIFY(torch::allclose(smoothed(x), filtered(x, filter()), 1e-12, 1e-12));
    }

    void upsamplingPutsZerosBetweenAndFilters() {
        auto x = random({2, 3, 5, 4}), spread = torch::zeros({2, 3, 11, 9}, torch::kFloat64);
        spread.slice(2, 1, 11, 2).slice(3, 1, 9, 2).copy_(x);
        QVERIFY(torch::allclose(upsampled(x), filtered(spread, 4 * filter()), 1e-12, 1e-12));
        QVERIFY(torch::allclose(upsampledByInterpolation(x), filtered(spread, 4 * filter()), 1e-12, 1e-12));
    }

    void aFlatPictureStaysFlat() {
        auto flat = torch::ones({1, 2, 8, 8});
        auto inside = [](const torch::Tensor& x) { return x.slice(2, 2, -2).slice(3, 2, -2); };
        QVERIFY(torch::allclose(inside(upsampled(flat)), torch::ones({1, 2, 12, 12})));
        QVERIFY(torch::allclose(halved(flat), torch::ones({1, 2, 4, 4})));
    }

    void demodulationGivesUnitVariance() {
        auto weight = random({4, 3, 3, 3}), style = random({2, 3});
        auto factors = demodulation(weight, style);
        for (int64_t n = 0; n < 2; ++n)
            for (int64_t out = 0; out < 4; ++out) {
                auto modulated = weight[out] * style[n].view({3, 1, 1}) * factors[n][out];
                QVERIFY(std::abs(modulated.square().sum().item<double>() - 1) < 1e-6);
            }
    }

    void theSecondMomentIsOne() {
        auto x = 7 * random({5, 12});
        QVERIFY(torch::allclose(normalizeSecondMoment(x).square().mean(1), torch::ones({5}, torch::kFloat64), 1e-6));
        QVERIFY(normalizeSecondMoment(torch::zeros({1, 4})).eq(0).all().item<bool>());
    }

    void theActivationKeepsPositiveValuesAndAFifthOfNegativeOnes() {
        auto expected = torch::tensor({-0.4, 0.0, 3.0}, torch::kFloat64) * std::sqrt(2.0);
        QVERIFY(torch::allclose(activation(torch::tensor({-2.0, 0.0, 3.0}, torch::kFloat64)), expected));
    }
};

QTEST_GUILESS_MAIN(OpsTest)
#include "ops_test.moc"
