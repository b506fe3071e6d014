#pragma once

#include <vector>

#include "core/design/card.h"
#include "core/nn/generator.h"

namespace charrette {

/// Directions for a model that brings none, of two kinds:
///   "overall 1" and following: principal components of the style vectors (GANSpace, Härkönen et al. 2020), on all layers;
///   "form 1", "detail 1", "surface 1" and following: factors of the weights that read the style vectors (SeFa, Shen and Zhou 2021) of the
///   layers at 4² and 8², at 16² and 32², and above, each group ordered by how much a standard deviation changes what these weights give.
/// Both look at style vectors of the same condition only: what the condition decides, a designer already has parameters for. So factors are
/// sought in the span of as many principal components as the latent has values, outside of which style vectors of one condition hardly go.
/// The same model always gives the same directions. Throws `Error` when weights or style vectors are not finite.
std::vector<Direction> findDirections(Generator& generator, const Card& card);

/// 10,000 style vectors as [conditions, draws, style]: of 100 conditions as the training data are spread, or of a single one when there are
/// no parameters. Always the same for a model.
torch::Tensor sampledStyles(Generator& generator, const Card& card);

/// Covariance within conditions: [conditions, draws, style] -> [style, style], float64.
torch::Tensor covarianceWithin(const torch::Tensor& styles);

/// Eigenvectors of a symmetric matrix as rows of unit length, that of the largest eigenvalue first. The entry of largest magnitude is
/// positive.
torch::Tensor principalAxes(const torch::Tensor& symmetric);

/// AᵀA [style, style], float64, where A holds every weight that reads the style vectors of these layers (both inclusive), a row an output,
/// and each row has unit length. `principalAxes` of it are SeFa's directions.
torch::Tensor weightGram(const GeneratorImpl& generator, int firstLayer, int lastLayer);

}  // namespace charrette
