#pragma once

#include <filesystem>
#include <vector>

#include "core/data/dataset.h"

namespace charrette::test {

enum class Aux { No, Yes };

struct TinyDatasetOptions {
    int resolution = 32;
    int count = 48;
    Aux aux = Aux::Yes;  ///< coverage and depth
    double heldOutShare = 0.2;
};

/// A disc's radius, a number, and its colour, a choice of three: four components of a condition.
std::vector<Parameter> discParameters();

/// Pictures of one disc each on a grey ground, to be packed. Radius and colour are parameters; where the disc lies is not, so that there is
/// something left for a latent code.
std::vector<EncodedPicture> encodedDiscs(const TinyDatasetOptions& options = {});

/// Packs `encodedDiscs`.
void writeTinyDataset(const std::filesystem::path& folder, const TinyDatasetOptions& options = {});

}  // namespace charrette::test
