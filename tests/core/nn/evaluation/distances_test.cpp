#include <cmath>

#include <QTemporaryDir>
#include <QTest>

#include "core/image/image_file.h"
#include "core/nn/evaluation/frechet.h"
#include "core/nn/evaluation/neighbours.h"
#include "core/nn/evaluation/similarity.h"

using namespace charrette;

namespace {

torch::Tensor vectorOf(std::initializer_list<double> values) { return torch::tensor(std::vector<double>(values), torch::kFloat64); }

/// Independent columns with these means and deviations.
Gaussian independent(std::initializer_list<double> means, std::initializer_list<double> deviations) {
    return {vectorOf(means), torch::diag(vectorOf(deviations).square())};
}

Gaussian turned(const Gaussian& gaussian, double angle) {
    auto turn = vectorOf({std::cos(angle), -std::sin(angle), std::sin(angle), std::cos(angle)}).view({2, 2});
    return {turn.mv(gaussian.mean), turn.mm(gaussian.covariance).mm(turn.t())};
}

bool near(double value, double expected, double tolerance = 1e-9) { return std::abs(value - expected) < tolerance; }

torch::Tensor flat(double value) { return torch::full({2, 3, 32, 32}, value, torch::kFloat64); }

torch::Tensor waves(double phase) {
    auto line = torch::arange(32, torch::kFloat64);
    return (0.5 * torch::sin((line.unsqueeze(0) + line.unsqueeze(1)) * 0.4 + phase)).expand({2, 3, 32, 32});
}

bool alike(const torch::Tensor& values, double expected, double tolerance = 1e-6) {
    return values.dim() == 1 && values.size(0) == 2 && (values - expected).abs().max().item<double>() < tolerance;
}

double first(const torch::Tensor& values) { return values[0].item<double>(); }

}  // namespace

/// Fréchet distance, likeness of pictures, neighbours: sums whose results are known.
class DistancesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void frechetDistanceOfIndependentColumnsIsTheSumOfTheirs() {
        const auto a = independent({0, 1}, {1, 2}), b = independent({3, 1}, {2, 0.5});
        QVERIFY(near(frechetDistance(a, a), 0));
        QVERIFY(near(frechetDistance(a, b), 9 + 1 + 2.25));
        QVERIFY(near(frechetDistance(b, a), 9 + 1 + 2.25));
    }

    void frechetDistanceDoesNotDependOnTheAxes() {
        const auto a = independent({0, 1}, {1, 2}), b = independent({3, 1}, {2, 0.5});
        QVERIFY(near(frechetDistance(turned(a, 0.7), turned(b, 0.7)), frechetDistance(a, b)));
        // A quarter turn exchanges the deviations.
        QVERIFY(near(frechetDistance(independent({0, 0}, {1, 2}), turned(independent({0, 0}, {1, 2}), std::acos(-1.0) / 2)), 2));
    }

    void frechetDistanceTakesSingularCovariances() {
        const auto line = independent({0, 0}, {1, 0}), other = independent({0, 0}, {0, 1});
        QVERIFY(near(frechetDistance(line, other), 2));
        auto few = torch::randn({3, 8}, torch::kFloat64);
        QVERIFY(near(frechetDistance(gaussianOf(few), gaussianOf(few)), 0, 1e-6));
    }

    void gaussianOfFeaturesHasTheirMomentsWithoutBias() {
        const auto gaussian = gaussianOf(vectorOf({1, 0, 3, 0, 5, 3}).view({3, 2}));
        QVERIFY(torch::allclose(gaussian.mean, vectorOf({3, 1})));
        QVERIFY(torch::allclose(gaussian.covariance, vectorOf({4, 3, 3, 3}).view({2, 2})));
    }

    void equalPicturesAreWhollyAlike() {
        QVERIFY(alike(structuralSimilarity(waves(0), waves(0)), 1));
        QVERIFY(alike(signalToNoise(waves(0), waves(0)), 100));
    }

    void anEvenErrorHasAKnownNoise() {
        QVERIFY(alike(signalToNoise(flat(0), flat(0.2)), 20));
        QVERIFY(alike(signalToNoise(flat(0.5), flat(0.48)), 40));
    }

    void evenPicturesDifferInLightnessAlone() {
        // On a scale from 0 to 1: 0.75 and 0.25.
        const double expected = (2 * 0.75 * 0.25 + 1e-4) / (0.75 * 0.75 + 0.25 * 0.25 + 1e-4);
        QVERIFY(alike(structuralSimilarity(flat(0.5), flat(-0.5)), expected));
    }

    void contrastAloneHasAKnownLikeness() {
        // In a window of these weights a chequerboard has mean 0.5 up to 1e-6, so that only contrast differs.
        auto line = torch::arange(32);
        auto board = (1.0 - 2.0 * ((line.unsqueeze(0) + line.unsqueeze(1)) % 2).to(torch::kFloat64)).expand({2, 3, 32, 32});
        const double a = 0.2 * 0.2 / 4, b = 0.1 * 0.1 / 4;  // variances
        QVERIFY(alike(structuralSimilarity(0.2 * board, 0.1 * board), (2 * std::sqrt(a * b) + 9e-4) / (a + b + 9e-4), 1e-4));
    }

    void aShiftMakesPicturesLessAlikeTheMoreItIs() {
        const double little = first(structuralSimilarity(waves(0), waves(0.3))), much = first(structuralSimilarity(waves(0), waves(1.2)));
        const double opposite = first(structuralSimilarity(waves(0), waves(std::acos(-1.0))));
        QVERIFY2(little < 0.99 && little > 0.85, qPrintable(QString::number(little)));
        QVERIFY2(much < little - 0.3, qPrintable(QString::number(much)));
        QVERIFY2(opposite < -0.8, qPrintable(QString::number(opposite)));
    }

    void pairDistanceIsTheMeanOverAllPairs() {
        QVERIFY(near(meanPairDistance(vectorOf({0, 0, 3, 4, 0, 8}).view({3, 2})), (5 + 8 + 5) / 3.0));
    }

    void nearestComeFirst() {
        auto among = vectorOf({10, 1, 4, 2.5}).view({4, 1});
        const auto found = nearest(vectorOf({2, 9}).view({2, 1}), among, 2);
        QVERIFY(torch::equal(found.indices, torch::tensor({{3, 1}, {0, 2}}, torch::kInt64)));
        QVERIFY(torch::allclose(found.distances, vectorOf({0.5, 1, 1, 5}).view({2, 2})));
        QCOMPARE(nearest(among, among, 9).indices.size(1), int64_t(4));
    }

    void columnsStandUnderTheirHeads() {
        QTemporaryDir folder;
        const auto file = folder.filePath("sheet.png").toStdString();
        auto heads = torch::zeros({9, 3, 16, 16}), below = torch::full({9, 2, 3, 16, 16}, -1.0);
        heads[8] = 1;
        below[8][1] = 0;
        writeColumns(file, heads, below);
        const Image sheet = readImage(file);
        QVERIFY(sheet.width == 8 * 16 && sheet.height == 2 * 3 * 16);
        QVERIFY(std::abs(sheet.at(20, 5, 0) - 0.5f) < 0.01f);                // the second head
        QVERIFY(sheet.at(20, 20, 1) == 0);                                    // below it
        QVERIFY(sheet.at(5, 3 * 16 + 5, 2) == 1);                             // the ninth head
        QVERIFY(std::abs(sheet.at(5, 5 * 16 + 5, 0) - 0.5f) < 0.01f);         // the second below that
        QVERIFY(sheet.at(20, 3 * 16 + 5, 0) == 1);                            // nothing
    }
};

QTEST_GUILESS_MAIN(DistancesTest)
#include "distances_test.moc"
