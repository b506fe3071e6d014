#include "core/nn/discriminator.h"

#include <QTest>

using namespace charrette;

namespace {

void networkRows() {
    QTest::addColumn<DiscriminatorOptions>("options");
    DiscriminatorOptions plain{.resolution = 32, .conditionSize = 4, .channels = {12, 10, 8, 6}, .conditionMappingSize = 16};
    QTest::newRow("32, conditioned") << plain;
    auto free = plain;
    free.conditionSize = 0;
    free.imageChannels = 5;
    QTest::newRow("no condition, 5 channels") << free;
    auto folded = plain;
    folded.folding = Folding::Yes;
    folded.channels.pop_back();
    QTest::newRow("folded") << folded;
    auto small = free;
    small.resolution = 16;
    small.channels = {8, 8, 8};
    QTest::newRow("16") << small;
}

struct Input {
    torch::Tensor pictures, c;
};

Input inputOf(const DiscriminatorOptions& options, int64_t count) {
    auto c = options.conditionSize > 0 ? torch::randn({count, options.conditionSize}) : torch::Tensor();
    return {torch::randn({count, options.imageChannels, options.resolution, options.resolution}), c};
}

Discriminator randomDiscriminator(const DiscriminatorOptions& options) {
    torch::manual_seed(6);
    return Discriminator(options);
}

/// Of a group's values at one place, the deviation from their mean.
double deviation(const std::vector<double>& values) {
    double mean = 0, square = 0;
    for (double value : values) mean += value / double(values.size());
    for (double value : values) square += (value - mean) * (value - mean) / double(values.size());
    return std::sqrt(square + 1e-8);
}

/// The deviation of picture `i`'s group, averaged over channels and pixels: groups are `count / size` pictures apart.
double plainGroupDeviation(const torch::Tensor& x, int64_t size, int64_t i) {
    auto flat = x.flatten(1);
    int64_t apart = x.size(0) / size;
    double sum = 0;
    for (int64_t place = 0; place < flat.size(1); ++place) {
        std::vector<double> values;
        for (int64_t member = i % apart; member < x.size(0); member += apart) values.push_back(flat[member][place].item<double>());
        sum += deviation(values);
    }
    return sum / double(flat.size(1));
}

}  // namespace

Q_DECLARE_METATYPE(charrette::DiscriminatorOptions)

class DiscriminatorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void everyPictureGetsOneNumber_data() { networkRows(); }
    void everyPictureGetsOneNumber() {
        QFETCH(DiscriminatorOptions, options);
        auto discriminator = randomDiscriminator(options);
        auto input = inputOf(options, 8);
        auto scores = discriminator(input.pictures, input.c);
        QVERIFY(scores.sizes() == torch::IntArrayRef({8}));
        QVERIFY(torch::isfinite(scores).all().item<bool>());
        QVERIFY(scores.std().item<double>() > 0);
    }

    void gradientsReachEveryParameter_data() { networkRows(); }
    void gradientsReachEveryParameter() {
        QFETCH(DiscriminatorOptions, options);
        auto discriminator = randomDiscriminator(options);
        auto input = inputOf(options, 4);
        input.pictures.requires_grad_();
        discriminator(input.pictures, input.c).square().sum().backward();
        for (const auto& item : discriminator->named_parameters()) {
            const auto& gradient = item.value().grad();
            QVERIFY2(gradient.defined() && torch::isfinite(gradient).all().item<bool>(), item.key().c_str());
            QVERIFY2(gradient.abs().sum().item<double>() > 0, item.key().c_str());
        }
        QVERIFY(torch::isfinite(input.pictures.grad()).all().item<bool>());
        QVERIFY(input.pictures.grad().abs().sum().item<double>() > 0);
    }

    void theConditionMatters() {
        DiscriminatorOptions options{.resolution = 16, .conditionSize = 4, .channels = {8, 8, 8}};
        auto discriminator = randomDiscriminator(options);
        auto input = inputOf(options, 4);
        auto scores = discriminator(input.pictures, input.c), others = discriminator(input.pictures, torch::randn({4, 4}));
        QVERIFY((scores - others).abs().min().item<double>() > 1e-3);
    }

    void theGroupDeviationIsThePlainOne_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("group");
        QTest::newRow("two groups of four") << 8 << 4;
        QTest::newRow("three groups of two") << 6 << 2;
        QTest::newRow("a batch below the group's size") << 3 << 4;
        QTest::newRow("one picture") << 1 << 4;
    }

    void theGroupDeviationIsThePlainOne() {
        QFETCH(int, count);
        QFETCH(int, group);
        torch::manual_seed(1);
        auto x = torch::randn({count, 3, 4, 4});
        auto with = withGroupDeviation(x, group);
        QVERIFY(with.sizes() == torch::IntArrayRef({count, 4, 4, 4}));
        QVERIFY(torch::equal(with.narrow(1, 0, 3), x));
        for (int64_t i = 0; i < count; ++i) {
            double expected = plainGroupDeviation(x, std::min(group, count), i);
            QVERIFY((with[i][3] - expected).abs().max().item<double>() < 1e-5);
        }
    }
};

QTEST_GUILESS_MAIN(DiscriminatorTest)
#include "discriminator_test.moc"
