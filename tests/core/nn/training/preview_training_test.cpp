#include "core/nn/training/preview_training.h"

#include <QTest>

#include "tests/support/tiny_model.h"

using namespace charrette;

namespace {

Card card() {
    Card made = test::tinyCard();
    made.resolution = 128;
    return made;
}

/// Random, with pictures whose colours the layers above 32² decide, too.
Generator generator() {
    torch::manual_seed(4);
    Generator made(GeneratorOptions{.resolution = 128,
                                    .imageChannels = 5,
                                    .latentSize = 8,
                                    .conditionSize = 6,
                                    .styleSize = 16,
                                    .mappingLayers = 2,
                                    .mappingRate = 1,
                                    .channels = {16, 16, 16, 12, 8},
                                    .start = Start::Style,
                                    .lastStep = LastStep::PixelShuffle});
    torch::NoGradGuard guard;
    for (auto& item : made->named_parameters()) {
        item.value().set_requires_grad(false);
        if (item.key().ends_with("torgb.weight")) item.value().mul_(0.3);
    }
    return made;
}

double errorOf(const torch::Tensor& shown, const torch::Tensor& target) { return (shown - target).abs().mean().item<double>(); }

}  // namespace

class PreviewTrainingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void drawsAreOfEveryLayerAndAlwaysTheSame() {
        Generator network = generator();
        StyleDraws draws(network, card(), 3), again(network, card(), 3), other(network, card(), 4);
        const auto ws = draws.next(20);
        QCOMPARE(ws.sizes().vec(), std::vector<int64_t>({20, network->options().styleLayers(), 16}));
        QVERIFY(torch::equal(ws, again.next(20)));
        QVERIFY(!torch::equal(ws, other.next(20)));
        QVERIFY(!torch::equal(draws.next(20), ws));
        const auto first = ws.select(1, 0), last = ws.select(1, ws.size(1) - 1);
        const int64_t mixed = (first - last).abs().amax(1).gt(1e-6).sum().item<int64_t>();
        QVERIFY(mixed > 2 && mixed < 20);
    }

    void picturesBecomeAsSmallAsPreviews() {
        const auto small = asPreviews(torch::full({2, 5, 256, 256}, 3.0));
        QCOMPARE(small.sizes().vec(), std::vector<int64_t>({2, 5, 64, 64}));
        QCOMPARE(small.max().item<float>(), 1.0f);
    }

    void aHeadLearnsWhatItsGeneratorShows() {
        Generator network = generator();
        const auto full = fullPicturesOf(network);
        double share = 0;
        PreviewHead head = trainPreviewHead(network, card(), full, {.steps = 200, .batch = 8, .fresh = 2}, [&](double now, double) { share = now; }, {});
        QCOMPARE(share, 1.0);
        QVERIFY(!head->weight.requires_grad());
        PreviewHead untrained = trainPreviewHead(network, card(), full, {.steps = 1, .batch = 8, .fresh = 2}, [](double, double) {}, {});
        torch::NoGradGuard guard;
        const auto ws = StyleDraws(network, card(), 99).next(16);
        const auto target = asPreviews(full(ws)), made = head->forward(network->synthesis->featuresAt(32, ws), ws);
        const auto before = untrained->forward(network->synthesis->featuresAt(32, ws), ws);
        const double error = errorOf(made, target), first = errorOf(before, target);
        QVERIFY2(error < 0.7 * first, qPrintable(QString("%1 beside %2 after one step").arg(error).arg(first)));
    }

    void stoppedThereIsNone() {
        Generator network = generator();
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!trainPreviewHead(network, card(), fullPicturesOf(network), {.steps = 5}, [](double, double) {}, stop.get_token()));
    }
};

QTEST_APPLESS_MAIN(PreviewTrainingTest)
#include "preview_training_test.moc"
