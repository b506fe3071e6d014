#include "core/nn/training/losses.h"

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

torch::Tensor cropped(const torch::Tensor& weight, int64_t dimension) {
    return weight.defined() ? weight.narrow(dimension, 1, weight.size(dimension) - 1) : weight;
}

}  // namespace

torch::Tensor multiScaleDistance(const torch::Tensor& picture, const torch::Tensor& target, const torch::Tensor& weight) {
    auto error = picture - target;
    auto scaled = weight;
    auto sum = weightedMean(error, scaled);
    int scales = 1;
    for (; error.size(2) > 8; ++scales) {
        error = halved(error);
        if (scaled.defined()) scaled = halved(scaled);
        sum = sum + weightedMean(error, scaled);
    }
    return sum / scales;
}

torch::Tensor gradientDistance(const torch::Tensor& picture, const torch::Tensor& target, const torch::Tensor& weight) {
    auto error = picture - target;
    return weightedMean(shifted(error, 2), cropped(weight, 2)) + weightedMean(shifted(error, 3), cropped(weight, 3));
}

torch::Tensor discriminatorLoss(AdversarialLoss kind, const torch::Tensor& real, const torch::Tensor& generated) {
    if (kind == AdversarialLoss::Relativistic) return torch::softplus(generated - real).mean();
    return (torch::softplus(generated) + torch::softplus(-real)).mean();
}

torch::Tensor generatorLoss(AdversarialLoss kind, const torch::Tensor& real, const torch::Tensor& generated) {
    return torch::softplus(kind == AdversarialLoss::Relativistic ? real - generated : -generated).mean();
}

torch::Tensor gradientPenalty(const torch::Tensor& scores, const torch::Tensor& pictures) {
    auto gradient = torch::autograd::grad({scores.sum()}, {pictures}, {}, true, true).front();
    return gradient.square().sum({1, 2, 3}).mean();
}

torch::Tensor featureDistance(const std::vector<torch::Tensor>& generated, const std::vector<torch::Tensor>& real, int64_t count) {
    auto sum = torch::zeros({}, generated.front().options());
    for (size_t i = 0; i < generated.size(); ++i)
        sum = sum + (generated[i].narrow(0, 0, count) - real[i].narrow(0, 0, count).detach()).abs().mean();
    return sum / double(generated.size());
}

}  // namespace charrette
