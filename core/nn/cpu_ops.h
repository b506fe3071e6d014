#pragma once

#include "core/nn/torch.h"

/// What libtorch does on a CPU in several passes over memory or without vector instructions, each in one pass and with its gradient.
/// Tensors are on the CPU, in 32 or 64 bits, what is changed in place contiguous. Pictures have planes of their channels, features (what goes in
/// or comes out of convolutions) the channels last in memory, where convolutions are up to six times faster; others are copied. What is linear can
/// be differentiated any number of times, the rest once.
namespace charrette::cpu {

/// Whether these operations take such a tensor.
inline bool takes(const torch::Tensor& x) { return x.is_cpu() && (x.scalar_type() == torch::kFloat32 || x.scalar_type() == torch::kFloat64); }

/// [N, C, H, W] -> [N, C, H - size + 1, W - size + 1]: means of size x size pixels.
torch::Tensor windowMean(const torch::Tensor& x, int64_t size);

/// [N, C, H, W] -> [N, C, H/2, W/2]: means of 2 x 2 pixels.
torch::Tensor halved(const torch::Tensor& x);

/// [N, C, H, W] -> [N, C, 2H, 2W]: zeros between the samples, then the [1, 3, 3, 1] low-pass filter with gain 4.
torch::Tensor upsampled(const torch::Tensor& x);

/// [N, 4 C, H, W] -> [N, C, 2H, 2W]: four channels laid out as 2 x 2 pixels, as `torch::pixel_shuffle` does.
torch::Tensor shuffled(const torch::Tensor& x);
/// The other way round, as `torch::pixel_unshuffle` does.
torch::Tensor unshuffled(const torch::Tensor& x);

/// A transposed 3 x 3 convolution with stride 2 as an ordinary 2 x 2 one with an output a phase, [out, in, 3, 3] -> [4 out, in, 2, 2]:
/// even rows take taps 2 and 0 of the samples before and at them, odd rows tap 1 alone; the four phases of all channels come one after another.
/// libtorch's own transposed convolution takes up to twice as long.
torch::Tensor phaseWeight(const torch::Tensor& weight);

/// [N, 4 C, H + 1, W + 1] -> [N, C, 2H, 2W]: what a convolution with such weights and a padding of 1 gives, its phases laid out as pixels, then
/// the low-pass filter with gain 4.
torch::Tensor smoothedPhases(const torch::Tensor& x);

/// [N, C, H, W] times [N, C].
torch::Tensor modulated(const torch::Tensor& x, const torch::Tensor& factors);

/// leakyRelu(x * factors + addend) with slope 0.2; x is [N, C, H, W], factors [N, C], addend [C].
torch::Tensor ended(const torch::Tensor& x, const torch::Tensor& factors, const torch::Tensor& addend);

/// Of differences between pictures [N, C, H, W] and weights [N, 1, H, W], two numbers: the weighted mean of their size, and that of the size of
/// what neighbours differ by, across plus down, where the right or lower one's weight counts. Weights are not learned from.
torch::Tensor absoluteMeans(const torch::Tensor& difference, const torch::Tensor& weight);

/// What one step of Adam uses beside the gradients.
struct AdamStep {
    double beta1, beta2;  ///< decay of the running means of gradients and of their squares
    double rate;          ///< what all rates are multiplied with
    double bias;          ///< of the running mean of squares: what it is divided by
};

/// One step of Adam on flat tensors of one length: moves `values`, `mean` and `square`.
void adam(const torch::Tensor& values, const torch::Tensor& mean, const torch::Tensor& square, const torch::Tensor& gradients,
          const torch::Tensor& rates, const AdamStep& step);

/// values += share * (target - values), on flat tensors of one length.
void approach(const torch::Tensor& values, const torch::Tensor& target, double share);

}  // namespace charrette::cpu
