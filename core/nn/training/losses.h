#pragma once

#include <vector>

#include "core/nn/torch.h"
#include "core/nn/training/options.h"

namespace charrette {

/// Pictures [N, channels >= 3, r, r] whose colours are `factor` times as far from the grey of the same mean; other channels stay. Of the loss
/// between pictures changed so, colour has a larger part: eyes see clouds of colour where the mean of three channels hardly does.
torch::Tensor saturated(const torch::Tensor& pictures, double factor);

/// How far pictures are from others, pixel by pixel. Scalars.
struct PixelDistances {
    torch::Tensor multiScale;  ///< mean absolute error over the picture and its halvings down to 8², averaged over the scales
    torch::Tensor gradient;    ///< mean absolute error of the differences between neighbouring pixels, down and across, added
};

/// Pictures are [N, channels, r, r]. `weight` [N, 1, r, r] says what each pixel counts; undefined: all the same.
PixelDistances pixelDistances(const torch::Tensor& picture, const torch::Tensor& target, const torch::Tensor& weight);

/// How far the local structure of lightness is from the target's, whatever its contrast: one minus the contrast and structure part of the
/// structural similarity (Wang et al. 2004), in windows of 7² of the picture and of its half. From faint relief as much as from an outline,
/// where the distances above see little of the first. Both are [N, 3, r, r]. A scalar from 0 to 2 when all weights are the same.
torch::Tensor structureDistance(const torch::Tensor& colours, const torch::Tensor& target, const torch::Tensor& weight);

/// Mean absolute error of slopes of a depth [N, 1, r, r] where the object of the target [N, 5, r, r] fills 3² pixels, per 1/64 of the range and
/// pixel: which way a surface faces, with nothing of its colour. A scalar.
torch::Tensor reliefDistance(const torch::Tensor& depth, const torch::Tensor& target);

/// What discriminator and generator lose by scores [N] of real and generated pictures, the n-th of each under the same condition: how
/// seldom the real one is ranked above its partner (Jolicoeur-Martineau 2019; Huang et al. 2024), or each by itself (Goodfellow et al.
/// 2014). Scalars.
torch::Tensor discriminatorLoss(AdversarialLoss kind, const torch::Tensor& real, const torch::Tensor& generated);
torch::Tensor generatorLoss(AdversarialLoss kind, const torch::Tensor& real, const torch::Tensor& generated);

/// How surely a discriminator tells its pictures apart, from -1 to 1 with 0 for guessing: the mean sign of the real picture's score above its
/// partner's, or of its own. Near 1 it knows the training pictures by heart. A scalar.
torch::Tensor realsRanked(AdversarialLoss kind, const torch::Tensor& real, const torch::Tensor& generated);

/// Mean over the pictures of the squared length of the scores' gradient (Mescheder et al. 2018: R1 on real, R2 on generated ones). A scalar
/// that can be differentiated; the scores' graph is kept.
torch::Tensor gradientPenalty(const torch::Tensor& scores, const torch::Tensor& pictures);

/// Mean absolute difference of a discriminator's features [N, C, H, W] of generated and real pictures, averaged over the layers, for the
/// first `count` pictures (Larsen et al. 2016). The real ones are the goal and get no gradient. A scalar.
torch::Tensor featureDistance(const std::vector<torch::Tensor>& generated, const std::vector<torch::Tensor>& real, int64_t count);

}  // namespace charrette
