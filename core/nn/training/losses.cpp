#include "core/nn/training/losses.h"

#include "core/nn/cpu_ops.h"
#include "core/nn/ops.h"

namespace charrette {

namespace {

torch::Tensor weightedMean(const torch::Tensor& error, const torch::Tensor& weight) {
    return (weight.defined() ? error.abs() * weight : error.abs()).mean();
}

torch::Tensor shifted(const torch::Tensor& x, int64_t dimension) {
    int64_t size = x.size(dimension);
    return x.narrow(dimension, 1, size - 1) - x.narrow(dimension, 0, size - 1);
}

/// Differences of pixels two apart in one dimension, with the other one cropped by a pixel on both sides.
torch::Tensor across(const torch::Tensor& x, int64_t dimension) {
    auto inner = x.narrow(dimension == 2 ? 3 : 2, 1, x.size(dimension == 2 ? 3 : 2) - 2);
    return inner.narrow(dimension, 2, x.size(dimension) - 2) - inner.narrow(dimension, 0, x.size(dimension) - 2);
}

torch::Tensor cropped(const torch::Tensor& weight, int64_t dimension) {
    return weight.defined() ? weight.narrow(dimension, 1, weight.size(dimension) - 1) : weight;
}

/// Both means that a CPU finds in one pass.
torch::Tensor absoluteMeans(const torch::Tensor& error, const torch::Tensor& weight) {
    return cpu::absoluteMeans(error, weight.defined() ? weight : torch::ones_like(error.narrow(1, 0, 1)));
}

torch::Tensor distanceOf(const torch::Tensor& error, const torch::Tensor& weight) {
    return cpu::takes(error) ? absoluteMeans(error, weight).select(0, 0) : weightedMean(error, weight);
}

/// Of one scale.
PixelDistances distancesOf(const torch::Tensor& error, const torch::Tensor& weight) {
    if (cpu::takes(error)) {
        auto means = absoluteMeans(error, weight);
        return {means.select(0, 0), means.select(0, 1)};
    }
    auto along = [&](int64_t dimension) { return weightedMean(shifted(error, dimension), cropped(weight, dimension)); };
    return {weightedMean(error, weight), along(2) + along(3)};
}

torch::Tensor greys(const torch::Tensor& colours) { return colours.mean(1, true); }

}  // namespace

torch::Tensor saturated(const torch::Tensor& pictures, double factor) {
    if (factor == 1) return pictures;
    const auto colours = pictures.narrow(1, 0, 3);
    const auto changed = torch::lerp(greys(colours), colours, factor);
    const int64_t others = pictures.size(1) - 3;
    return others > 0 ? torch::cat({changed, pictures.narrow(1, 3, others)}, 1) : changed;
}

PixelDistances pixelDistances(const torch::Tensor& picture, const torch::Tensor& target, const torch::Tensor& weight) {
    auto error = picture - target, scaled = weight;
    auto [sum, gradient] = distancesOf(error, weight);
    int scales = 1;
    for (; error.size(2) > 8; ++scales) {
        error = halved(error);
        if (scaled.defined()) scaled = halved(scaled);
        sum = sum + distanceOf(error, scaled);
    }
    return {sum / scales, gradient};
}

torch::Tensor structureDistance(const torch::Tensor& colours, const torch::Tensor& target, const torch::Tensor& weight) {
    constexpr int64_t window = 7;
    constexpr double faint = 4e-4;  // variance below which structure counts less: 2.5 of 255 levels
    auto a = greys(colours), b = greys(target), scaled = weight;
    auto sum = torch::zeros({}, a.options());
    int scales = 0;
    for (; scales < 2 && a.size(2) >= 16; ++scales) {
        if (scales > 0) {
            a = halved(a), b = halved(b);
            if (scaled.defined()) scaled = halved(scaled);
        }
        auto meanA = windowMean(a, window), meanB = windowMean(b, window);
        auto varianceA = windowMean(a.square(), window) - meanA.square(), varianceB = windowMean(b.square(), window) - meanB.square();
        auto covariance = windowMean(a * b, window) - meanA * meanB;
        auto alike = (2 * covariance + faint) / (varianceA + varianceB + faint);
        sum = sum + weightedMean(1 - alike, scaled.defined() ? windowMean(scaled, window) : scaled);
    }
    return scales > 0 ? sum / scales : sum;
}

torch::Tensor reliefDistance(const torch::Tensor& depth, const torch::Tensor& target) {
    // Averages of 3 x 3 slopes, since depth comes in few levels.
    auto error = windowMean(depth - target.narrow(1, 4, 1), 3);
    auto covered = (windowMean((target.narrow(1, 3, 1) > 0.98).to(error.dtype()), 5) > 0.99).to(error.dtype());
    auto slopes = (across(error, 2) / 2).abs() + (across(error, 3) / 2).abs();
    return 32 * (slopes * covered).sum() / covered.sum().clamp_min(1);
}

torch::Tensor discriminatorLoss(AdversarialLoss kind, const torch::Tensor& real, const torch::Tensor& generated) {
    if (kind == AdversarialLoss::Relativistic) return torch::softplus(generated - real).mean();
    return (torch::softplus(generated) + torch::softplus(-real)).mean();
}

torch::Tensor generatorLoss(AdversarialLoss kind, const torch::Tensor& real, const torch::Tensor& generated) {
    return torch::softplus(kind == AdversarialLoss::Relativistic ? real - generated : -generated).mean();
}

torch::Tensor realsRanked(AdversarialLoss kind, const torch::Tensor& real, const torch::Tensor& generated) {
    return (kind == AdversarialLoss::Relativistic ? real - generated : real).detach().sign().mean();
}

torch::Tensor gradientPenalty(const torch::Tensor& scores, const torch::Tensor& pictures) {
    auto gradient = torch::autograd::grad({scores.sum()}, {pictures}, {}, true, true).front();
    return gradient.square().sum({1, 2, 3}).mean();
}

torch::Tensor featureDistance(const std::vector<torch::Tensor>& generated, const std::vector<torch::Tensor>& real, int64_t count) {
    const auto wide = torch::promote_types(generated.front().scalar_type(), torch::kFloat32);
    auto sum = torch::zeros({}, generated.front().options().dtype(wide));
    for (size_t i = 0; i < generated.size(); ++i)
        sum = sum + (generated[i].narrow(0, 0, count) - real[i].narrow(0, 0, count).detach()).abs().mean(wide);
    return sum / double(generated.size());
}

}  // namespace charrette
