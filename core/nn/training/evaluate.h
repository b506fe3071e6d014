#pragma once

#include <filesystem>
#include <stop_token>
#include <string>

namespace charrette {

/// Measures a packaged model on the held-out split of a data set and writes `report.json` and `report.md` beside its card: reconstruction through
/// the encoder (mean absolute error and PSNR over red, green and blue) and control (`measureControl`). Throws `Error`.
void evaluateModel(const std::filesystem::path& model, const std::filesystem::path& data, const std::string& device,
                   std::stop_token stop = {});

}  // namespace charrette
