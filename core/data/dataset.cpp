#include "core/data/dataset.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <fstream>
#include <set>
#include <tuple>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/data/shard.h"
#include "core/data/stb.h"
#include "core/design/card.h"

namespace charrette {
namespace fs = std::filesystem;

namespace {

using nlohmann::json;

constexpr int64_t offsetLimit = int64_t(1) << 53;

struct Shard {
    fs::path file;
    uint64_t dataStart = 0, dataSize = 0;
    std::string set, recipe;
    size_t index = 0, count = 0;
    int resolution = 0;
    bool hasAux = false;
    json definitions;  ///< the parameters as they stand in the header
    std::vector<Parameter> parameters;
    std::vector<DatasetEntry> entries;
};

bool flag(ObjectReader& reader, const std::string& field) {
    const json& value = reader.any(field);
    if (!value.is_boolean()) refuse(reader.where(), field + " must be true or false, not " + shown(value));
    return value.get<bool>();
}

std::string hash(ObjectReader& reader, const std::string& field) {
    std::string text = reader.text(field);
    if (!isHash(text)) refuse(reader.where(), field + " must be 64 hexadecimal digits, not " + shown(text));
    return text;
}

std::vector<std::byte> readPart(const fs::path& file, uint64_t offset, uint64_t size) {
    std::vector<std::byte> bytes(size);
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(offset));
    stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (static_cast<uint64_t>(stream.gcount()) != size) refuse(file.string(), "cannot be read to its end");
    return bytes;
}

/// Reads the prefix and sets where the data start and how long they are.
std::string readHeaderText(Shard& shard) {
    const std::string where = shard.file.string();
    std::error_code error;
    const uint64_t fileSize = fs::file_size(shard.file, error);
    if (error || fileSize < shardPrefixBytes) refuse(where, "is too short to be a data set's shard");
    const auto prefix = readPart(shard.file, 0, shardPrefixBytes);
    if (std::memcmp(prefix.data(), shardMagic.data(), shardMagic.size()) != 0) refuse(where, "is not a data set's shard");
    uint32_t version = 0, headerSize = 0;
    std::memcpy(&version, &prefix[8], sizeof version);
    std::memcpy(&headerSize, &prefix[12], sizeof headerSize);
    if (version != shardVersion) refuse(where, "is of version " + std::to_string(version) + "; this program reads version 1");
    if (headerSize > shardHeaderLimit)
        refuse(where, "the header claims " + std::to_string(headerSize) + " bytes; at most 16 MiB are allowed");
    if (headerSize > fileSize - shardPrefixBytes) refuse(where, "the header goes beyond the end of the file");
    shard.dataStart = shardPrefixBytes + headerSize;
    shard.dataSize = fileSize - shard.dataStart;
    const auto header = readPart(shard.file, shardPrefixBytes, headerSize);
    return {reinterpret_cast<const char*>(header.data()), header.size()};
}

void readParameters(Shard& shard, ObjectReader& reader) {
    shard.definitions = reader.array("parameters", parameterLimit);
    std::set<std::string> names;
    for (const json& definition : shard.definitions) {
        shard.parameters.push_back(parameterFromJson(definition, reader.where()));
        const std::string& name = shard.parameters.back().name;
        if (!names.insert(name).second) refuse(reader.where(), "has the parameter " + shown(name) + " twice");
    }
}

/// Offset and size of one encoded picture, within the shard's data.
std::pair<uint64_t, uint64_t> readExtent(ObjectReader& reader, const std::string& prefix, uint64_t dataSize) {
    const auto offset = static_cast<uint64_t>(reader.integer(prefix + "offset", 0, offsetLimit));
    const auto size = static_cast<uint64_t>(reader.integer(prefix + "size", 0, encodedLimit));
    if (offset > dataSize || size > dataSize - offset) refuse(reader.where(), "goes beyond the end of the file");
    return {offset, size};
}

ParameterValues readValues(const std::vector<Parameter>& parameters, ObjectReader& reader) {
    const json& values = reader.array("values", parameterLimit);
    if (values.size() != parameters.size())
        refuse(reader.where(), "has " + std::to_string(values.size()) + " values for " + std::to_string(parameters.size()) + " parameters");
    ParameterValues read;
    for (size_t i = 0; i < values.size(); ++i)
        read[parameters[i].name] = checkedValue(parameters[i], parameterValueFromJson(values[i], reader.where()), reader.where());
    return read;
}

DatasetEntry readEntry(const Shard& shard, const json& object, const std::string& where) {
    ObjectReader reader(object, where);
    DatasetEntry entry;
    entry.shard = shard.index;
    entry.name = reader.text("name");
    checkText(entry.name, pictureNameLimit, where, "a picture's name");
    if (entry.name.empty()) refuse(where, "a picture's name is empty");
    reader.setWhere(where + ": picture " + shown(entry.name));
    std::tie(entry.offset, entry.size) = readExtent(reader, "", shard.dataSize);
    std::tie(entry.auxOffset, entry.auxSize) = readExtent(reader, "aux_", shard.dataSize);
    if (entry.size == 0) refuse(reader.where(), "has no bytes");
    if (shard.hasAux != (entry.auxSize > 0))
        refuse(reader.where(), shard.hasAux ? "has no depth and coverage" : "has depth and coverage in a set without them");
    entry.sha256 = hash(reader, "sha256");
    entry.heldOut = flag(reader, "held_out");
    entry.values = readValues(shard.parameters, reader);
    reader.finish();
    return entry;
}

/// Adds to the set's identity, so the shards must be read in their order.
Shard readShard(const fs::path& file, Sha256& identity) {
    Shard shard;
    shard.file = file;
    const std::string where = file.string();
    const json header = parseJson(readHeaderText(shard), where);
    ObjectReader reader(header, where);
    reader.header("charrette-dataset");
    shard.set = hash(reader, "set");
    shard.count = static_cast<size_t>(reader.integer("shards", 1, shardCountLimit));
    shard.index = static_cast<size_t>(reader.integer("shard", 0, static_cast<int64_t>(shard.count) - 1));
    shard.resolution = static_cast<int>(reader.integer("resolution", 16, 1024));
    if (!isResolution(shard.resolution)) refuse(where, "resolution must be a power of two, not " + std::to_string(shard.resolution));
    shard.hasAux = flag(reader, "aux");
    shard.recipe = reader.text("recipe");
    checkText(shard.recipe, sentenceLimit, where, "recipe");
    readParameters(shard, reader);
    if (shard.index == 0) addToIdentity(identity, shard.definitions.dump());
    for (const json& picture : reader.array("pictures", jsonValueLimit)) {
        shard.entries.push_back(readEntry(shard, picture, where));
        addToIdentity(identity, picture.dump());
    }
    reader.finish();
    if (file.filename() != shardFileName(shard.index))
        refuse(where, "holds shard " + std::to_string(shard.index) + " of its set, under another name");
    return shard;
}

std::vector<fs::path> shardFiles(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with("shard-") && name.ends_with(".charrette-data")) files.push_back(entry->path());
    }
    if (error) refuse(folder.string(), "cannot be read: " + error.message());
    if (files.empty()) refuse(folder.string(), "holds no data set (no shard-0000.charrette-data)");
    std::sort(files.begin(), files.end());
    return files;
}

void checkSameSet(const Shard& first, const Shard& shard) {
    const bool same = shard.set == first.set && shard.count == first.count && shard.resolution == first.resolution &&
                      shard.hasAux == first.hasAux && shard.recipe == first.recipe && shard.definitions == first.definitions;
    if (!same) refuse(shard.file.string(), "belongs to another data set than " + first.file.filename().string() + " beside it");
}

void checkComplete(const fs::path& folder, const std::vector<Shard>& shards) {
    for (size_t i = 0; i < shards.front().count; ++i) {
        if (i < shards.size() && shards[i].index == i) continue;
        refuse(folder.string(), shardFileName(i) + " is missing; the data set has " + std::to_string(shards.front().count) + " shards");
    }
}

/// Appends one channel of `pixels`, which has `channels` values a pixel.
void appendPlane(std::vector<uint8_t>& planes, const std::vector<uint8_t>& pixels, size_t channels, size_t channel) {
    for (size_t i = channel; i < pixels.size(); i += channels) planes.push_back(pixels[i]);
}

}  // namespace

Dataset Dataset::open(const fs::path& folder) {
    std::vector<Shard> shards;
    Sha256 identity;
    for (const fs::path& file : shardFiles(folder)) {
        shards.push_back(readShard(file, identity));
        checkSameSet(shards.front(), shards.back());
        if (shards.size() > 1) shards.back().definitions = nullptr;
    }
    checkComplete(folder, shards);
    Dataset set;
    set.m_parameters = shards.front().parameters;
    set.m_recipe = shards.front().recipe;
    set.m_resolution = shards.front().resolution;
    set.m_hasAux = shards.front().hasAux;
    std::set<std::string> names;
    for (Shard& shard : shards) {
        set.m_shards.push_back(shard.file);
        set.m_dataStart.push_back(shard.dataStart);
        for (DatasetEntry& entry : shard.entries) {
            if (!names.insert(entry.name).second) refuse(shard.file.string(), "has a second picture named " + shown(entry.name));
            set.m_entries.push_back(std::move(entry));
        }
    }
    if (identity.finish() != shards.front().set) {
        refuse(folder.string(), "is not what was packed: the SHA-256 of its parameters and pictures is not the one its shards name");
    }
    return set;
}

PlanarPicture Dataset::picture(size_t index, int channels) const {
    assert(index < m_entries.size() && (channels == 3 || channels == 5));
    const DatasetEntry& entry = m_entries[index];
    const fs::path& file = m_shards[entry.shard];
    const std::string where = file.string() + ": picture " + shown(entry.name);
    if (channels == 5 && !m_hasAux) refuse(where, "has no depth and coverage");
    const auto bytes = readPart(file, m_dataStart[entry.shard] + entry.offset, entry.size);
    const auto aux = readPart(file, m_dataStart[entry.shard] + entry.auxOffset, entry.auxSize);
    Sha256 sum;
    sum.update(bytes);
    sum.update(aux);
    if (sum.finish() != entry.sha256) refuse(where, "is not what was packed: its SHA-256 differs");
    PlanarPicture picture{channels, m_resolution, m_resolution, {}};
    picture.pixels.reserve(static_cast<size_t>(channels) * m_resolution * m_resolution);
    const auto colours = decodedPicture(bytes, m_resolution, where);
    for (size_t channel = 0; channel < 3; ++channel) appendPlane(picture.pixels, colours, 3, channel);
    if (channels == 3) return picture;
    const auto depthAndCoverage = decodedAux(aux, m_resolution, where);
    appendPlane(picture.pixels, depthAndCoverage, 2, 1);
    appendPlane(picture.pixels, depthAndCoverage, 2, 0);
    return picture;
}

bool isHeldOut(const std::string& name, double share) {
    const std::string digits = sha256(std::as_bytes(std::span(name))).substr(0, 16);
    return static_cast<double>(std::stoull(digits, nullptr, 16) >> 11) * 0x1p-53 < share;
}

}  // namespace charrette
