#pragma once

#include "core/nn/torch.h"

namespace charrette {

/// How alike pictures [N, 3, r, r] in [-1, 1] are, one number a picture, [N].

/// Peak signal to noise ratio in dB, over all three colours.
torch::Tensor signalToNoise(const torch::Tensor& first, const torch::Tensor& second);

/// Structural similarity of the lightness (Rec. 601 luma), 1 for equal pictures (Wang et al. 2004): a Gaussian window of 11 x 11 pixels with
/// a deviation of 1.5, K 0.01 and 0.03, where it lies wholly inside the picture.
torch::Tensor structuralSimilarity(const torch::Tensor& first, const torch::Tensor& second);
/// The same at each place of the window, [N, 1, r - 10, r - 10].
torch::Tensor structuralSimilarityMap(const torch::Tensor& first, const torch::Tensor& second);

}  // namespace charrette
