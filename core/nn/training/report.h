#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/nn/training/pair_trainer.h"
#include "core/nn/training/training_set.h"

namespace charrette {

/// Mean absolute error, on a scale from 0 to 1 over red, green and blue, of held-out pictures through encoder (mean latent) and generator.
double heldOutDistance(PairTrainer::Averaged networks, const TrainingSet& heldOut, int64_t resolution, int64_t most = 256);

/// Three rows of pictures as PNG: held-out ones, the same through encoder and generator, and their parameters with latents drawn from
/// the prior. The draws are the same each time.
void writeSampleSheet(const std::filesystem::path& file, PairTrainer::Averaged networks, const TrainingSet& heldOut, int64_t resolution,
                      int64_t columns = 12);

/// Adds one line to a JSON-lines file.
void appendLine(const std::filesystem::path& file, const nlohmann::json& line);

/// Drops the lines after `images`, which a run that was killed wrote after its last checkpoint.
void truncateLog(const std::filesystem::path& file, int64_t images);

}  // namespace charrette
