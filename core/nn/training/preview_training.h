#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>

#include "core/design/card.h"
#include "core/nn/generator.h"
#include "core/nn/preview_head.h"

namespace charrette {

/// How a preview head is learned from its generator's own pictures (distillation, Hinton et al. 2015).
struct PreviewTraining {
    int64_t steps = 3000;
    int64_t batch = 16;
    int64_t fresh = 1;          ///< pictures that are generated for each step, in place of the oldest in the pool
    int64_t poolBytes = 256 << 20;
    uint64_t seed = 0;
};

/// [N, layers, style] -> [N, channels, r, r]: the generator's full pictures, as fast as may be.
using FullPictures = std::function<torch::Tensor(const torch::Tensor& ws)>;
FullPictures fullPicturesOf(Generator generator);

/// Draws style vectors [count, layers, style] as the program's gestures make them: of new variants, with parameters and known latent numbers at
/// the ends of their ranges, with latents mixed layer by layer as breeding does, blended between two, more or less truncated, and moved along
/// directions by up to 3 standard deviations.
class StyleDraws {
public:
    /// `generator` must outlive this. Directions are the card's, or found where it has none.
    StyleDraws(Generator& generator, const Card& card, uint64_t seed);
    torch::Tensor next(int64_t count);

private:
    /// [count, style]
    torch::Tensor mapped(int64_t count);
    torch::Tensor conditions(int64_t count);
    void moveAlongDirections(torch::Tensor& ws);
    double uniform();

    Generator& m_generator;
    Card m_card;
    at::Generator m_random;
    uint32_t m_seed;
};

/// The pictures [N, channels, r, r] as small as previews, kept within the range that is shown.
torch::Tensor asPreviews(const torch::Tensor& pictures);

/// Trains a head for a generator. `progress` gets the share that is done and the mean absolute error of the last steps, in [0, 2]. Returns the
/// average of the last weights, with gradients off; empty when stopped.
PreviewHead trainPreviewHead(Generator& generator, const Card& card, const FullPictures& fullPictures, const PreviewTraining& options,
                             const std::function<void(double share, double error)>& progress, std::stop_token stop);

}  // namespace charrette
