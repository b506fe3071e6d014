#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/nn/training/trainer.h"
#include "core/nn/training/training_set.h"

namespace charrette {

/// Mean errors over red, green and blue on a scale from 0 to 1.
struct PictureErrors {
    double absolute = 0, squared = 0;
};

/// Errors of held-out pictures through encoder (mean latent) and generator.
PictureErrors heldOutErrors(Trainer::Averaged networks, const TrainingSet& heldOut, int64_t resolution, int64_t most = 256);

/// [count, size] standard normal values that depend on the seed alone.
torch::Tensor priorLatents(int64_t count, int64_t size, uint32_t seed);

/// Writes a picture [3, height, width] in [-1, 1] as PNG; what is beyond the range is cut.
void writeSheet(const std::filesystem::path& file, const torch::Tensor& picture);

/// Four rows of pictures as PNG: held-out ones, the same through encoder and generator, and twice their parameters with latents drawn from
/// the prior. The draws are the same each time.
void writeSampleSheet(const std::filesystem::path& file, Trainer::Averaged networks, const TrainingSet& heldOut, int64_t resolution,
                      int64_t columns);

/// The sheets in a folder, named by the number of pictures seen, from first to last; none when there is no folder.
std::vector<std::filesystem::path> sheetsIn(const std::filesystem::path& folder);

/// Adds one line to a JSON-lines file.
void appendLine(const std::filesystem::path& file, const nlohmann::json& line);

/// Drops the lines after `images`, which a run that was killed wrote after its last checkpoint, and what is no line of a log.
void truncateLog(const std::filesystem::path& file, int64_t images);

}  // namespace charrette
