#pragma once

#include <filesystem>
#include <string>

#include "core/nn/inference/precision.h"

namespace charrette {

/// Computes what shared reference data hold, for comparison with other implementations: reads `z` [N, latent] and `c` [N, condition] from
/// `inputs` and writes `ws`, `ws_psi07`, `ws_psi07_cutoff4` [N, layers, style], `image_noise_const` and `image_noise_none` (both from
/// `ws_psi07`) and `image_psi1` (from `ws`) [N, channels, r, r] as F32. The network's shape comes from the weights' metadata. `precision`
/// counts on CUDA. Throws `Error`.
void synthesizeFile(const std::filesystem::path& weights, const std::filesystem::path& inputs, const std::filesystem::path& out,
                    const std::string& device = "cpu", Precision precision = Precision::Single);

}  // namespace charrette
