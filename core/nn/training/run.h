#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "core/nn/replay.h"
#include "core/nn/training/options.h"

namespace charrette {

class ProcessGroup;

/// What a training run does and where it keeps its state.
struct RunOptions {
    std::filesystem::path data;           ///< folder of a packed data set
    std::filesystem::path out;            ///< folder of the run: checkpoint, log, sheets; an earlier run in it goes on
    std::filesystem::path from;           ///< checkpoint to begin with when the folder has none; may be empty
    Configure configure;                  ///< of a new run's options and of one that goes on; empty: as they are
    std::optional<double> budgetMinutes;  ///< leaves after so much time in this call, the rates falling over its last fifth
    std::optional<int64_t> images;        ///< leaves after so many pictures in all
    double checkpointMinutes = 3;
    double reportMinutes = 5;    ///< between sheets with a held-out measure
    std::string device = "cpu";  ///< "cpu", "cuda", "cuda:1"
    Recording recording = Recording::Yes;  ///< of steps on CUDA
    /// Other processes of the same run, if any; all see the same folders. The first writes and says what there is to say.
    std::shared_ptr<ProcessGroup> group = {};
};

/// What a run tells about itself.
struct RunProgress {
    int64_t images = 0, resolution = 0;
    double distance = 0;  ///< mean since the last line of the log
    double imagesPerSecond = 0;
    double minutesLeft = -1;  ///< -1: no end is known
};

/// Names of the files in a run's folder.
inline constexpr const char* checkpointName = "checkpoint.safetensors";
inline constexpr const char* logName = "log.jsonl";

/// Trains until the budget, the number of pictures or `stop` ends it, then writes a checkpoint. Progress is reported about once a second;
/// `say` gets sentences worth keeping. Throws `Error`; the last checkpoint is good then.
void runTraining(const RunOptions& options, const std::function<void(const RunProgress&)>& progress,
                 const std::function<void(const std::string&)>& say, std::stop_token stop);

}  // namespace charrette
