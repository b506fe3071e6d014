#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/design/parameter.h"
#include "core/nn/encoder.h"
#include "core/nn/generator.h"
#include "core/nn/training/training_set.h"

namespace charrette {

/// How well one parameter of a model does what it says, read from pictures by the model's encoder.
struct ParameterControl {
    std::string name;
    double onReal = 0;       ///< R² (number, integer) or accuracy (choice, toggle) of reading it from held-out pictures
    double onGenerated = 0;  ///< the same from pictures generated with those parameters and latents from the prior
    double ownShift = 0;     ///< mean change of what is read when it goes from low to high, as a share of the change asked for
    double otherShift = 0;   ///< the largest mean change of another number read then, in its standard deviations
    std::string otherName;   ///< which that is; empty for a model with one number
};

/// One entry a parameter, on at most `most` held-out pictures. Low and high are the 10th and 90th percentile of the range; for choices the
/// shifts are 0 and left out of the report.
std::vector<ParameterControl> measureControl(Generator& generator, Encoder& encoder, const TrainingSet& heldOut,
                                             const std::vector<Parameter>& parameters, int64_t most = 256);

nlohmann::json toJson(const std::vector<ParameterControl>& control);
/// A Markdown table.
std::string toMarkdown(const std::vector<ParameterControl>& control);

}  // namespace charrette
