#include "core/nn/ops.h"

#include <cmath>

#include "core/nn/cpu_ops.h"

namespace charrette {

namespace {

/// A transposed 3 x 3 convolution with stride 2 and the low-pass filter after it as one ordinary 3 x 3 convolution with an output a phase,
/// [out, in, 3, 3] -> [4 out, in, 3, 3]: in one dimension the filtered kernel has six taps, every second of which meets a sample.
torch::Tensor filteredPhaseWeight(const torch::Tensor& weight, const torch::Tensor& filter) {
    // [tap of the weight, phase, tap of the phase] is the filter's tap a + 2 t - phase - 1, or nothing.
    auto taps = torch::constant_pad_nd(2 * filter.sum(0), {2, 2});
    auto spread = taps.as_strided({3, 2, 3}, {1, 1, 2}).flip({1}).reshape({3, 6});
    auto inBoth = (spread.view({3, 1, 6, 1}) * spread.view({1, 3, 1, 6})).reshape({9, 36});
    int64_t out = weight.size(0), in = weight.size(1);
    auto phases = weight.reshape({out * in, 9}).matmul(inBoth).view({out, in, 2, 3, 2, 3}).permute({2, 4, 0, 3, 5, 1});
    return phases.reshape({4 * out, 3, 3, in}).permute({0, 3, 1, 2});
}

/// [N, 4 C, H, W] with the phases before the channels -> [N, C, 2 H, 2 W], laid out channels last.
torch::Tensor interleaved(const torch::Tensor& phases) {
    int64_t n = phases.size(0), channels = phases.size(1) / 4, height = phases.size(2), width = phases.size(3);
    auto rows = phases.permute({0, 2, 3, 1}).view({n, height, width, 2, 2, channels}).permute({0, 1, 3, 2, 4, 5});
    return rows.reshape({n, 2 * height, 2 * width, channels}).permute({0, 3, 1, 2});
}

}  // namespace

torch::Tensor normalizeSecondMoment(const torch::Tensor& x) { return x * torch::rsqrt(x.square().mean(-1, true) + 1e-8); }

torch::Tensor activation(const torch::Tensor& x) { return torch::leaky_relu(x, 0.2) * std::sqrt(2.0); }

torch::Tensor resampleFilter() {
    auto taps = torch::tensor({1.f, 3.f, 3.f, 1.f});
    return taps.outer(taps) / 64;
}

torch::Tensor upsampledByInterpolation(const torch::Tensor& x) {
    int64_t height = x.size(2), width = x.size(3);
    auto wide = torch::upsample_bilinear2d(torch::constant_pad_nd(x, {1, 1, 1, 1}), {2 * height + 4, 2 * width + 4}, /*align_corners=*/false);
    return wide.narrow(2, 2, 2 * height).narrow(3, 2, 2 * width);
}

torch::Tensor smoothed(const torch::Tensor& x) { return torch::avg_pool2d(torch::avg_pool2d(torch::avg_pool2d(x, 2, 1, 1), 2, 1), 2, 1); }

torch::Tensor asFeatures(const torch::Tensor& x, torch::ScalarType type) {
    return x.to(x.options().dtype(type), false, false, torch::MemoryFormat::ChannelsLast);
}

torch::Tensor upsampled(const torch::Tensor& x) { return cpu::takes(x) ? cpu::upsampled(x) : upsampledByInterpolation(x); }

torch::Tensor halved(const torch::Tensor& x) { return cpu::takes(x) ? cpu::halved(x) : torch::avg_pool2d(x, 2); }

torch::Tensor windowMean(const torch::Tensor& x, int64_t size) { return cpu::takes(x) ? cpu::windowMean(x, size) : torch::avg_pool2d(x, size, 1); }

torch::Tensor shuffled(const torch::Tensor& x) { return cpu::takes(x) ? cpu::shuffled(x) : torch::pixel_shuffle(x, 2); }

torch::Tensor unshuffled(const torch::Tensor& x) { return cpu::takes(x) ? cpu::unshuffled(x) : torch::pixel_unshuffle(x, 2); }

torch::Tensor modulated(const torch::Tensor& x, const torch::Tensor& factors) {
    return cpu::takes(x) ? cpu::modulated(x, factors) : x * factors.to(x.scalar_type()).unsqueeze(-1).unsqueeze(-1);
}

torch::Tensor convolvedInPhases(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& filter) {
    auto kernel = filteredPhaseWeight(weight.to(filter.scalar_type()), filter).to(x.scalar_type());
    return interleaved(torch::conv2d(x, kernel, {}, 1, 1).contiguous(torch::MemoryFormat::ChannelsLast));
}

torch::Tensor upsampledConvolution(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& filter) {
    if (x.scalar_type() == torch::kBFloat16) return convolvedInPhases(x, weight, filter);
    if (x.is_cuda()) return 4 * smoothed(torch::conv_transpose2d(x, weight.to(x.scalar_type()).transpose(0, 1), {}, 2));
    return cpu::smoothedPhases(torch::conv2d(x, cpu::phaseWeight(weight), {}, 1, 1));
}

torch::Tensor demodulation(const torch::Tensor& weight, const torch::Tensor& style) {
    return torch::rsqrt(style.square().matmul(weight.square().sum({2, 3}).t()) + 1e-8);
}

}  // namespace charrette
