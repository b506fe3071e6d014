#include "core/nn/evaluation/similarity.h"

namespace charrette {

namespace {

constexpr int64_t windowSize = 11;
constexpr double windowDeviation = 1.5;

/// [N, 3, r, r] in [-1, 1] -> [N, 1, r, r] in [0, 1]
torch::Tensor lightness(const torch::Tensor& pictures) {
    auto shares = torch::tensor({0.299, 0.587, 0.114}, torch::kFloat64).to(pictures.device());
    return (((pictures.to(torch::kFloat64) + 1) / 2) * shares.view({1, 3, 1, 1})).sum(1, true);
}

/// Local means, [N, 1, r, r] -> [N, 1, r - 10, r - 10]
torch::Tensor windowed(const torch::Tensor& x) {
    auto position = torch::arange(windowSize, torch::kFloat64) - double(windowSize / 2);
    auto window = torch::exp(-position.square() / (2 * windowDeviation * windowDeviation));
    window = (window / window.sum()).to(x.device());
    return torch::conv2d(torch::conv2d(x, window.view({1, 1, -1, 1})), window.view({1, 1, 1, -1}));
}

}  // namespace

torch::Tensor signalToNoise(const torch::Tensor& first, const torch::Tensor& second) {
    auto error = ((first - second) / 2).to(torch::kFloat64).square().mean({1, 2, 3});
    return -10 * torch::log10(error.clamp_min(1e-10));
}

torch::Tensor structuralSimilarityMap(const torch::Tensor& first, const torch::Tensor& second) {
    constexpr double c1 = 0.01 * 0.01, c2 = 0.03 * 0.03;
    auto a = lightness(first), b = lightness(second);
    auto meanA = windowed(a), meanB = windowed(b);
    auto varianceA = windowed(a.square()) - meanA.square(), varianceB = windowed(b.square()) - meanB.square();
    auto covariance = windowed(a * b) - meanA * meanB;
    return (2 * meanA * meanB + c1) * (2 * covariance + c2) / ((meanA.square() + meanB.square() + c1) * (varianceA + varianceB + c2));
}

torch::Tensor structuralSimilarity(const torch::Tensor& first, const torch::Tensor& second) {
    return structuralSimilarityMap(first, second).mean({1, 2, 3});
}

}  // namespace charrette
