#pragma once

#include <cstdint>
#include <vector>

#include "core/design/card.h"
#include "core/design/genome.h"

namespace charrette {

/// How a generation of variants is drawn.
struct SamplingOptions {
    uint32_t seed = 0;                   ///< the first variant's latent seed; the following ones count up, wrapping at 2^32
    size_t count = 24;
    ParameterValues fixed = {};          ///< these keep their value in every variant
    double spread = 1;                   ///< 0: every free parameter at its default; 1: as the training data are spread; between: drawn towards the default
    double truncation = 1;
};

/// Draws variants. Free parameters are drawn from the training data's histogram (uniformly within a bin), or uniformly from the range where
/// there is none; integers are rounded. The draw of variant i depends only on `seed + i` and the parameter's name, so that fixing one
/// parameter changes no other, and the same latent seed gives the same variant in a grid of any size. Throws `Error` for values that do not fit.
std::vector<Genome> sampleGenomes(const Card& card, const SamplingOptions& options);

}  // namespace charrette
