#include <algorithm>
#include <cassert>
#include <cstring>
#include <fstream>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/data/dataset.h"
#include "core/data/shard.h"
#include "core/data/stb.h"

namespace charrette {
namespace fs = std::filesystem;

namespace {

using nlohmann::json;

/// A shard's encoded pictures, in a temporary file until the header that goes before them is known.
struct PendingShard {
    fs::path file;
    std::ofstream stream;
    uint64_t dataSize = 0;
    uint64_t headerSize = 0;
    std::vector<std::string> entries;  ///< one JSON object a picture
};

void checkOptions(const fs::path& folder, const DatasetWriter::Options& options) {
    const std::string where = folder.string();
    if (!isResolution(options.resolution)) refuse(where, "the resolution must be a power of two from 16 to 1024");
    if (!(options.heldOutShare >= 0 && options.heldOutShare <= 1)) refuse(where, "the held-out share must be from 0 to 1");
    if (options.parameters.size() > parameterLimit) refuse(where, "there are more than 256 parameters");
    checkText(options.recipe, sentenceLimit, where, "recipe");
    std::set<std::string> names;
    for (const Parameter& parameter : options.parameters) {
        checkParameter(parameter, where);
        if (!names.insert(parameter.name).second) refuse(where, "there are two parameters " + shown(parameter.name));
    }
}

void checkFolder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) refuse(folder.string(), "cannot be made: " + error.message());
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        if (entry->path().extension() == ".charrette-data") refuse(folder.string(), "holds a data set already");
    }
    if (error) refuse(folder.string(), "cannot be read: " + error.message());
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

std::string sumOf(const EncodedPicture& picture) {
    Sha256 sum;
    sum.update(picture.picture);
    sum.update(picture.aux);
    return sum.finish();
}

void update(Sha256& sum, const std::string& text) { sum.update(std::as_bytes(std::span(text))); }

void append(std::vector<std::byte>& bytes, const void* data, size_t size) {
    const auto* first = static_cast<const std::byte*>(data);
    bytes.insert(bytes.end(), first, first + size);
}

}  // namespace

struct DatasetWriter::State {
    fs::path folder;
    Options options;
    json definitions = json::array();
    uint64_t emptyHeaderSize = 0;
    std::vector<PendingShard> shards;
    std::vector<fs::path> written;
    std::set<std::string> names;
    bool finished = false;

    State(fs::path into, Options given) : folder(std::move(into)), options(std::move(given)) {
        checkOptions(folder, options);
        checkFolder(folder);
        for (const Parameter& parameter : options.parameters) definitions.push_back(toJson(parameter));
        emptyHeaderSize = header(std::string(64, '0'), shardCountLimit, shardCountLimit, "").size();
    }

    ~State() {
        std::error_code ignored;
        for (PendingShard& shard : shards) {
            shard.stream.close();
            fs::remove(shard.file, ignored);
        }
        if (finished) return;
        for (const fs::path& file : written) fs::remove(file, ignored);
    }

    std::string header(const std::string& set, size_t index, size_t count, const std::string& pictures) const {
        const json fields{{"format", "charrette-dataset"},
                          {"version", shardVersion},
                          {"set", set},
                          {"shard", index},
                          {"shards", count},
                          {"resolution", options.resolution},
                          {"aux", options.hasAux},
                          {"recipe", options.recipe},
                          {"parameters", definitions}};
        std::string text = fields.dump();
        text.back() = ',';
        return text + "\"pictures\":[" + pictures + "]}";
    }

    std::string entry(const EncodedPicture& picture, const json& values, uint64_t offset) const {
        return json{{"name", picture.name},
                    {"offset", offset},
                    {"size", picture.picture.size()},
                    {"aux_offset", offset + picture.picture.size()},
                    {"aux_size", picture.aux.size()},
                    {"sha256", sumOf(picture)},
                    {"held_out", isHeldOut(picture.name, options.heldOutShare)},
                    {"values", values}}
            .dump();
    }

    bool fits(const PendingShard& shard, size_t entryBytes, size_t pictureBytes) const {
        const uint64_t headerSize = shard.headerSize + entryBytes + 1;
        return headerSize <= shardHeaderLimit && shardPrefixBytes + headerSize + shard.dataSize + pictureBytes <= options.shardLimit;
    }

    void endShard() {
        if (shards.empty()) return;
        shards.back().stream.close();
        if (!shards.back().stream) refuse(shards.back().file.string(), "cannot be written");
    }

    void beginShard() {
        endShard();
        if (shards.size() == shardCountLimit) refuse(folder.string(), "the data set needs more than 10000 shards");
        PendingShard shard;
        shard.file = folder / shardFileName(shards.size()).insert(0, 1, '.').append(".part");
        shard.stream.open(shard.file, std::ios::binary | std::ios::trunc);
        if (!shard.stream) refuse(shard.file.string(), "cannot be written");
        shard.headerSize = emptyHeaderSize;
        shards.push_back(std::move(shard));
    }

    void add(const EncodedPicture& picture, const json& values, const std::string& where) {
        const size_t bytes = picture.picture.size() + picture.aux.size();
        std::string text = entry(picture, values, shards.empty() ? 0 : shards.back().dataSize);
        if (shards.empty() || !fits(shards.back(), text.size(), bytes)) {
            PendingShard alone;
            alone.headerSize = emptyHeaderSize;
            text = entry(picture, values, 0);
            if (!fits(alone, text.size(), bytes))
                refuse(where, "does not fit in a shard of " + std::to_string(options.shardLimit) + " bytes");
            beginShard();
        }
        PendingShard& shard = shards.back();
        shard.stream.write(reinterpret_cast<const char*>(picture.picture.data()), static_cast<std::streamsize>(picture.picture.size()));
        shard.stream.write(reinterpret_cast<const char*>(picture.aux.data()), static_cast<std::streamsize>(picture.aux.size()));
        if (!shard.stream) refuse(shard.file.string(), "cannot be written");
        shard.dataSize += bytes;
        shard.headerSize += text.size() + 1;
        shard.entries.push_back(std::move(text));
    }

    /// The same pictures with the same parameters give the same.
    std::string setId() const {
        Sha256 sum;
        update(sum, definitions.dump());
        for (const PendingShard& shard : shards) {
            for (const std::string& text : shard.entries) update(sum, text);
        }
        return sum.finish();
    }

    void writeShard(size_t index, const std::string& set) {
        const PendingShard& shard = shards[index];
        std::string pictures;
        for (const std::string& entry : shard.entries) {
            if (!pictures.empty()) pictures += ',';
            pictures += entry;
        }
        const std::string text = header(set, index, shards.size(), pictures);
        const auto headerSize = static_cast<uint32_t>(text.size());
        std::vector<std::byte> bytes;
        bytes.reserve(shardPrefixBytes + text.size() + shard.dataSize);
        append(bytes, shardMagic.data(), shardMagic.size());
        append(bytes, &shardVersion, sizeof shardVersion);
        append(bytes, &headerSize, sizeof headerSize);
        append(bytes, text.data(), text.size());
        const auto data = readFile(shard.file, shard.dataSize);
        append(bytes, data.data(), data.size());
        written.push_back(folder / shardFileName(index));
        writeFileAtomically(written.back(), bytes);
    }
};

DatasetWriter::DatasetWriter(fs::path folder, Options options) : m_state(std::make_unique<State>(std::move(folder), std::move(options))) {}

DatasetWriter::~DatasetWriter() = default;

void DatasetWriter::add(const EncodedPicture& picture) {
    assert(!m_state->finished);
    const Options& options = m_state->options;
    checkText(picture.name, pictureNameLimit, m_state->folder.string(), "a picture's name");
    if (picture.name.empty()) refuse(m_state->folder.string(), "a picture's name is empty");
    const std::string where = "picture " + shown(picture.name);
    checkPicture(picture.picture, options.resolution, where);
    if (options.hasAux) checkAux(picture.aux, options.resolution, where);
    if (!options.hasAux && !picture.aux.empty()) refuse(where, "has depth and coverage; the data set has none");
    const json values = orderedValues(options.parameters, picture.values, where);
    if (!m_state->names.insert(picture.name).second) refuse(where, "is in the data set already");
    m_state->add(picture, values, where);
}

void DatasetWriter::finish() {
    assert(!m_state->finished);
    if (m_state->shards.empty()) refuse(m_state->folder.string(), "there are no pictures to pack");
    m_state->endShard();
    const std::string set = m_state->setId();
    for (size_t i = 0; i < m_state->shards.size(); ++i) m_state->writeShard(i, set);
    m_state->finished = true;
}

}  // namespace charrette
