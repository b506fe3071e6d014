#pragma once

#include "core/nn/training/training_set.h"

namespace charrette {

/// How the pictures of a batch are changed before a discriminator sees them, so that it cannot learn a small set by heart (Karras et al. 2020,
/// "Training generative adversarial networks with limited data"). Drawn once for real and generated pictures of the same rows.
struct Distortion {
    torch::Tensor places;            ///< [N, 2, 3]: where a pixel of the result comes from, as libtorch's `affine_grid_generator` takes it
    torch::Tensor contrast, offset;  ///< [N, 1, 1, 1], of the colours
};

/// Draws for `rows` pictures of a part: each is shifted by up to an eighth, enlarged or made smaller, and changed in contrast and lightness, each
/// of the three with `probability`, a scalar tensor from 0 to 1. `groups`: as in `Part::of`.
Distortion drawDistortion(const Part& part, int64_t groups, int64_t rows, const torch::Tensor& probability);

/// Pictures [N, channels, r, r] so changed, reflected at their edges; only red, green and blue get another contrast.
torch::Tensor distorted(const torch::Tensor& pictures, const Distortion& distortion);

}  // namespace charrette
