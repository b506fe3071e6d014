#include "core/image/pack.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <exception>
#include <fstream>
#include <new>
#include <optional>
#include <random>
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

/// Encoded pictures between their encoding and the writing of shards, which wait for the measured distributions. Removed at the end.
class Scratch {
public:
    explicit Scratch(const std::filesystem::path& folder) {
        std::error_code failure;
        m_created = std::filesystem::create_directories(folder, failure);
        if (failure) throw Error("Folder '" + folder.string() + "' cannot be made: " + failure.message());
        m_file = folder / (".packing-" + std::to_string(std::random_device()()) + ".part");
        m_stream.open(m_file, std::ios::in | std::ios::out | std::ios::binary | std::ios::trunc);
        if (!m_stream) throw Error("Folder '" + folder.string() + "' cannot be written");
    }
    ~Scratch() {
        m_stream.close();
        std::error_code failure;
        std::filesystem::remove(m_file, failure);
        if (m_created) std::filesystem::remove(m_file.parent_path(), failure);  // only goes when it is empty
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    void put(EncodedPicture picture) {
        m_stream.write(reinterpret_cast<const char*>(picture.picture.data()), std::streamsize(picture.picture.size()));
        m_stream.write(reinterpret_cast<const char*>(picture.aux.data()), std::streamsize(picture.aux.size()));
        if (!m_stream) throw Error("File '" + m_file.string() + "' cannot be written: the disk may be full");
        m_kept.push_back({std::move(picture.name), picture.picture.size(), picture.aux.size(), std::move(picture.values)});
    }

    size_t count() const { return m_kept.size(); }

    std::vector<const ParameterValues*> values() const {
        std::vector<const ParameterValues*> all;
        for (const auto& kept : m_kept) all.push_back(&kept.values);
        return all;
    }

    /// Gives every picture to the writer, in the order in which they came.
    void moveTo(DatasetWriter& writer) {
        m_stream.seekg(0);
        for (auto& kept : m_kept) {
            EncodedPicture picture{kept.name, std::vector<std::byte>(kept.size), std::vector<std::byte>(kept.auxSize), kept.values};
            m_stream.read(reinterpret_cast<char*>(picture.picture.data()), std::streamsize(kept.size));
            m_stream.read(reinterpret_cast<char*>(picture.aux.data()), std::streamsize(kept.auxSize));
            if (!m_stream) throw Error("File '" + m_file.string() + "' cannot be read back");
            writer.add(picture);
        }
    }

private:
    struct Kept {
        std::string name;
        size_t size, auxSize;
        ParameterValues values;
    };
    bool m_created = false;
    std::filesystem::path m_file;
    std::fstream m_stream;
    std::vector<Kept> m_kept;
};

/// Throws unless the folder is new or holds no data set.
void checkOut(const std::filesystem::path& folder) {
    std::error_code failure;
    const auto status = std::filesystem::status(folder, failure);
    if (status.type() == std::filesystem::file_type::not_found) return;
    if (!std::filesystem::is_directory(status)) throw Error("'" + folder.string() + "' is not a folder");
    for (std::filesystem::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
        if (entry->path().extension() == ".charrette-data") throw Error("Folder '" + folder.string() + "' holds a data set already");
    }
    if (failure) throw Error("Folder '" + folder.string() + "' cannot be read: " + failure.message());
}

void checkOptions(const PackOptions& options) {
    std::error_code failure;
    if (!std::filesystem::is_directory(options.folder, failure)) throw Error("Folder '" + options.folder.string() + "' does not exist");
    if (options.resolution < 16 || options.resolution > 1024 || !std::has_single_bit(unsigned(options.resolution))) {
        throw Error("The size must be a power of two from 16 to 1024, and is " + std::to_string(options.resolution));
    }
    if (!(options.heldOutShare >= 0 && options.heldOutShare <= 0.5)) throw Error("The held-out share must be from 0 to 0.5");
    if (options.out.empty()) throw Error("No folder was named for the data set");
    checkText(options.recipe, sentenceLimit, {}, "The recipe");
    checkOut(options.out);
}

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
        checkOptions(m_options);
        const Table table = m_options.table.empty() ? scanFolder(m_options.folder) : readTable(m_options.table);
        ParameterPlan plan = m_options.parameters.empty() ? derivedParameters(table) : definedParameters(m_options.parameters, table);
        m_report.notes = table.notes;
        m_report.notes.insert(m_report.notes.end(), plan.notes.begin(), plan.notes.end());
        const auto sources = fittingSources(table, plan);
        Scratch scratch(m_options.out);
        for (size_t begin = 0; begin < sources.size(); begin += batchSize) {
            const size_t end = std::min(begin + batchSize, sources.size());
            encodeBatch(std::span(sources).subspan(begin, end - begin), scratch);
            if (progress) progress(end, sources.size());
        }
        finish(scratch, std::move(plan.parameters));
        return std::move(m_report);
    }

private:
    void skip(const std::string& name, const std::string& reason) {
        m_report.skipped.push_back("Picture '" + name + "' was left out: " + reason);
    }

    std::vector<Source> fittingSources(const Table& table, const ParameterPlan& plan) {
        m_hasAux = std::any_of(table.rows.begin(), table.rows.end(), [](const TableRow& row) { return !row.aux.empty(); });
        std::vector<Source> sources;
        for (const auto& row : table.rows) {
            try {
                checkText(row.file, 1024, {}, "its name");
                if (m_hasAux && row.aux.empty()) throw Error("it has no auxiliary picture, and others have");
                sources.push_back({row.file, row.aux, fittedValues(plan, row)});
            } catch (const std::exception&) {
                skip(row.file, reasonOfFailure());
            }
        }
        return sources;
    }

    void encodeBatch(std::span<const Source> sources, Scratch& scratch) {
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
            if (pictures[i])
                scratch.put(std::move(*pictures[i]));
            else
                skip(sources[i].name, reasons[i]);
        }
    }

    void finish(Scratch& scratch, std::vector<Parameter> parameters) {
        if (scratch.count() == 0) {
            throw Error("Nothing can be packed from '" + m_options.folder.string() + "'; the first reason: " + m_report.skipped.front());
        }
        const auto values = scratch.values();
        for (auto& parameter : parameters) parameter.distribution = measured(parameter, values);
        DatasetWriter::Options options;
        options.resolution = m_options.resolution;
        options.hasAux = m_hasAux;
        options.recipe = m_options.recipe;
        options.parameters = std::move(parameters);
        options.heldOutShare = m_options.heldOutShare;
        DatasetWriter writer(m_options.out, std::move(options));
        scratch.moveTo(writer);
        throwWhenStopped();
        writer.finish();
        m_report.packed = scratch.count();
    }

    void throwWhenStopped() const {
        if (m_stop.stop_requested()) throw Error("Packing was interrupted; nothing was written");
    }

    const PackOptions& m_options;
    std::stop_token m_stop;
    PackReport m_report;
    bool m_hasAux = false;
};

}  // namespace

PackReport packFolder(const PackOptions& options, const std::function<void(size_t, size_t)>& progress, std::stop_token stop) {
    return Packer(options, std::move(stop)).pack(progress);
}

}  // namespace charrette
