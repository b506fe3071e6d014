#include "core/nn/inference/cpu_synthesis.h"

#include <chrono>
#include <stop_token>
#include <thread>

#include <QTest>

#include "core/nn/generator.h"

using namespace charrette;

namespace {

/// A network whose layers all matter: random biases, noise strengths and start.
Generator randomGenerator(const GeneratorOptions& options) {
    torch::manual_seed(3);
    Generator generator(options);
    torch::NoGradGuard guard;
    for (auto& item : generator->named_parameters())
        if (item.key().ends_with("bias") || item.key().ends_with("noise_strength"))
            item.value().add_(torch::randn_like(item.value()) * 0.3);
    return generator;
}

GeneratorOptions optionsOf(std::vector<int64_t> channels, Start start, LastStep lastStep, int64_t imageChannels) {
    GeneratorOptions options{
        .imageChannels = imageChannels, .latentSize = 8, .styleSize = 24, .mappingLayers = 2, .channels = std::move(channels)};
    options.start = start;
    options.lastStep = lastStep;
    options.resolution = int64_t(2) << (options.channels.size() + (lastStep == LastStep::PixelShuffle ? 1 : 0));
    return options;
}

double largestError(const torch::Tensor& actual, const torch::Tensor& expected) {
    return ((actual - expected).abs().max() / expected.abs().max()).item<double>();
}

}  // namespace
Q_DECLARE_METATYPE(GeneratorOptions)

/// `CpuSynthesis` against the network it stands for.
class CpuSynthesisTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesTheNetworksPicture_data() {
        QTest::addColumn<GeneratorOptions>("options");
        using enum LastStep;
        QTest::newRow("reference form") << optionsOf({32, 32, 32, 16, 16}, Start::Constant, Convolution, 3);
        QTest::newRow("five channels, none a multiple of 16") << optionsOf({40, 24, 20, 12, 5}, Start::Constant, Convolution, 5);
        QTest::newRow("start from the style vector") << optionsOf({24, 20, 16}, Start::Style, Convolution, 3);
        QTest::newRow("pixel shuffle") << optionsOf({96, 80, 56, 24}, Start::Style, PixelShuffle, 5);
        auto added = optionsOf({40, 32, 24, 20}, Start::Style, PixelShuffle, 5);
        added.additionsUpTo = 32;
        QTest::newRow("additions up to 32") << added;
        QTest::newRow("many tiles") << optionsOf({16, 16, 16, 16, 16, 16, 16}, Start::Constant, Convolution, 3);
    }
    void givesTheNetworksPicture() {
        QFETCH(GeneratorOptions, options);
        torch::NoGradGuard guard;
        auto generator = randomGenerator(options);
        CpuSynthesis fast(*generator->synthesis, options);
        auto ws = torch::randn({3, options.styleLayers(), options.styleSize});
        for (const NoiseInput& noise :
             {NoiseInput(NoiseKind::None), NoiseInput(NoiseKind::Constant), NoiseInput(NoiseKind::Seeded, {7, 8, 9})})
            for (int64_t resolution = 4; resolution <= options.resolution; resolution *= 2) {
                auto expected = generator->synthesis->forwardTo(resolution, ws, noise);
                auto actual = torch::stack(fast.forwardTo(resolution, ws, noise));
                QCOMPARE(actual.sizes().vec(), expected.sizes().vec());
                double error = largestError(actual, expected);
                QVERIFY2(error < 1e-5, qPrintable(QString("%1 at %2 pixels").arg(error).arg(resolution)));
            }
    }

    void samePictureInAnyCompanyToTheLastBit() {
        auto options = optionsOf({64, 48, 32, 16, 16}, Start::Constant, LastStep::Convolution, 3);
        CpuSynthesis fast(*randomGenerator(options)->synthesis, options);
        auto ws = torch::randn({11, options.styleLayers(), options.styleSize});
        NoiseInput noise(NoiseKind::Seeded, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
        auto together = fast.forwardTo(options.resolution, ws, noise);
        for (int64_t n : {0, 7, 8, 10}) {
            auto alone = fast.forwardTo(options.resolution, ws.narrow(0, n, 1), {NoiseKind::Seeded, {uint32_t(n)}});
            QVERIFY(torch::equal(alone[0], together[size_t(n)]));
        }
    }

    void afterASmallPictureTheSameToTheLastBit_data() {
        QTest::addColumn<GeneratorOptions>("options");
        QTest::addColumn<int64_t>("small");
        const auto plain = optionsOf({32, 32, 24, 16, 16, 16}, Start::Constant, LastStep::Convolution, 3);
        QTest::newRow("the first") << plain << int64_t(4);
        QTest::newRow("computed together") << plain << int64_t(16);
        QTest::newRow("computed one by one") << plain << int64_t(64);
        QTest::newRow("the full one itself") << plain << plain.resolution;
        auto shuffled = optionsOf({40, 32, 24, 20}, Start::Style, LastStep::PixelShuffle, 5);
        shuffled.additionsUpTo = 32;
        QTest::newRow("pixel shuffle") << shuffled << int64_t(16);
        QTest::newRow("half of what is shuffled") << shuffled << int64_t(32);
    }
    void afterASmallPictureTheSameToTheLastBit() {
        QFETCH(GeneratorOptions, options);
        QFETCH(int64_t, small);
        auto generator = randomGenerator(options);
        CpuSynthesis direct(*generator->synthesis, options), fast(*generator->synthesis, options);
        auto ws = torch::randn({11, options.styleLayers(), options.styleSize});
        auto own = [&](int64_t n) { return ws.narrow(0, n, 1); };
        auto seed = [](int64_t n) { return NoiseInput(NoiseKind::Seeded, {uint32_t(n)}); };
        fast.forwardTo(small, ws, {NoiseKind::Seeded, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}});
        for (int64_t n = 0; n < 11; ++n)
            for (int64_t resolution : {options.resolution, small})
                QVERIFY(torch::equal(fast.forwardTo(resolution, own(n), seed(n))[0], direct.forwardTo(resolution, own(n), seed(n))[0]));
        for (const NoiseInput& other : {seed(1), NoiseInput(NoiseKind::Constant), NoiseInput(NoiseKind::None)})
            QVERIFY(
                torch::equal(fast.forwardTo(options.resolution, own(0), other)[0], direct.forwardTo(options.resolution, own(0), other)[0]));
    }

    void stoppedItGivesWholePicturesOnly() {
        auto options = optionsOf({64, 48, 32, 16, 16}, Start::Constant, LastStep::Convolution, 3);
        CpuSynthesis fast(*randomGenerator(options)->synthesis, options);
        auto ws = torch::randn({1, options.styleLayers(), options.styleSize}).repeat({2000, 1, 1});
        std::stop_source stop;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            stop.request_stop();
        });
        auto pictures = fast.forwardTo(options.resolution, ws, NoiseKind::Constant, stop.get_token());
        QVERIFY(pictures.size() < 2000);
        auto whole = fast.forwardTo(options.resolution, ws.narrow(0, 0, 1));
        for (const auto& picture : pictures) QVERIFY(torch::equal(picture, whole[0]));
        QVERIFY(fast.forwardTo(options.resolution, ws, NoiseKind::Constant, stop.get_token()).empty());
    }

    void residualNetworksAreLeftToTheModules() {
        GeneratorOptions options;
        QVERIFY(CpuSynthesis::serves(options));
        options.architecture = Architecture::Residual;
        QVERIFY(!CpuSynthesis::serves(options));
    }
};

QTEST_APPLESS_MAIN(CpuSynthesisTest)
#include "cpu_synthesis_test.moc"
