#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/nn/training/options.h"

namespace charrette {

/// How fast one kind of stage of a training run is.
struct StageSpeed {
    TrainingStage stage;
    double imagesPerSecond = 0;      ///< of whole steps, penalties at their interval included
    double bareImagesPerSecond = 0;  ///< of the same convolutions forward and backward, and nothing else
    double share() const { return bareImagesPerSecond > 0 ? imagesPerSecond / bareImagesPerSecond : 0; }
};

/// Measures each stage of a run on random pictures, steps and bare convolutions in turns for `seconds` each, at least two rounds; the fastest
/// round of both counts, so that what else a machine does matters less. Throws `Error` when stopped.
std::vector<StageSpeed> measureStages(const TrainingOptions& options, int64_t conditionSize, const std::string& device, double seconds,
                                      std::stop_token stop);

}  // namespace charrette
