#pragma once

#include "core/nn/torch.h"

namespace charrette {

/// Mean [D] and covariance [D, D] of features [N, D], in double precision; N is at least 2.
struct Gaussian {
    torch::Tensor mean, covariance;
};
Gaussian gaussianOf(const torch::Tensor& features);

/// The squared Fréchet distance of two normal distributions (Dowson and Landau 1982): |m₁ - m₂|² + tr(C₁ + C₂ - 2 (C₁ C₂)^½).
double frechetDistance(const Gaussian& first, const Gaussian& second);

}  // namespace charrette
