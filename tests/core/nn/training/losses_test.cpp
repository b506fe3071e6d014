#include "core/nn/training/losses.h"

#include <cmath>

#include <QTest>

#include "core/nn/discriminator.h"

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

/// Scores with a known gradient: the weighted sum of each picture's squares.
torch::Tensor squareScores(const torch::Tensor& pictures, const torch::Tensor& weight) {
    return (weight * pictures.square()).sum({1, 2, 3});
}

bool near(const torch::Tensor& loss, double expected) { return loss.dim() == 0 && std::abs(loss.item<double>() - expected) < 1e-12; }

}  // namespace

class LossesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saturationMovesColoursAwayFromTheirGrey() {
        auto picture = torch::randn({2, 5, 8, 8}, torch::kFloat64);
        const auto strong = saturated(picture, 3);
        auto colours = [](const torch::Tensor& x) { return x.narrow(1, 0, 3); };
        auto grey = [&](const torch::Tensor& x) { return colours(x).mean(1, true); };
        QVERIFY(torch::allclose(grey(strong), grey(picture)));
        QVERIFY(torch::allclose(colours(strong) - grey(strong), 3 * (colours(picture) - grey(picture))));
        QVERIFY(torch::equal(strong.narrow(1, 3, 2), picture.narrow(1, 3, 2)));
        QVERIFY(torch::equal(saturated(colours(picture), 3), colours(strong)));
        QVERIFY(torch::equal(saturated(picture, 1), picture));
    }

    void equalPicturesHaveNoDistance() {
        auto picture = torch::randn({2, 5, 32, 32});
        QVERIFY(near(pixelDistances(picture, picture, {}).multiScale, 0));
        QVERIFY(near(pixelDistances(picture, picture, {}).gradient, 0));
        QVERIFY(near(pixelDistances(picture, picture, torch::rand({2, 1, 32, 32})).multiScale, 0));
    }

    void theDistanceIsTheMeanOverTheScales() {
        QVERIFY(near(pixelDistances(flat(0.75, 8), flat(0.25, 8), {}).multiScale, 0.5));
        QVERIFY(near(pixelDistances(flat(0.25, 64), flat(0.75, 64), {}).multiScale, 0.5));
        QVERIFY(near(pixelDistances(chequered(8), flat(0, 8), {}).multiScale, 1));
        QVERIFY(near(pixelDistances(chequered(16), flat(0, 16), {}).multiScale, 1.0 / 2));
        QVERIFY(near(pixelDistances(chequered(32), flat(0, 32), {}).multiScale, 1.0 / 3));
    }

    void weightsSayWhatCounts() {
        auto error = flat(1, 16) * leftHalf(16) / 2;
        QVERIFY(near(pixelDistances(error, flat(0, 16), {}).multiScale, 0.5));
        QVERIFY(near(pixelDistances(error, flat(0, 16), leftHalf(16)).multiScale, 1));
        QVERIFY(near(pixelDistances(flat(1, 16) - error, flat(0, 16), leftHalf(16)).multiScale, 0));
        QVERIFY(near(pixelDistances(flat(1, 16), flat(0, 16), torch::ones({2, 1, 16, 16}, torch::kFloat64)).multiScale, 1));
    }

    void structureIsRelativeToContrast() {
        const auto relief = 0.05 * chequered(32);
        QVERIFY(near(structureDistance(relief, relief, {}), 0));
        QVERIFY(near(structureDistance(relief + 0.25, relief, {}), 0));
        // Half of it: nothing is left of the relief in the halved picture.
        const double missing = structureDistance(flat(0, 32), relief, {}).item<double>();
        QVERIFY(std::abs(missing - 0.5 * 0.0025 / (0.0025 + 4e-4)) < 1e-3);
        QVERIFY(std::abs(structureDistance(flat(0, 32), 10 * relief, {}).item<double>() - 0.5) < 1e-3);
        QVERIFY(structureDistance(-relief, relief, {}).item<double>() > 0.9);
        QVERIFY(near(structureDistance(flat(1, 8), flat(0, 8), {}), 0));  // no window fits
        const auto right = relief * (leftHalf(32) == 0).to(torch::kFloat64);
        QVERIFY(structureDistance(right, flat(0, 32), leftHalf(32)).item<double>() <
                0.5 * structureDistance(right, flat(0, 32), {}).item<double>());
    }

    void reliefIsWhatCoveredDepthShows() {
        auto picture = [](double slope, double coverage) {
            auto made = torch::full({2, 5, 32, 32}, coverage, torch::kFloat64);
            made.select(1, 4) = slope * torch::arange(32, torch::kFloat64);
            return made;
        };
        auto depth = [&](double slope) { return picture(slope, 1).narrow(1, 4, 1); };
        QVERIFY(near(reliefDistance(depth(0.5) + 3, picture(0.5, 1)), 0));
        QVERIFY(near(reliefDistance(depth(0.5), picture(0.25, 1)), 32 * 0.25));
        QVERIFY(near(reliefDistance(depth(0.25).transpose(2, 3), picture(0, 1)), 32 * 0.25));
        QVERIFY(near(reliefDistance(depth(0.5), picture(0.25, -1)), 0));  // backdrop alone
    }

    void theGradientDistanceIsThatOfNeighbours() {
        QVERIFY(near(pixelDistances(flat(5, 8), flat(3, 8), {}).gradient, 0));
        QVERIFY(near(pixelDistances(rampAcross(8), flat(3, 8), {}).gradient, 1));
        QVERIFY(near(pixelDistances(flat(0, 8), 3 * rampAcross(8).transpose(2, 3), {}).gradient, 3));
        QVERIFY(near(pixelDistances(chequered(8), flat(0, 8), {}).gradient, 4));
    }

    void weightsCountTheLaterNeighbour() {
        auto column = torch::zeros({2, 1, 8, 8}, torch::kFloat64);
        column.narrow(3, 3, 1).fill_(1);
        QVERIFY(near(pixelDistances(rampAcross(8), flat(0, 8), column).gradient, 1.0 / 7));
    }

    void rankingEqualScoresCostsLog2() {
        auto scores = torch::tensor({-1.0, 5.0}, torch::kFloat64);
        QVERIFY(near(discriminatorLoss(AdversarialLoss::Relativistic, scores, scores), std::log(2)));
        QVERIFY(near(generatorLoss(AdversarialLoss::Relativistic, scores, scores), std::log(2)));
    }

    void rankedRealsAreCounted() {
        auto real = torch::tensor({1.0, 2.0, -1.0, 3.0}), fake = torch::tensor({0.5, 4.0, -2.0, 1.0});
        QVERIFY(near(realsRanked(AdversarialLoss::Relativistic, real, fake), 0.5));
        QVERIFY(near(realsRanked(AdversarialLoss::NonSaturating, real, fake), 0.5));
        QVERIFY(near(realsRanked(AdversarialLoss::NonSaturating, -real.abs(), fake), -1));
    }

    void theRelativisticLossLooksAtDifferencesAlone() {
        auto real = torch::tensor({1.0, 2.0}, torch::kFloat64), fake = torch::tensor({0.5, 4.0}, torch::kFloat64);
        const auto kind = AdversarialLoss::Relativistic;
        const double expected = (std::log1p(std::exp(-0.5)) + std::log1p(std::exp(2.0))) / 2;
        QVERIFY(near(discriminatorLoss(kind, real, fake), expected));
        QVERIFY(near(discriminatorLoss(kind, real + 3, fake + 3), expected));
        QVERIFY(near(generatorLoss(kind, fake, real), expected));
    }

    void theOtherLossJudgesEachPictureByItself() {
        auto real = torch::tensor({1.0}, torch::kFloat64), fake = torch::tensor({-2.0}, torch::kFloat64);
        const auto kind = AdversarialLoss::NonSaturating;
        QVERIFY(near(discriminatorLoss(kind, real, fake), std::log1p(std::exp(-1.0)) + std::log1p(std::exp(-2.0))));
        QVERIFY(near(generatorLoss(kind, real, fake), std::log1p(std::exp(2.0))));
    }

    void thePenaltyIsTheSquaredLengthOfTheGradient() {
        auto pictures = torch::tensor({1.0, 2.0, -3.0, 0.0}, torch::kFloat64).view({2, 1, 1, 2}).requires_grad_();
        auto weight = torch::tensor({0.5, 2.0}, torch::kFloat64).requires_grad_();
        auto penalty = gradientPenalty(squareScores(pictures, weight.view({1, 1, 1, 2})), pictures);
        // The gradient is 2 w x: (1, 8) and (-3, 0).
        QVERIFY(near(penalty, (1.0 + 64.0 + 9.0) / 2));
        penalty.backward();
        // d/dw of the mean of 4 w² x² is 8 w x² / 2.
        QVERIFY(torch::allclose(weight.grad(), torch::tensor({8 * 0.5 * (1 + 9) / 2, 8 * 2.0 * 4 / 2}, torch::kFloat64)));
    }

    void thePenaltysGradientThroughADiscriminatorIsThatOfFiniteDifferences() {
        torch::manual_seed(4);
        Discriminator discriminator(
            DiscriminatorOptions{.resolution = 16, .conditionSize = 3, .channels = {4, 4}, .folding = Folding::Yes});
        discriminator->to(torch::kFloat64);
        discriminator->computeIn(torch::kFloat64);
        auto c = torch::randn({4, 3}, torch::kFloat64), pictures = torch::randn({4, 3, 16, 16}, torch::kFloat64).requires_grad_();
        auto penalty = [&] { return gradientPenalty(discriminator(pictures, c), pictures); };
        for (auto& item : discriminator->named_parameters()) {
            auto weight = item.value();
            auto gradient = torch::autograd::grad({penalty()}, {weight}, {}, false, false, true).front();
            auto direction = torch::randn_like(weight);
            auto along = [&](double step) {
                weight.set_data(weight.data() + step * direction);
                const double value = penalty().item<double>();
                weight.set_data(weight.data() - step * direction);
                return value;
            };
            const double expected = (along(1e-5) - along(-1e-5)) / 2e-5;
            const double actual = gradient.defined() ? (gradient * direction).sum().item<double>() : 0;
            QVERIFY2(std::abs(actual - expected) < 1e-5 * (1 + std::abs(expected)), item.key().c_str());
        }
    }

    void featuresAreComparedForTheFirstPictures() {
        std::vector<torch::Tensor> generated = {flat(1, 8), flat(2, 4)}, real = {flat(0, 8), flat(5, 4)};
        generated[0][1] = 100;
        QVERIFY(near(featureDistance(generated, real, 1), (1.0 + 3.0) / 2));
    }

    void bothPassGradients() {
        auto picture = torch::randn({1, 3, 16, 16}).requires_grad_();
        (pixelDistances(picture, torch::zeros_like(picture), {}).multiScale + pixelDistances(picture, torch::zeros_like(picture), {}).gradient)
            .backward();
        QVERIFY(picture.grad().abs().sum().item<double>() > 0);
    }
};

QTEST_GUILESS_MAIN(LossesTest)
#include "losses_test.moc"
