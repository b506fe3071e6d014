#pragma once

#include <map>
#include <string>

#include "core/nn/training/distortion.h"
#include "core/nn/training/networks.h"
#include "core/nn/training/training_set.h"

namespace charrette {

/// Losses of one step by name, each before its weight; scalars.
using Losses = std::map<std::string, torch::Tensor>;

/// What one step makes smaller.
struct Objective {
    Losses losses;
    torch::Tensor total;   ///< for generator and encoder; a scalar
    torch::Tensor judged;  ///< for the discriminator; undefined when a step has no part for it
    torch::Tensor styles;  ///< [N, style], the style vectors that the step used
};

/// Rows of a batch that a discriminator compares with one another, or that a stage treats alike, come in so many groups, one after another;
/// batches that are divided must be a multiple of it for each part.
inline constexpr int64_t rowGroups = 4;

/// The part of a whole batch that one process works on. The mean of all parts' losses and gradients is that of the whole batch.
Batch partOf(const Batch& whole, const Part& part, const TrainingStage& stage);

/// From pairs of parameters and pictures: a picture is encoded to a latent distribution, and a draw from it and the true condition must
/// give the picture back (a conditional variational autoencoder, Sohn et al. 2015, with an L1 likelihood at several scales). What the batch
/// knows of the latents is taken as known, and the encoder learns to read it. With a `readingWeight`, pictures of the full resolution learn
/// to be read as what they were made of.
Objective pairObjective(Autoencoder& networks, const Batch& batch, const TrainingOptions& options, int64_t resolution);

enum class Penalty { No, Yes };

/// Against a discriminator (a conditional VAE-GAN, Larsen et al. 2016): the first half of the batch is encoded and given back, the second
/// half's conditions get latents from the prior, and each result competes with the real picture of the same condition. The encoder,
/// unchanged by that, must read latents and conditions back from the second half. Full resolution; the discriminator's gradient penalty
/// comes with `penalty`. It sees pictures shifted and through noise as the options say, and changed with an `augmentation` probability (a
/// scalar tensor; undefined: none).
Objective adversarialObjective(Autoencoder& networks, Discriminator& discriminator, const Batch& batch, const TrainingOptions& options,
                               Penalty penalty, const torch::Tensor& augmentation = {});

}  // namespace charrette
