#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "core/nn/evaluation/parameter_reader.h"
#include "core/nn/evaluation/subject.h"

namespace charrette {

/// A regressor for a subject's pictures, and how it learns where there is none yet.
struct RegressorOptions {
    std::filesystem::path file{};     ///< where it is kept; empty: nowhere
    int64_t images = 60'000;          ///< pictures that it learns from, repeats counted
    std::optional<double> minutes{};  ///< time at which it ends before that
    uint64_t seed = 0x5EED;           ///< not one that a training run is likely to have
    int halvings = 0;                 ///< of the subject's pictures before it sees them
};

/// How pictures of a subject may be changed while their conditions stay true.
Augmentation augmentationOf(const Subject& subject);

/// Reads the regressor from its file, or has one learn and keeps it there; so too where it is for pictures of another recipe. A file that
/// holds something else is an error and is not touched. `say` gets sentences worth keeping. Throws `Error`.
ParameterReader regressorFor(const Subject& subject, const RegressorOptions& options, const std::function<void(double)>& progress,
                             const std::function<void(const std::string&)>& say, std::stop_token stop);

}  // namespace charrette
