#pragma once

#include "core/nn/torch.h"

namespace charrette {

/// Mean absolute error over the picture and its halvings down to 8², averaged over the scales. `weight` [N, 1, r, r] says what each pixel
/// counts; undefined: all the same. Pictures are [N, channels, r, r]. A scalar.
torch::Tensor multiScaleDistance(const torch::Tensor& picture, const torch::Tensor& target, const torch::Tensor& weight);

/// Mean absolute error of the differences between neighbouring pixels, down and across. A scalar.
torch::Tensor gradientDistance(const torch::Tensor& picture, const torch::Tensor& target, const torch::Tensor& weight);

}  // namespace charrette
