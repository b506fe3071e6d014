#include "core/nn/generator.h"

#include <algorithm>

#include <QTest>

#include "core/nn/ops.h"

using namespace charrette;

namespace {

void networkRows() {
    QTest::addColumn<GeneratorOptions>("options");
    GeneratorOptions plain{
        .resolution = 32, .latentSize = 8, .conditionSize = 3, .styleSize = 12, .mappingLayers = 2, .channels = {12, 10, 8, 6}};
    QTest::newRow("32, 3 channels") << plain;
    auto small = plain;
    small.resolution = 16;
    small.channels = {8, 7, 6};
    small.conditionSize = 0;
    QTest::newRow("16, no condition") << small;
    auto large = plain;
    large.resolution = 64;
    large.imageChannels = 5;
    large.channels.push_back(4);
    large.latentSize = 20;
    large.styleSize = 7;
    QTest::newRow("64, 5 channels, other sizes") << large;
    auto fast = plain;
    fast.mappingRate = 1;
    fast.mappingLayers = 1;
    QTest::newRow("mapping rate 1") << fast;
    auto styled = plain;
    styled.start = Start::Style;
    QTest::newRow("style start") << styled;
    auto shuffled = plain;
    shuffled.lastStep = LastStep::PixelShuffle;
    shuffled.channels.pop_back();
    shuffled.imageChannels = 5;
    QTest::newRow("pixel shuffle") << shuffled;
    shuffled.start = Start::Style;
    shuffled.mappingRate = 1;
    QTest::newRow("style start and pixel shuffle") << shuffled;
    auto residual = plain;
    residual.architecture = Architecture::Residual;
    QTest::newRow("residual") << residual;
}

/// A generator with random weights, in which noise and running mean have an effect.
Generator randomGenerator(const GeneratorOptions& options) {
    torch::NoGradGuard guard;
    torch::manual_seed(3);
    Generator generator(options);
    for (auto& item : generator->named_parameters())
        if (item.key().ends_with("noise_strength")) item.value().fill_(0.3);
    generator->mapping->w_avg.copy_(torch::randn({options.styleSize}));
    return generator;
}

struct Input {
    torch::Tensor z, c;
    Input rows(int64_t first, int64_t count) const { return {z.narrow(0, first, count), c.narrow(0, first, count)}; }
};

Input inputOf(const GeneratorOptions& options, int64_t count) {
    torch::manual_seed(11);
    return {torch::randn({count, options.latentSize}), torch::randn({count, options.conditionSize})};
}

torch::Tensor rendered(Generator& generator, const Input& input, const NoiseInput& noise = NoiseKind::Constant) {
    torch::NoGradGuard guard;
    return generator->synthesis(generator->styles(input.z, input.c), noise);
}

/// The pictures of a skip network from 4² up, each the sum of what its blocks add.
std::vector<torch::Tensor> picturesOfBlocks(Generator& generator, const torch::Tensor& ws) {
    torch::NoGradGuard guard;
    std::vector<torch::Tensor> pictures;
    torch::Tensor x, sum;
    int64_t layer = 0;
    for (const auto& child : generator->synthesis->children()) {
        auto block = child->as<SynthesisBlockImpl>();
        auto own = ws.narrow(1, layer, ws.size(1) - layer);
        layer += block->convolutions();
        x = block->features(x, own, NoiseKind::Constant);
        auto added = block->addPicture(x, {}, own);
        while (sum.defined() && sum.size(2) < added.size(2)) sum = upsampled(sum);
        sum = sum.defined() ? sum + added : added;
        pictures.push_back(sum);
    }
    return pictures;
}

double largestDifference(const torch::Tensor& a, const torch::Tensor& b) { return (a - b).abs().max().item<double>(); }

}  // namespace

Q_DECLARE_METATYPE(charrette::GeneratorOptions)

class GeneratorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void picturesAndStylesHaveTheirShapes_data() { networkRows(); }
    void picturesAndStylesHaveTheirShapes() {
        QFETCH(GeneratorOptions, options);
        auto generator = randomGenerator(options);
        auto input = inputOf(options, 3);
        QVERIFY(generator->styles(input.z, input.c).sizes() == torch::IntArrayRef({3, options.styleLayers(), options.styleSize}));
        auto pictures = rendered(generator, input);
        QVERIFY(pictures.sizes() == torch::IntArrayRef({3, options.imageChannels, options.resolution, options.resolution}));
        QVERIFY(torch::isfinite(pictures).all().item<bool>());
    }

    void lowerResolutionsAreWhatTheBlocksAdd_data() { networkRows(); }
    void lowerResolutionsAreWhatTheBlocksAdd() {
        QFETCH(GeneratorOptions, options);
        if (options.architecture == Architecture::Residual) QSKIP("A residual network has one picture only.");
        torch::NoGradGuard guard;
        auto generator = randomGenerator(options);
        auto input = inputOf(options, 2);
        auto ws = generator->styles(input.z, input.c);
        auto pictures = picturesOfBlocks(generator, ws);
        int64_t resolution = 4;
        for (size_t i = 0; resolution <= options.resolution; resolution *= 2, ++i) {
            auto actual = generator->synthesis->forwardTo(resolution, ws, NoiseKind::Constant);
            auto expected = pictures.at(std::min(i, pictures.size() - 1));
            if (expected.size(2) > resolution) expected = halved(expected);
            QVERIFY(actual.sizes() == torch::IntArrayRef({2, options.imageChannels, resolution, resolution}));
            QVERIFY(torch::allclose(actual, expected, 1e-4, 1e-5));
        }
        QVERIFY(torch::equal(generator->synthesis->forwardTo(options.resolution, ws), generator->synthesis->forward(ws)));
    }

    void theSameInputGivesTheSameBytes_data() { networkRows(); }
    void theSameInputGivesTheSameBytes() {
        QFETCH(GeneratorOptions, options);
        auto generator = randomGenerator(options);
        auto input = inputOf(options, 3);
        QVERIFY(torch::equal(rendered(generator, input), rendered(generator, input)));
        auto again = randomGenerator(options);
        QVERIFY(torch::equal(rendered(generator, input), rendered(again, input)));
    }

    void aPictureDoesNotDependOnItsBatch_data() { networkRows(); }
    void aPictureDoesNotDependOnItsBatch() {
        QFETCH(GeneratorOptions, options);
        auto generator = randomGenerator(options);
        auto input = inputOf(options, 8);
        for (int64_t size : {2, 3, 8}) {
            auto together = rendered(generator, input.rows(0, size));
            // Processors add up in different orders for different sizes; pictures of random weights reach far beyond 1.
            const double rounding = 1e-5 * std::max(1.0, together.abs().max().item<double>());
            for (int64_t i = 0; i < size; ++i) QVERIFY(largestDifference(together[i], rendered(generator, input.rows(i, 1))[0]) < rounding);
        }
    }

    void gradientsReachEveryParameter_data() { networkRows(); }
    void gradientsReachEveryParameter() {
        QFETCH(GeneratorOptions, options);
        auto generator = randomGenerator(options);
        auto input = inputOf(options, 2);
        auto pictures = generator->synthesis(generator->styles(input.z, input.c), NoiseKind::Constant);
        (pictures * torch::randn_like(pictures)).sum().backward();
        for (const auto& item : generator->named_parameters()) {
            const auto& gradient = item.value().grad();
            QVERIFY2(gradient.defined() && torch::isfinite(gradient).all().item<bool>(), item.key().c_str());
            QVERIFY2(gradient.abs().sum().item<double>() > 0, item.key().c_str());
        }
    }

    void truncationToNothingGivesTheMean() {
        auto [generator, input] = made();
        auto ws = generator->styles(input.z, input.c, 0);
        QVERIFY(torch::equal(ws, generator->mapping->w_avg.expand_as(ws)));
    }

    void truncationMovesInAStraightLine() {
        auto [generator, input] = made();
        auto full = generator->styles(input.z, input.c), mean = generator->mapping->w_avg.expand_as(full);
        QVERIFY(torch::allclose(generator->styles(input.z, input.c, 0.7), mean + 0.7 * (full - mean), 1e-5, 1e-6));
        QVERIFY(torch::allclose(generator->styles(input.z, input.c, -1), 2 * mean - full, 1e-5, 1e-6));
    }

    void theCutoffSparesTheLaterLayers_data() {
        QTest::addColumn<int>("cutoff");
        for (int cutoff : {0, 1, 4, 8, 20}) QTest::addRow("%d", cutoff) << cutoff;
    }
    void theCutoffSparesTheLaterLayers() {
        QFETCH(int, cutoff);
        auto [generator, input] = made();
        auto full = generator->styles(input.z, input.c), truncated = generator->styles(input.z, input.c, 0.5),
             actual = generator->styles(input.z, input.c, 0.5, cutoff);
        for (int64_t layer = 0; layer < full.size(1); ++layer)
            QVERIFY(torch::equal(actual.select(1, layer), (layer < cutoff ? truncated : full).select(1, layer)));
    }

    void theConditionMatters() {
        auto [generator, input] = made();
        auto other = input;
        other.c = input.c + 1;
        QVERIFY(largestDifference(rendered(generator, input), rendered(generator, other)) > 1e-2);
    }

    void theRunningMeanFollows() {
        auto [generator, input] = made();
        auto before = generator->mapping->w_avg.clone(), w = torch::randn({16, before.size(0)});
        generator->mapping->track(w, 0.75);
        QVERIFY(torch::allclose(generator->mapping->w_avg, 0.75 * before + 0.25 * w.mean(0), 1e-5, 1e-6));
    }

    void aSeedGivesTheSameNoise() {
        auto [generator, input] = made();
        NoiseInput noise(NoiseKind::Seeded, {5, 6, 5});
        QVERIFY(torch::equal(rendered(generator, input, noise), rendered(generator, input, noise)));
        Input same{input.z.narrow(0, 0, 1).repeat({3, 1}), input.c.narrow(0, 0, 1).repeat({3, 1})};
        auto pictures = rendered(generator, same, noise);
        QVERIFY(largestDifference(pictures[0], pictures[2]) < 1e-5);
        QVERIFY(largestDifference(pictures[0], pictures[1]) > 1e-2);
    }

    void kindsOfNoiseDiffer() {
        auto [generator, input] = made();
        auto none = rendered(generator, input, NoiseKind::None), constant = rendered(generator, input, NoiseKind::Constant);
        QVERIFY(torch::equal(none, rendered(generator, input, NoiseKind::None)));
        QVERIFY(largestDifference(none, constant) > 1e-2);
    }

private:
    static std::pair<Generator, Input> made() {
        GeneratorOptions options{
            .resolution = 32, .latentSize = 8, .conditionSize = 3, .styleSize = 12, .mappingLayers = 2, .channels = {12, 10, 8, 6}};
        return {randomGenerator(options), inputOf(options, 3)};
    }
};

QTEST_GUILESS_MAIN(GeneratorTest)
#include "generator_test.moc"
