#pragma once

#include "core/nn/torch.h"

namespace charrette {

/// x / sqrt(mean(x²) + 1e-8) over the last dimension.
torch::Tensor normalizeSecondMoment(const torch::Tensor& x);

/// Leaky ReLU with slope 0.2, times sqrt(2), which keeps the second moment of normal input.
torch::Tensor activation(const torch::Tensor& x);

/// The [1, 3, 3, 1] low-pass filter of the StyleGAN2 family as [4, 4], summing to 1.
torch::Tensor resampleFilter();

/// [N, C, H, W] -> [N, C, 2H, 2W]: zeros between the samples, then the low-pass filter with gain 4.
torch::Tensor upsampled(const torch::Tensor& x);

/// The same by linear interpolation between pixels and zeros around them, for devices on which convolutions of single channels are slow.
torch::Tensor upsampledByInterpolation(const torch::Tensor& x);

/// [N, C, H, W] -> [N, C, H - 1, W - 1]: the low-pass filter as three averages of 2 x 2, which keep the channels' layout in memory.
torch::Tensor smoothed(const torch::Tensor& x);

/// A picture or features as a network's first layer takes them: of the type that it computes in, with the channels last in memory.
torch::Tensor asFeatures(const torch::Tensor& x, torch::ScalarType type);

/// [N, C, H, W] -> [N, C, H/2, W/2], means of 2 x 2 pixels.
torch::Tensor halved(const torch::Tensor& x);

/// [N, C, H, W] -> [N, C, H - size + 1, W - size + 1], means of size x size pixels.
torch::Tensor windowMean(const torch::Tensor& x, int64_t size);

/// [N, 4 C, H, W] -> [N, C, 2H, 2W], four channels laid out as 2 x 2 pixels.
torch::Tensor shuffled(const torch::Tensor& x);
/// The other way round.
torch::Tensor unshuffled(const torch::Tensor& x);

/// [N, C, H, W] times [N, C], of the type of `x`. On a CPU it can be differentiated once.
torch::Tensor modulated(const torch::Tensor& x, const torch::Tensor& factors);

/// [N, in, H, W] -> [N, out, 2H, 2W]: transposed convolution with stride 2, then the low-pass filter with gain 4 (Karras et al. 2020,
/// as the reference does it). `weight` is [out, in, 3, 3], of any type.
torch::Tensor upsampledConvolution(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& filter);

/// The same with the filter merged into the weights: four times the arithmetic and no pass over the result, for devices on which 16-bit
/// products are nearly free. The result is laid out channels last.
torch::Tensor convolvedInPhases(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& filter);

/// Factors [N, out] that bring each output channel of a modulated convolution back to unit variance (Karras et al. 2020, equation 3).
/// `weight` is [out, in, k, k], `style` [N, in].
torch::Tensor demodulation(const torch::Tensor& weight, const torch::Tensor& style);

}  // namespace charrette
