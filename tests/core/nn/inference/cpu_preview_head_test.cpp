#include "core/nn/inference/cpu_preview_head.h"

#include <stop_token>

#include <QTest>

#include "core/nn/generator.h"
#include "core/nn/inference/cpu_synthesis.h"

using namespace charrette;

namespace {

struct Networks {
    GeneratorOptions options;
    Generator generator{nullptr};
    PreviewHead head{nullptr};

    explicit Networks(LastStep lastStep, int64_t imageChannels) {
        torch::manual_seed(5);
        options = {.imageChannels = imageChannels, .latentSize = 8, .styleSize = 24, .mappingLayers = 2, .channels = {32, 24, 20, 20, 12, 8}};
        options.lastStep = lastStep;
        options.resolution = lastStep == LastStep::PixelShuffle ? 256 : 128;
        generator = Generator(options);
        head = PreviewHead(previewHeadOptions(options));
        torch::NoGradGuard guard;
        for (auto& item : generator->named_parameters())
            if (item.key().ends_with("bias") || item.key().ends_with("noise_strength")) item.value().add_(torch::randn_like(item.value()) * 0.3);
        for (auto& bias : {head->bias, head->hidden_bias}) bias.add_(torch::randn_like(bias));
    }

    CpuSynthesis fast() const {
        CpuSynthesis made(*generator->synthesis, options);
        made.setPreviewHead(*head);
        return made;
    }
    torch::Tensor styles(int64_t count) const { return torch::randn({count, options.styleLayers(), options.styleSize}); }
    torch::Tensor expected(const torch::Tensor& ws, const NoiseInput& noise) {
        return head->forward(generator->synthesis->featuresAt(32, ws, noise), ws);
    }
};

}  // namespace

/// The fused previews against the modules that they stand for.
class CpuPreviewHeadTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesTheModulesPreviews_data() {
        QTest::addColumn<bool>("shuffles");
        QTest::addColumn<int64_t>("channels");
        QTest::newRow("reference form") << false << int64_t(3);
        QTest::newRow("pixel shuffle, five channels") << true << int64_t(5);
        QTest::newRow("eight channels") << false << int64_t(8);
    }
    void givesTheModulesPreviews() {
        QFETCH(bool, shuffles);
        QFETCH(int64_t, channels);
        torch::NoGradGuard guard;
        Networks networks(shuffles ? LastStep::PixelShuffle : LastStep::Convolution, channels);
        CpuSynthesis fast = networks.fast();
        const auto ws = networks.styles(3);
        for (const NoiseInput& noise : {NoiseInput(NoiseKind::None), NoiseInput(NoiseKind::Constant), NoiseInput(NoiseKind::Seeded, {7, 8, 9})}) {
            const auto expected = networks.expected(ws, noise);
            const auto actual = torch::stack(fast.previews(ws, noise));
            QCOMPARE(actual.sizes().vec(), expected.sizes().vec());
            const double error = ((actual - expected).abs().max() / expected.abs().max()).item<double>();
            QVERIFY2(error < 1e-5, qPrintable(QString::number(error)));
        }
    }

    void samePreviewInAnyCompanyToTheLastBit() {
        Networks networks(LastStep::Convolution, 3);
        CpuSynthesis fast = networks.fast();
        const auto ws = networks.styles(11);
        const auto together = fast.previews(ws);
        QCOMPARE(together.size(), size_t(11));
        for (int64_t n : {0, 7, 8, 10}) QVERIFY(torch::equal(fast.previews(ws.narrow(0, n, 1))[0], together[size_t(n)]));
    }

    void afterItsPreviewAFullPictureIsTheSameToTheLastBit() {
        Networks networks(LastStep::PixelShuffle, 5);
        CpuSynthesis direct = networks.fast(), fast = networks.fast();
        const auto ws = networks.styles(11);
        fast.previews(ws);
        for (int64_t n = 0; n < 11; ++n) {
            const auto own = ws.narrow(0, n, 1);
            QVERIFY(torch::equal(fast.forwardTo(256, own)[0], direct.forwardTo(256, own)[0]));
        }
    }

    void stoppedItGivesNothingMore() {
        Networks networks(LastStep::Convolution, 3);
        CpuSynthesis fast = networks.fast();
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(fast.previews(networks.styles(3), NoiseKind::Constant, stop.get_token()).empty());
    }

    void withoutAHeadThereAreNone() {
        Networks networks(LastStep::Convolution, 3);
        CpuSynthesis fast(*networks.generator->synthesis, networks.options);
        QVERIFY_EXCEPTION_THROWN(fast.previews(networks.styles(1)), std::logic_error);
    }
};

QTEST_APPLESS_MAIN(CpuPreviewHeadTest)
#include "cpu_preview_head_test.moc"
