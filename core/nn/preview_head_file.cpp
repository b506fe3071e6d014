#include "core/nn/preview_head_file.h"

#include <cstdio>

#include "core/base/error.h"
#include "core/design/model_folders.h"
#include "core/nn/weights.h"

namespace charrette {

namespace fs = std::filesystem;

namespace {

bool fits(const PreviewHeadOptions& head, const PreviewHeadOptions& wanted) {
    return head.featureChannels == wanted.featureChannels && head.imageChannels == wanted.imageChannels &&
           head.styleSize == wanted.styleSize && head.styleLayers == wanted.styleLayers;
}

/// Null for a file that belongs to other weights, or is not whole: without previews a model works as well, and the next training of the
/// head replaces it.
PreviewHead headIn(const fs::path& file, const std::string& weightsHash, const GeneratorOptions& generator) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) return nullptr;
    try {
        const auto contents = SafetensorsFile::read(file);
        if (generatorHashOf(contents) != weightsHash) return nullptr;
        PreviewHead head = loadPreviewHead(contents);
        return fits(head->options(), previewHeadOptions(generator)) ? head : nullptr;
    } catch (const Error& failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return nullptr;
    }
}

}  // namespace

PreviewHead PreviewHeadFile::lookedFor(const GeneratorOptions& generator) {
    const auto now = std::chrono::steady_clock::now();
    if (m_lookedAt.time_since_epoch().count() != 0 && now - m_lookedAt < std::chrono::seconds(1)) return nullptr;
    m_lookedAt = now;
    return find(generator);
}

PreviewHead PreviewHeadFile::find(const GeneratorOptions& generator) const {
    if (!isWorthPreviews(generator)) return nullptr;
    for (const fs::path& file : {previewHeadIn(m_folder), previewHeadInCache(m_weightsHash)})
        if (PreviewHead head = headIn(file, m_weightsHash, generator)) return head;
    return nullptr;
}

}  // namespace charrette
