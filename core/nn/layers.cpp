#include "core/nn/layers.h"

#include <cmath>

#include "core/nn/initial_weights.h"

namespace charrette {

LinearImpl::LinearImpl(const Options& options)
    : weight(register_parameter("weight", initialWeights({options.out, options.in}) / options.rate)),
      bias(register_parameter("bias", torch::full({options.out}, options.bias / options.rate))),
      m_rate(options.rate),
      m_scale(options.rate / std::sqrt(double(options.in))) {}

torch::Tensor LinearImpl::forward(const torch::Tensor& x) {
    // The scale goes to the rows, which are few, instead of the weights, which would meet it once more in the gradient.
    return torch::addmm(bias * m_rate, x.to(weight.scalar_type()) * m_scale, weight.t());
}

ConvolutionImpl::ConvolutionImpl(int64_t in, int64_t out, int64_t kernel, Bias withBias)
    : weight(register_parameter("weight", initialWeights({out, in, kernel, kernel}))), m_scale(1 / std::sqrt(double(in * kernel * kernel))) {
    if (withBias == Bias::Yes) bias = register_parameter("bias", torch::zeros({out}));
}

torch::Tensor ConvolutionImpl::ofHalved(const torch::Tensor& x, double gain) const {
    TORCH_CHECK(weight.size(2) == 1, "only a 1 x 1 kernel can take means of pixels");
    // A 2 x 2 kernel of equal weights: one pass over the larger picture instead of two.
    auto kernel = (weight * (m_scale * gain / 4)).to(x.scalar_type()).expand({-1, -1, 2, 2});
    auto addend = bias.defined() ? (bias * gain).to(x.scalar_type()) : bias;
    return torch::conv2d(x, kernel.contiguous(x.suggest_memory_format()), addend, 2);
}

torch::Tensor ConvolutionImpl::activated(const torch::Tensor& x, int64_t stride, double gain) const {
    // The activation is positively homogeneous, so its gain goes into weight and bias.
    const double total = gain * std::sqrt(2.0);
    auto scaled = [&](const torch::Tensor& values, double factor) { return (values * factor).to(x.scalar_type()); };
    auto y = torch::conv2d(x, scaled(weight, m_scale * total), bias.defined() ? scaled(bias, total) : bias, stride, weight.size(2) / 2);
    return torch::leaky_relu_(y, 0.2);
}

}  // namespace charrette
