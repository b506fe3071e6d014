#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/design/card.h"
#include "core/design/genome.h"

namespace charrette {

/// How a generation of variants is drawn.
struct SamplingOptions {
    uint32_t seed = 0;  ///< the first variant's latent seed; the following ones count up, wrapping at 2^32
    size_t count = 24;
    ParameterValues fixed = {};  ///< these keep their value in every variant
    double spread = 1;  ///< 0: every free parameter at its default; 1: as the training data are spread; between: drawn towards the default
    double truncation = 1;
    std::map<std::string, double> variation = {};   ///< per parameter 0 to 1, times `spread`; 1 where there is none
    ParameterValues around = {};                    ///< towards these is drawn, where there are any, instead of the default. A latent
                                                    ///< parameter is set in the variants when it is here; an arrangement keeps its number
    std::map<std::string, double> directions = {};  ///< in every variant, in standard deviations
};

/// Draws variants. Free parameters are drawn from the training data's histogram (uniformly within a bin), or uniformly from the range where
/// there is none; integers are rounded. The draw of variant i depends only on `seed + i` and the parameter's name, so that fixing one
/// parameter changes no other, and the same latent seed gives the same variant in a grid of any size. Throws `Error` for values that do not
/// fit.
std::vector<Genome> sampleGenomes(const Card& card, const SamplingOptions& options);

/// A parameter's own spread, where `variation` has one for it. The second throws `Error` for names and shares that do not fit.
double spreadOf(const std::map<std::string, double>& variation, const std::string& name, double spread);
void checkVariation(const Card& card, const std::map<std::string, double>& variation, const std::string& where);

/// The parameter's value as the variant of this seed has it. `centre` is what they are drawn towards, `spread` 0 to 1. A centre or spread
/// that does not fit is an `Error`.
ParameterValue sampledValue(const Parameter& parameter, const ParameterValue& centre, double spread, uint32_t seed);

/// The smallest and the largest value that `sampledValue` gives for a Number or Integer.
std::pair<double, double> sampledRange(const Parameter& parameter, double centre, double spread);

}  // namespace charrette
