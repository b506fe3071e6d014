#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace charrette {

/// Folders with a card in the places models are looked for: `CHARRETTE_MODELS` (a path list), the folder `models` beside the program's
/// source or installation.
std::vector<std::filesystem::path> modelFolders();

/// The folder of a model given by name ("vessels") or path. Throws `Error` naming the models that there are.
std::filesystem::path findModel(const std::string& nameOrFolder);

/// Where a model's preview head may lie: in its folder, and where that cannot be written, in the user's cache under the weights' hash.
std::filesystem::path previewHeadIn(const std::filesystem::path& modelFolder);
std::filesystem::path previewHeadInCache(const std::string& weightsHash);

}  // namespace charrette
