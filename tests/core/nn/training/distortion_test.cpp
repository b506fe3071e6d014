#include "core/nn/training/distortion.h"

#include <QTest>

using namespace charrette;

namespace {

torch::Tensor probability(double share) { return torch::full({}, share); }

/// [rows, 5, 16, 16]; the last two channels are one.
torch::Tensor pictures(int64_t rows) { return torch::cat({torch::rand({rows, 3, 16, 16}) * 2 - 1, torch::ones({rows, 2, 16, 16})}, 1); }

Distortion drawn(int64_t rows, double share, const Part& part = {}, int64_t jitter = 0) {
    const auto like = pictures(rows);
    torch::manual_seed(7);
    return drawDistortion(part, 4, like, {probability(share), jitter});
}

/// Which of the pictures differ from what they were.
int64_t changed(const torch::Tensor& before, const torch::Tensor& after) {
    return ((before - after).abs().amax({1, 2, 3}) > 1e-4).sum().item<int64_t>();
}

}  // namespace

class DistortionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutProbabilityNothingChanges() {
        auto before = pictures(8);
        QVERIFY(torch::allclose(distorted(before, drawn(8, 0)), before, 1e-4, 1e-4));
    }

    void withoutAProbabilityNothingChanges() {
        auto before = pictures(8);
        QVERIFY(torch::allclose(distorted(before, drawDistortion({}, 4, before, {})), before, 1e-4, 1e-4));
    }

    void jitterShiftsAllByWholePixels() {
        auto pixels = drawn(500, 0, {}, 2).places.select(2, 2) * 8;
        QVERIFY(torch::allclose(pixels, pixels.round(), 0, 1e-5));
        QCOMPARE(std::get<0>(torch::_unique(pixels.round())).size(0), int64_t(5));
        QCOMPARE(pixels.abs().max().item<double>(), 2.0);

        auto before = pictures(8);
        const auto change = drawn(8, 0, {}, 2);
        auto after = distorted(before, change);
        for (int64_t row = 0; row < 8; ++row) {
            const auto shift = (change.places[row].select(1, 2) * 8).round().to(torch::kLong);
            const auto right = shift[0].item<int64_t>(), down = shift[1].item<int64_t>();
            auto moved = before[row].roll({-down, -right}, {1, 2});
            auto inner = [](const torch::Tensor& picture) { return picture.narrow(1, 2, 12).narrow(2, 2, 12); };
            QVERIFY(torch::allclose(inner(after[row]), inner(moved), 1e-4, 1e-4));
        }
    }

    void theProbabilityIsThatOfEachOfThreeKinds() {
        auto before = pictures(1000);
        QCOMPARE(changed(before, distorted(before, drawn(1000, 1))), 1000);
        const auto share = double(changed(before, distorted(before, drawn(1000, 0.3)))) / 1000;
        QVERIFY2(std::abs(share - (1 - 0.7 * 0.7 * 0.7)) < 0.05, qPrintable(QString::number(share)));
    }

    void onlyColoursGetAnotherContrast() {
        auto after = distorted(pictures(50), drawn(50, 1));
        QVERIFY(torch::allclose(after.narrow(1, 3, 2), torch::ones({50, 2, 16, 16}), 1e-5, 1e-5));
        QVERIFY(after.narrow(1, 0, 3).abs().max().item<double>() > 1.05);
    }

    void aShiftMovesByAnEighthAtMost() {
        auto places = drawn(500, 1).places;
        auto shift = places.select(2, 2).abs().max().item<double>();
        QVERIFY2(shift > 0.2 && shift <= 0.25, qPrintable(QString::number(shift)));
        QVERIFY(torch::equal(places.select(2, 0).select(1, 0), places.select(2, 1).select(1, 1)));
    }

    void partsOfABatchAreDistortedAsTheWhole() {
        auto whole = drawn(8, 1, {}, 2);
        const Part second{.index = 1, .count = 2};
        auto part = drawn(4, 1, second, 2);
        QVERIFY(torch::equal(part.places, second.of(whole.places, 4)));
        QVERIFY(torch::equal(part.contrast, second.of(whole.contrast, 4)));
    }

    void theGeneratorLearnsThroughIt() {
        auto before = pictures(4).requires_grad_();
        distorted(before, drawn(4, 1)).sum().backward();
        QVERIFY((before.grad().abs().amax({1, 2, 3}) > 0).all().item<bool>());
    }
};

QTEST_GUILESS_MAIN(DistortionTest)
#include "distortion_test.moc"
