#pragma once

#include <cstdint>

#include "core/nn/torch.h"

namespace charrette {

/// A linear layer whose weights are stored with unit variance and scaled when used ("equalized learning rate", Karras et al. 2018).
/// `rate` multiplies weight and bias, so that they learn slower.
class LinearImpl : public torch::nn::Module {
public:
    struct Options {
        int64_t in = 1, out = 1;
        double bias = 0;  ///< its initial value
        double rate = 1;
    };
    explicit LinearImpl(const Options& options);
    /// [N, in] -> [N, out]
    torch::Tensor forward(const torch::Tensor& x);

    torch::Tensor weight, bias;

private:
    double m_rate, m_scale;
};
TORCH_MODULE(Linear);

/// A convolution with equalized learning rate, padding k / 2 and an optional bias.
class ConvolutionImpl : public torch::nn::Module {
public:
    enum class Bias { Yes, No };
    ConvolutionImpl(int64_t in, int64_t out, int64_t kernel, Bias withBias);
    /// [N, in, H, W] -> [N, out, H / 2, W / 2]: a 1 x 1 kernel on means of 2 x 2 pixels; the result is multiplied by `gain`.
    torch::Tensor ofHalved(const torch::Tensor& x, double gain) const;
    /// [N, in, H, W] -> [N, out, H / stride, W / stride], after the activation; the result is multiplied by `gain`.
    torch::Tensor activated(const torch::Tensor& x, int64_t stride = 1, double gain = 1) const;

    torch::Tensor weight, bias;

private:
    double m_scale;
};
TORCH_MODULE(Convolution);

}  // namespace charrette
