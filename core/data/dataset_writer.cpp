#include <algorithm>
#include <cassert>
#include <cstring>
#include <fstream>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/data/dataset.h"
#include "core/data/shard.h"
#include "core/data/stb.h"
#include "core/design/card.h"

namespace charrette {
namespace fs = std::filesystem;

namespace {

using nlohmann::json;

constexpr auto scratchName = ".shards.part";

/// A picture whose bytes lie in the scratch file.
struct PendingPicture {
    std::string name, sha256;
    uint64_t size = 0, auxSize = 0;
    ParameterValues values;
};

/// A header's pictures, and how much data belong to them.
struct PlannedShard {
    std::string pictures;  ///< JSON objects with commas between
    size_t count = 0;
    uint64_t dataSize = 0;
};

void checkParameters(const std::vector<Parameter>& parameters, const std::string& where) {
    if (parameters.size() > parameterLimit) refuse(where, "there are more than 256 parameters");
    std::set<std::string> names;
    for (const Parameter& parameter : parameters) {
        checkParameter(parameter, where);
        if (!names.insert(parameter.name).second) refuse(where, "there are two parameters " + shown(parameter.name));
    }
}

void checkOptions(const DatasetWriter::Options& options, const std::string& where) {
    if (!isResolution(options.resolution)) refuse(where, "the resolution must be a power of two from 16 to 1024");
    if (!(options.heldOutShare >= 0 && options.heldOutShare <= 1)) refuse(where, "the held-out share must be from 0 to 1");
    checkText(options.recipe, sentenceLimit, where, "recipe");
    checkParameters(options.parameters, where);
}

/// The scratch file, or a shard on its way to its place, of a writer that was killed.
bool isLeftover(const std::string& name) {
    return name == scratchName || (name.starts_with("shard-") && name.ends_with(".charrette-data.part"));
}

/// Makes the folder ready for a data set.
void prepareFolder(const fs::path& folder) {
    makeFolder(folder);
    std::error_code error;
    std::vector<fs::path> leftovers;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        if (entry->path().extension() == ".charrette-data") refuse(folder.string(), "holds a data set already");
        if (isLeftover(entry->path().filename().string())) leftovers.push_back(entry->path());
    }
    if (error) refuse(folder.string(), "cannot be read: " + error.message());
    for (const fs::path& file : leftovers) fs::remove(file, error);
}

/// The picture's values in the order of the parameters.
json orderedValues(const std::vector<Parameter>& parameters, const ParameterValues& values, const std::string& where) {
    json ordered = json::array();
    for (const Parameter& parameter : parameters) {
        const auto found = values.find(parameter.name);
        if (found == values.end()) refuse(where, "has no value for " + parameter.name);
        ordered.push_back(toJson(checkedValue(parameter, found->second, where)));
    }
    if (values.size() != parameters.size()) refuse(where, "has a value for something that is no parameter of the set");
    return ordered;
}

std::string whereOf(const std::string& name) { return "picture " + shown(name); }

std::string sumOf(const EncodedPicture& picture) {
    Sha256 sum;
    sum.update(picture.picture);
    sum.update(picture.aux);
    return sum.finish();
}

/// How many values a reader counts in this one.
size_t valueCount(const json& value) {
    size_t count = 1;
    if (value.is_structured()) {
        for (const json& inner : value) count += valueCount(inner);
    }
    return count;
}

void append(std::vector<std::byte>& bytes, const void* data, size_t size) {
    const auto* first = static_cast<const std::byte*>(data);
    bytes.insert(bytes.end(), first, first + size);
}

/// The headers of a data set's shards, for parameters that are final.
class Headers {
public:
    explicit Headers(const DatasetWriter::Options& options) : m_options(options) {
        for (const Parameter& parameter : options.parameters) m_definitions.push_back(toJson(parameter));
        const std::string empty = text(std::string(64, '0'), shardCountLimit, shardCountLimit, "");
        m_emptySize = empty.size();
        m_emptyValues = valueCount(json::parse(empty));
    }

    std::string definitions() const { return m_definitions.dump(); }

    std::string text(const std::string& set, size_t index, size_t count, const std::string& pictures) const {
        const json fields{{"format", "charrette-dataset"},
                          {"version", shardVersion},
                          {"set", set},
                          {"shard", index},
                          {"shards", count},
                          {"resolution", m_options.resolution},
                          {"aux", m_options.hasAux},
                          {"recipe", m_options.recipe},
                          {"parameters", m_definitions}};
        std::string text = fields.dump();
        text.back() = ',';
        return text + "\"pictures\":[" + pictures + "]}";
    }

    std::string entry(const PendingPicture& picture, uint64_t offset) const {
        return json{{"name", picture.name},
                    {"offset", offset},
                    {"size", picture.size},
                    {"aux_offset", offset + picture.size},
                    {"aux_size", picture.auxSize},
                    {"sha256", picture.sha256},
                    {"held_out", isHeldOut(picture.name, m_options.heldOutShare)},
                    {"values", orderedValues(m_options.parameters, picture.values, whereOf(picture.name))}}
            .dump();
    }

    /// Whether a shard that has this already has room for one more picture with this entry.
    bool fits(const PlannedShard& shard, const std::string& entry, const PendingPicture& picture) const {
        const size_t valuesOfOne = 9 + m_options.parameters.size();  // the object, its seven scalar fields, the list of values
        if (m_emptyValues + (shard.count + 1) * valuesOfOne > jsonValueLimit) return false;
        const uint64_t size = m_emptySize + shard.pictures.size() + 1 + entry.size();
        const uint64_t data = shard.dataSize + picture.size + picture.auxSize;
        return size <= shardHeaderLimit && shardPrefixBytes + size + data <= m_options.shardLimit;
    }

    /// The picture's entry at the start of a shard of its own.
    std::string firstEntry(const PendingPicture& picture) const {
        std::string text = entry(picture, 0);
        if (!fits({}, text, picture))
            refuse(whereOf(picture.name), "does not fit in a shard of " + std::to_string(m_options.shardLimit) + " bytes");
        return text;
    }

private:
    const DatasetWriter::Options& m_options;
    json m_definitions = json::array();
    uint64_t m_emptySize = 0;
    size_t m_emptyValues = 0;
};

/// Spreads the pictures over shards, in their order, and adds them to the set's identity.
std::vector<PlannedShard> plannedShards(const std::vector<PendingPicture>& pictures, const Headers& headers, Sha256& identity) {
    std::vector<PlannedShard> shards;
    for (const PendingPicture& picture : pictures) {
        std::string entry = shards.empty() ? std::string() : headers.entry(picture, shards.back().dataSize);
        if (shards.empty() || !headers.fits(shards.back(), entry, picture)) {
            entry = headers.firstEntry(picture);
            shards.emplace_back();
        }
        PlannedShard& shard = shards.back();
        if (shard.count++ > 0) shard.pictures += ',';
        shard.pictures += entry;
        shard.dataSize += picture.size + picture.auxSize;
        addToIdentity(identity, entry);
    }
    return shards;
}

}  // namespace

struct DatasetWriter::State {
    fs::path folder;
    Options options;
    fs::path scratchFile;
    std::fstream scratch;  ///< the encoded pictures one after another, until the headers that go before them are known
    std::vector<PendingPicture> pictures;
    std::set<std::string> names;
    std::vector<fs::path> written;
    bool isNew = false, finished = false;

    State(fs::path into, Options given) : folder(std::move(into)), options(std::move(given)) {
        checkOptions(options, folder.string());
        std::error_code ignored;
        isNew = !fs::exists(folder, ignored);
        prepareFolder(folder);
        scratchFile = folder / scratchName;
    }

    ~State() {
        std::error_code ignored;
        scratch.close();
        fs::remove(scratchFile, ignored);
        if (finished) return;
        for (const fs::path& file : written) fs::remove(file, ignored);
        if (isNew) fs::remove(folder, ignored);  // only goes when it is empty
    }

    void keep(const std::vector<std::byte>& bytes) {
        if (!scratch.is_open()) scratch.open(scratchFile, std::ios::in | std::ios::out | std::ios::binary | std::ios::trunc);
        scratch.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        if (!scratch) refuse(scratchFile.string(), "cannot be written");
    }

    /// Reads the shard's data from where the scratch file stands.
    void writeShard(const PlannedShard& shard, const std::string& header, const fs::path& file) {
        const auto headerSize = static_cast<uint32_t>(header.size());
        std::vector<std::byte> bytes;
        bytes.reserve(shardPrefixBytes + header.size() + shard.dataSize);
        append(bytes, shardMagic.data(), shardMagic.size());
        append(bytes, &shardVersion, sizeof shardVersion);
        append(bytes, &headerSize, sizeof headerSize);
        append(bytes, header.data(), header.size());
        const size_t dataStart = bytes.size();
        bytes.resize(dataStart + shard.dataSize);
        scratch.read(reinterpret_cast<char*>(bytes.data() + dataStart), static_cast<std::streamsize>(shard.dataSize));
        if (!scratch) refuse(scratchFile.string(), "cannot be read back");
        written.push_back(file);
        writeFileAtomically(file, bytes);
    }

    void writeShards() {
        const Headers headers(options);
        Sha256 identity;
        addToIdentity(identity, headers.definitions());
        const std::vector<PlannedShard> shards = plannedShards(pictures, headers, identity);
        if (shards.size() > shardCountLimit) refuse(folder.string(), "the data set needs more than 10000 shards");
        const std::string set = identity.finish();
        scratch.seekg(0);
        for (size_t i = 0; i < shards.size(); ++i) {
            writeShard(shards[i], headers.text(set, i, shards.size(), shards[i].pictures), folder / shardFileName(i));
        }
    }
};

DatasetWriter::DatasetWriter(fs::path folder, Options options) : m_state(std::make_unique<State>(std::move(folder), std::move(options))) {}

DatasetWriter::~DatasetWriter() = default;

void DatasetWriter::add(const EncodedPicture& picture) {
    assert(!m_state->finished);
    const Options& options = m_state->options;
    checkText(picture.name, pictureNameLimit, m_state->folder.string(), "a picture's name");
    if (picture.name.empty()) refuse(m_state->folder.string(), "a picture's name is empty");
    const std::string where = whereOf(picture.name);
    checkPicture(picture.picture, options.resolution, where);
    if (options.hasAux) checkAux(picture.aux, options.resolution, where);
    if (!options.hasAux && !picture.aux.empty()) refuse(where, "has depth and coverage; the data set has none");
    if (!options.parameters.empty()) orderedValues(options.parameters, picture.values, where);
    if (picture.picture.size() + picture.aux.size() > options.shardLimit)
        refuse(where, "does not fit in a shard of " + std::to_string(options.shardLimit) + " bytes");
    if (!m_state->names.insert(picture.name).second) refuse(where, "is in the data set already");
    m_state->keep(picture.picture);
    m_state->keep(picture.aux);
    m_state->pictures.push_back({picture.name, sumOf(picture), picture.picture.size(), picture.aux.size(), picture.values});
}

void DatasetWriter::setParameters(std::vector<Parameter> parameters) {
    assert(!m_state->finished);
    checkParameters(parameters, m_state->folder.string());
    m_state->options.parameters = std::move(parameters);
}

void DatasetWriter::finish() {
    assert(!m_state->finished);
    if (m_state->pictures.empty()) refuse(m_state->folder.string(), "there are no pictures to pack");
    m_state->writeShards();
    m_state->finished = true;
}

}  // namespace charrette
