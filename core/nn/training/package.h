#pragma once

#include <filesystem>

namespace charrette {

/// Makes a model folder of a run: `generator.safetensors` and `encoder.safetensors` in half precision from the averaged weights, `card.json` from
/// the data set's parameters and `about` (JSON with `name`, `title`, `description` and `passport`), and `checkpoint.safetensors`, from which
/// training can go on. The first, the middle and the last sheet of samples go to `report/training`. Throws `Error`.
void packageRun(const std::filesystem::path& run, const std::filesystem::path& about, const std::filesystem::path& out);

}  // namespace charrette
