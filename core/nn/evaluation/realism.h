#pragma once

#include <functional>
#include <stop_token>

#include "core/nn/evaluation/figures.h"
#include "core/nn/evaluation/learning.h"
#include "core/nn/evaluation/parameter_reader.h"

namespace charrette {

/// Real pictures [N, 3, r, r] and generated ones with the conditions of any of them: [count, 3, r, r] for `count` indices of 64-bit integers,
/// with latents that depend on `draw`.
struct RealAndGenerated {
    torch::Tensor real;
    std::function<torch::Tensor(const torch::Tensor& indices, uint32_t draw)> generated;
};

/// Trains a classifier on one half of the pictures and tests it on the other, then the other way round. Real and generated pictures have the
/// same conditions in both halves, so that conditions tell nothing; while it learns, generated pictures get new latents again and again. It
/// begins as a copy of `start`, a network that has learned to see something else in such pictures. `learning` is for one of the two. Throws
/// `Error` when stopped.
Realism measureRealism(const RealAndGenerated& pictures, const PictureReader& start, const Augmentation& augmentation,
                       const Learning& learning, const std::function<void(double)>& progress, std::stop_token stop);

/// How well Fisher's linear discriminant tells features of real pictures [N, F] from those of generated ones with the same conditions
/// [N, F], made from one half and tested on the other, then the other way round. What differs below the features' notice does not count, so
/// that it still says something where a network that sees every pixel is always right.
Realism realismInFeatures(const torch::Tensor& real, const torch::Tensor& generated);

}  // namespace charrette
