#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "core/nn/preview_head.h"

namespace charrette {

/// The preview head of a model, looked for in its folder and in the user's cache. It may be made while the model is open.
class PreviewHeadFile {
public:
    PreviewHeadFile(std::filesystem::path modelFolder, std::string weightsHash)
        : m_folder(std::move(modelFolder)), m_weightsHash(std::move(weightsHash)) {}

    /// Null where there is none that belongs to these weights and is whole, or where it was looked for less than a second ago.
    PreviewHead lookedFor(const GeneratorOptions& generator);
    /// Null where there is none, whenever it was looked for.
    PreviewHead find(const GeneratorOptions& generator) const;

private:
    std::filesystem::path m_folder;
    std::string m_weightsHash;
    std::chrono::steady_clock::time_point m_lookedAt = {};
};

}  // namespace charrette
