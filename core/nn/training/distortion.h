#pragma once

#include "core/nn/training/training_set.h"

namespace charrette {

/// How the pictures of a batch are changed before a discriminator sees them. Drawn once for real and generated pictures of the same rows.
struct Distortion {
    torch::Tensor places;            ///< [N, 2, 3]: where a pixel of the result comes from, as libtorch's `affine_grid_generator` takes it
    torch::Tensor contrast, offset;  ///< [N, 1, 1, 1], of the colours
};

/// What a distortion is drawn from.
struct DistortionRange {
    torch::Tensor probability;  ///< a scalar from 0 to 1; undefined: 0
    int64_t jitter = 0;         ///< pixels
};

/// Draws for pictures [N, channels, r, r] of a part. With `probability` each, they are shifted by up to an eighth, enlarged or made
/// smaller, and changed in contrast and lightness, so that a discriminator cannot learn a small set by heart (Karras et al. 2020, "Training
/// generative adversarial networks with limited data"). All are shifted by whole pixels, up to `jitter` in both directions, since a
/// discriminator that halves pictures judges even and odd pixels apart. `groups`: as in `Part::of`.
Distortion drawDistortion(const Part& part, int64_t groups, const torch::Tensor& pictures, const DistortionRange& range);

/// Pictures [N, channels, r, r] so changed, reflected at their edges; only red, green and blue get another contrast.
torch::Tensor distorted(const torch::Tensor& pictures, const Distortion& distortion);

}  // namespace charrette
