#include "core/image/pack.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <exception>
#include <fstream>
#include <new>
#include <optional>
#include <span>
#include <system_error>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/parallel.h"
#include "core/data/dataset.h"
#include "core/design/json.h"
#include "core/image/image_file.h"
#include "core/image/pack_parameters.h"
#include "core/image/table.h"

namespace charrette {
namespace {

constexpr size_t batchSize = 64;
/// A larger file is encoded anew: at most 1024 x 1024 pixels need not so many bytes, and a shard does not take them.
constexpr uint64_t keptFileLimit = 8u << 20;

/// A picture that is to be packed, with values that fit.
struct Source {
    std::string name, aux;
    ParameterValues values;
};

/// The file's place, unless a link leads out of the folder.
std::filesystem::path placeOf(const std::string& name, const std::filesystem::path& folder) {
    std::error_code failure;
    const auto root = std::filesystem::canonical(folder, failure);
    if (failure) throw Error("its folder cannot be found: " + failure.message());
    const auto place = std::filesystem::weakly_canonical(folder / name, failure);
    if (failure) throw Error("it cannot be found: " + failure.message());
    if (std::mismatch(root.begin(), root.end(), place.begin(), place.end()).first != root.end()) {
        throw Error("it lies outside the folder");
    }
    return place;
}

/// Whether a PNG file's header (PNG specification, section 11.2.2) says exactly this, and it is small: it is then stored as it is.
bool canBeKept(const std::filesystem::path& file, int size, int bits, int colourType) {
    const unsigned char side[4] = {0, 0, static_cast<unsigned char>(size >> 8), static_cast<unsigned char>(size & 255)};
    std::array<char, 26> head{};
    std::ifstream(file, std::ios::binary).read(head.data(), head.size());
    const bool isIt = !std::memcmp(head.data(), "\x89PNG\r\n\x1a\n", 8) && !std::memcmp(&head[16], side, 4) &&
                      !std::memcmp(&head[20], side, 4) && head[24] == bits && head[25] == colourType;
    std::error_code failure;
    return isIt && std::filesystem::file_size(file, failure) <= keptFileLimit && !failure;
}

std::vector<std::byte> encodedPicture(const std::filesystem::path& file, const Image& image, const PackOptions& options) {
    if (!options.jpeg && image.channels == 3 && canBeKept(file, options.resolution, 8, 2)) return readFile(file, keptFileLimit);
    const Image small = resized(centredSquare(overWhite(image)), options.resolution, options.resolution);
    return options.jpeg ? encodeJpeg(small, 95) : encodePng(small, SampleDepth::Bits8);
}

/// Depth is averaged over what is covered, so that edges keep the depth of the object.
Image resizedDepth(Image image, int size) {
    for (size_t i = 0; i < image.samples.size(); i += 2) image.samples[i] *= image.samples[i + 1];
    image = resized(centredSquare(image), size, size);
    for (size_t i = 0; i < image.samples.size(); i += 2) {
        const float coverage = image.samples[i + 1];
        image.samples[i] = coverage > 0 ? std::min(image.samples[i] / coverage, 1.0f) : 0.0f;
    }
    return image;
}

std::vector<std::byte> encodedAux(const std::filesystem::path& file, const Image& picture, const PackOptions& options) {
    const Image image = readGreyAlpha(file);
    if (image.width != picture.width || image.height != picture.height) throw Error("its auxiliary picture has another size");
    if (canBeKept(file, options.resolution, 16, 4)) return readFile(file, keptFileLimit);
    return encodePng(resizedDepth(image, options.resolution), SampleDepth::Bits16);
}

EncodedPicture encode(const Source& source, const PackOptions& options) {
    const auto file = placeOf(source.name, options.folder);
    const Image image = readImage(file);
    EncodedPicture picture{source.name, encodedPicture(file, image, options), {}, source.values};
    if (!source.aux.empty()) picture.aux = encodedAux(placeOf(source.aux, options.folder), image, options);
    return picture;
}

/// Why a picture that was being read, encoded or checked cannot be packed; call it in a handler.
std::string reasonOfFailure() {
    try {
        throw;
    } catch (const std::bad_alloc&) {
        return "there is not enough memory for it";
    } catch (const std::exception& error) {
        return error.what();
    }
}

class Packer {
public:
    Packer(const PackOptions& options, std::stop_token stop) : m_options(options), m_stop(std::move(stop)) {}

    PackReport pack(const std::function<void(size_t, size_t)>& progress) {
        std::error_code failure;
        if (!std::filesystem::is_directory(m_options.folder, failure))
            throw Error("Folder '" + m_options.folder.string() + "' does not exist");
        if (m_options.out.empty()) throw Error("No folder was named for the data set");
        const Table table = m_options.table.empty() ? scanFolder(m_options.folder) : readTable(m_options.table);
        ParameterPlan plan = m_options.parameters.empty() ? derivedParameters(table) : definedParameters(m_options.parameters, table);
        m_report.notes = table.notes;
        m_report.notes.insert(m_report.notes.end(), plan.notes.begin(), plan.notes.end());
        const bool hasAux = std::ranges::any_of(table.rows, [](const TableRow& row) { return !row.aux.empty(); });
        const auto sources = fittingSources(table, plan, hasAux);
        DatasetWriter writer(m_options.out, {.resolution = m_options.resolution,
                                             .hasAux = hasAux,
                                             .recipe = m_options.recipe,
                                             .parameters = {},
                                             .heldOutShare = m_options.heldOutShare});
        for (size_t begin = 0; begin < sources.size(); begin += batchSize) {
            const size_t end = std::min(begin + batchSize, sources.size());
            packBatch(std::span(sources).subspan(begin, end - begin), writer);
            if (progress) progress(end, sources.size());
        }
        finish(writer, std::move(plan.parameters));
        return std::move(m_report);
    }

private:
    void skip(const std::string& name, const std::string& reason) {
        m_report.skipped.push_back("Picture '" + name + "' was left out: " + reason);
    }

    std::vector<Source> fittingSources(const Table& table, const ParameterPlan& plan, bool hasAux) {
        std::vector<Source> sources;
        for (const auto& row : table.rows) {
            try {
                checkText(row.file, 1024, {}, "its name");
                if (hasAux && row.aux.empty()) throw Error("it has no auxiliary picture, and others have");
                sources.push_back({row.file, row.aux, fittedValues(plan, row)});
            } catch (const std::exception&) {
                skip(row.file, reasonOfFailure());
            }
        }
        return sources;
    }

    void packBatch(std::span<const Source> sources, DatasetWriter& writer) {
        std::vector<std::optional<EncodedPicture>> pictures(sources.size());
        std::vector<std::string> reasons(sources.size());
        parallelFor(sources.size(), [&](size_t i) {
            if (m_stop.stop_requested()) return;
            try {
                pictures[i] = encode(sources[i], m_options);
            } catch (const std::exception&) {
                reasons[i] = reasonOfFailure();
            }
        });
        throwWhenStopped();
        for (size_t i = 0; i < sources.size(); ++i) {
            if (!pictures[i]) {
                skip(sources[i].name, reasons[i]);
                continue;
            }
            writer.add(*pictures[i]);
            m_packed.push_back(&sources[i].values);
        }
    }

    /// Distributions are those of what was packed, so parameters come last.
    void finish(DatasetWriter& writer, std::vector<Parameter> parameters) {
        if (m_packed.empty()) {
            throw Error("Nothing can be packed from '" + m_options.folder.string() + "'; the first reason: " + m_report.skipped.front());
        }
        for (auto& parameter : parameters) parameter.distribution = measured(parameter, m_packed);
        writer.setParameters(std::move(parameters));
        throwWhenStopped();
        writer.finish();
        m_report.packed = m_packed.size();
    }

    void throwWhenStopped() const {
        if (m_stop.stop_requested()) throw Error("Packing was interrupted; nothing was written");
    }

    const PackOptions& m_options;
    std::stop_token m_stop;
    PackReport m_report;
    std::vector<const ParameterValues*> m_packed;
};

}  // namespace

PackReport packFolder(const PackOptions& options, const std::function<void(size_t, size_t)>& progress, std::stop_token stop) {
    return Packer(options, std::move(stop)).pack(progress);
}

}  // namespace charrette
