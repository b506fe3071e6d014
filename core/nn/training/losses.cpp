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

}  // namespace charrette
