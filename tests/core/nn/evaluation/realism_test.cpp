#include "core/nn/evaluation/realism.h"

#include <set>

#include <QTest>

#include "tests/support/sentence_of.h"

using namespace charrette;

namespace {

constexpr int64_t count = 120;

/// Blots of random colour, place and size, one a picture.
torch::Tensor blots(int64_t number, uint64_t seed) {
    torch::manual_seed(seed);
    auto line = torch::linspace(-1, 1, 16);
    auto place = torch::rand({number, 2, 1, 1, 1}) - 0.5, size = 0.3 + 0.3 * torch::rand({number, 1, 1, 1});
    auto distance = ((line.view({-1, 1}) - place.select(1, 0)).square() + (line.view({1, -1}) - place.select(1, 1)).square()).sqrt();
    return (torch::sigmoid((size - distance) * 40) * (2 * torch::rand({number, 3, 1, 1}) - 1)).contiguous();
}

torch::Tensor blurred(const torch::Tensor& pictures) {
    return torch::avg_pool2d(torch::replication_pad2d(pictures, {1, 1, 1, 1}), 3, 1);
}

double accuracyAgainst(const std::function<torch::Tensor(int64_t number, uint32_t draw)>& made) {
    torch::manual_seed(1);
    const PictureReader start(PictureReaderOptions{.resolution = 16, .outputs = 4, .features = 16, .channels = {8, 16}});
    const RealAndGenerated pictures{blots(count, 1000), [&](const auto& indices, uint32_t draw) { return made(indices.size(0), draw); }};
    const auto realism = measureRealism(pictures, start, {.mirror = true, .mirrorNegates = {}}, {.images = 6400, .rate = 3e-3}, [](double) {}, {});
    return realism.accuracy;
}

}  // namespace

class RealismTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void picturesOfOneKindCannotBeToldApart() {
        const double accuracy = accuracyAgainst([](int64_t number, uint32_t draw) { return blots(number, draw); });
        QVERIFY2(accuracy > 0.38 && accuracy < 0.62, qPrintable(QString::number(accuracy)));
    }

    void blurredOnesCan() {
        const double accuracy = accuracyAgainst([](int64_t number, uint32_t draw) { return blurred(blots(number, draw)); });
        QVERIFY2(accuracy > 0.8, qPrintable(QString::number(accuracy)));
    }

    void trainedAndTestedOnDifferentPicturesOfTheSameConditions() {
        std::vector<std::set<int64_t>> trained(2), tested;
        const auto real = blots(9, 3);
        const RealAndGenerated pictures{real, [&](const torch::Tensor& indices, uint32_t draw) {
                                            std::set<int64_t> asked;
                                            for (int64_t i = 0; i < indices.size(0); ++i) asked.insert(indices[i].item<int64_t>());
                                            if (draw == 2)
                                                tested.push_back(asked);
                                            else
                                                trained[tested.size()].merge(asked);
                                            return real.index_select(0, indices);
                                        }};
        const PictureReader start(PictureReaderOptions{.resolution = 16, .outputs = 1, .features = 4, .channels = {4, 4}});
        const auto realism = measureRealism(pictures, start, {}, {.images = 64}, [](double) {}, {});
        const std::set<int64_t> even = {0, 2, 4, 6, 8}, odd = {1, 3, 5, 7};
        QVERIFY(trained[0] == even && tested[0] == odd && trained[1] == odd && tested[1] == even);
        QCOMPARE(realism.tested, int64_t(18));
        QCOMPARE(realism.accuracy, 0.5);  // the very same pictures
    }

    void theStartIsLeftAsItIs() {
        const PictureReader start(PictureReaderOptions{.resolution = 16, .outputs = 3, .features = 4, .channels = {4, 4}});
        std::vector<torch::Tensor> before;
        for (const auto& parameter : start->parameters()) before.push_back(parameter.detach().clone());
        const auto real = blots(8, 3);
        measureRealism({real, [&](const torch::Tensor& indices, uint32_t) { return blurred(real.index_select(0, indices)); }}, start, {}, {.images = 64},
                       [](double) {}, {});
        for (size_t i = 0; i < before.size(); ++i) QVERIFY(torch::equal(before[i], start->parameters()[i]));
    }

    void featuresOfOneKindCannotBeToldApart() {
        torch::manual_seed(5);
        const auto realism = realismInFeatures(torch::randn({400, 12}), torch::randn({400, 12}));
        QVERIFY2(std::abs(realism.accuracy - 0.5) < 3 * realism.deviation, qPrintable(QString::number(realism.accuracy)));
        QCOMPARE(realism.tested, int64_t(800));
    }

    void featuresAreToldApartAsWellAsCanBe() {
        torch::manual_seed(6);
        // Two deviations apart across a direction in which both spread widely: the best that can be is 84 %.
        auto spread = [] { return torch::cat({torch::randn({2000, 1}), 10 * torch::randn({2000, 1})}, 1).matmul(torch::tensor({{1.f, 1.f}, {1.f, -1.f}})); };
        const auto realism = realismInFeatures(spread() + 1, spread() - 1);
        QVERIFY2(std::abs(realism.accuracy - 0.8413) < 4 * realism.deviation, qPrintable(QString::number(realism.accuracy)));
    }

    void stoppingIsAnError() {
        std::stop_source source;
        source.request_stop();
        const PictureReader start(PictureReaderOptions{.resolution = 16, .outputs = 1, .features = 4, .channels = {4, 4}});
        const auto real = blots(8, 3);
        const auto sentence = test::sentenceOf([&] {
            measureRealism({real, [&](const torch::Tensor& indices, uint32_t) { return real.index_select(0, indices); }}, start, {}, {.images = 64},
                           [](double) {}, source.get_token());
        });
        QVERIFY(sentence.startsWith("The evaluation was stopped"));
    }
};

QTEST_GUILESS_MAIN(RealismTest)
#include "realism_test.moc"
