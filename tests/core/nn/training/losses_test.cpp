#include "core/nn/training/losses.h"

#include <QTest>

using namespace charrette;

namespace {

torch::Tensor flat(double value, int64_t side) { return torch::full({2, 3, side, side}, value, torch::kFloat64); }

/// +1 and -1 in turns: no error is left once it is halved.
torch::Tensor chequered(int64_t side) {
    auto line = torch::arange(side);
    auto sum = line.unsqueeze(0) + line.unsqueeze(1);
    return (1 - 2 * (sum % 2)).to(torch::kFloat64).expand({2, 3, side, side});
}

/// 2 on the left half and 0 on the right one.
torch::Tensor leftHalf(int64_t side) {
    return torch::cat({torch::full({2, 1, side, side / 2}, 2.0, torch::kFloat64), torch::zeros({2, 1, side, side / 2}, torch::kFloat64)},
                      3);
}

torch::Tensor rampAcross(int64_t side) { return torch::arange(side, torch::kFloat64).expand({2, 3, side, side}); }

bool near(const torch::Tensor& loss, double expected) { return loss.dim() == 0 && std::abs(loss.item<double>() - expected) < 1e-12; }

}  // namespace

class LossesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalPicturesHaveNoDistance() {
        auto picture = torch::randn({2, 5, 32, 32});
        QVERIFY(near(multiScaleDistance(picture, picture, {}), 0));
        QVERIFY(near(gradientDistance(picture, picture, {}), 0));
        QVERIFY(near(multiScaleDistance(picture, picture, torch::rand({2, 1, 32, 32})), 0));
    }

    void theDistanceIsTheMeanOverTheScales() {
        QVERIFY(near(multiScaleDistance(flat(0.75, 8), flat(0.25, 8), {}), 0.5));
        QVERIFY(near(multiScaleDistance(flat(0.25, 64), flat(0.75, 64), {}), 0.5));
        QVERIFY(near(multiScaleDistance(chequered(8), flat(0, 8), {}), 1));
        QVERIFY(near(multiScaleDistance(chequered(16), flat(0, 16), {}), 1.0 / 2));
        QVERIFY(near(multiScaleDistance(chequered(32), flat(0, 32), {}), 1.0 / 3));
    }

    void weightsSayWhatCounts() {
        auto error = flat(1, 16) * leftHalf(16) / 2;
        QVERIFY(near(multiScaleDistance(error, flat(0, 16), {}), 0.5));
        QVERIFY(near(multiScaleDistance(error, flat(0, 16), leftHalf(16)), 1));
        QVERIFY(near(multiScaleDistance(flat(1, 16) - error, flat(0, 16), leftHalf(16)), 0));
        QVERIFY(near(multiScaleDistance(flat(1, 16), flat(0, 16), torch::ones({2, 1, 16, 16}, torch::kFloat64)), 1));
    }

    void theGradientDistanceIsThatOfNeighbours() {
        QVERIFY(near(gradientDistance(flat(5, 8), flat(3, 8), {}), 0));
        QVERIFY(near(gradientDistance(rampAcross(8), flat(3, 8), {}), 1));
        QVERIFY(near(gradientDistance(flat(0, 8), 3 * rampAcross(8).transpose(2, 3), {}), 3));
        QVERIFY(near(gradientDistance(chequered(8), flat(0, 8), {}), 4));
    }

    void weightsCountTheLaterNeighbour() {
        auto column = torch::zeros({2, 1, 8, 8}, torch::kFloat64);
        column.narrow(3, 3, 1).fill_(1);
        QVERIFY(near(gradientDistance(rampAcross(8), flat(0, 8), column), 1.0 / 7));
    }

    void bothPassGradients() {
        auto picture = torch::randn({1, 3, 16, 16}).requires_grad_();
        (multiScaleDistance(picture, torch::zeros_like(picture), {}) + gradientDistance(picture, torch::zeros_like(picture), {}))
            .backward();
        QVERIFY(picture.grad().abs().sum().item<double>() > 0);
    }
};

QTEST_GUILESS_MAIN(LossesTest)
#include "losses_test.moc"
