#include "core/nn/safetensors.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <new>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/nn/half.h"
#include "core/nn/safetensors_header.h"

namespace charrette {
namespace {

using namespace safetensors;

static_assert(std::endian::native == std::endian::little, "tensors are stored in little endian");

constexpr uint64_t fileLimit = uint64_t(8) << 30;

std::string typeName(TensorType type) {
    if (type == TensorType::F32) return "F32";
    return type == TensorType::F16 ? "F16" : "BF16";
}

size_t elementSize(TensorType type) { return type == TensorType::F32 ? 4 : 2; }

/// Bytes that a shape takes. A dimension of 0 hides no other: the rest must be possible too.
uint64_t checkedBytes(const std::vector<int64_t>& shape, TensorType type, const std::string& where) {
    if (shape.size() > dimensionLimit) failAt(where, "it has more than 16 dimensions");
    uint64_t bytes = elementSize(type);
    bool empty = false;
    for (const int64_t dimension : shape) {
        if (dimension < 0) failAt(where, "its shape has a negative dimension");
        empty = empty || dimension == 0;
        const auto factor = std::max<uint64_t>(1, static_cast<uint64_t>(dimension));
        if (factor > sizeLimit / bytes) failAt(where, "its shape asks for more than 2^48 bytes");
        bytes *= factor;
    }
    return empty ? 0 : bytes;
}

/// The JSON parser holds the token it reads several times over, and takes a zero byte for the end: look for both first.
void checkTokens(std::string_view text, const std::string& where) {
    size_t length = 0;
    bool inString = false;
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\0') failAt(where, "the header has a zero byte");
        if (c == '"') {
            inString = !inString;
            length = 0;
            continue;
        }
        const bool outside = !inString && (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == ',' || c == ':');
        length = outside ? 0 : length + 1;
        if (length > (inString ? stringLimit : numberLimit)) failAt(where, "the header has too long a word, number or nesting");
        if (inString && c == '\\') ++i;
    }
}

/// Every tensor in bounds and of its shape's size, and all of them together filling the data without hole or overlap.
void checkLayout(const std::map<std::string, SafetensorsHeader::Entry>& entries, uint64_t dataSize, const std::string& where) {
    std::vector<const std::pair<const std::string, SafetensorsHeader::Entry>*> order;
    for (const auto& named : entries) {
        const std::string here = where + ": tensor " + shown(named.first);
        const uint64_t begin = named.second.offsets[0], end = named.second.offsets[1];
        if (end < begin) failAt(here, "it ends before it begins");
        if (end > dataSize) failAt(here, "it goes beyond the end of the file");
        if (end - begin != checkedBytes(named.second.shape, named.second.type, here))
            failAt(here, "its size does not match its shape and type");
        order.push_back(&named);
    }
    std::sort(order.begin(), order.end(), [](auto a, auto b) { return a->second.offsets < b->second.offsets; });
    uint64_t covered = 0;
    for (const auto* named : order) {
        const std::string_view problem = named->second.offsets[0] < covered   ? "overlaps another"
                                         : named->second.offsets[0] > covered ? "has unused bytes before it"
                                                                              : "";
        if (!problem.empty()) failAt(where, "tensor " + shown(named->first) + " " + std::string(problem));
        covered = named->second.offsets[1];
    }
    if (covered != dataSize) failAt(where, "the file has " + std::to_string(dataSize - covered) + " bytes that belong to no tensor");
}

/// Fills `bytes` from `start` on.
void readSome(std::ifstream& stream, std::vector<std::byte>& bytes, uint64_t start, const std::string& where) {
    const auto count = static_cast<std::streamsize>(bytes.size() - start);
    stream.read(reinterpret_cast<char*>(bytes.data() + start), count);
    if (stream.gcount() != count) failAt(where, "the file could not be read to its end");
}

std::string jsonString(const std::string& text, const std::string& where) {
    try {
        return nlohmann::json(text).dump();
    } catch (const nlohmann::json::exception&) {
        failAt(where, "the name or metadata " + shown(text) + " is not UTF-8");
    }
}

std::string metadataText(const std::map<std::string, std::string>& metadata, const std::string& where) {
    std::string text;
    for (const auto& [name, value] : metadata) {
        if (!text.empty()) text += ',';
        text += jsonString(name, where) + ":" + jsonString(value, where);
    }
    return jsonString(std::string(SafetensorsHeader::metadataKey), where) + ":{" + text + "}";
}

std::string entryText(const TensorBytes& tensor, uint64_t begin) {
    return "{\"dtype\":\"" + typeName(tensor.type) + "\",\"shape\":" + nlohmann::json(tensor.shape).dump() + ",\"data_offsets\":[" +
           std::to_string(begin) + "," + std::to_string(begin + tensor.bytes.size()) + "]}";
}

std::string headerText(const std::map<std::string, TensorBytes>& tensors, const std::map<std::string, std::string>& metadata,
                       const std::string& where) {
    std::string text = "{";
    if (!metadata.empty()) text += metadataText(metadata, where);
    uint64_t begin = 0;
    for (const auto& [name, tensor] : tensors) {
        checkTensorName(name, where);
        const std::string here = where + ": tensor " + shown(name);
        if (name == SafetensorsHeader::metadataKey) failAt(here, "a tensor cannot have this name");
        if (tensor.bytes.size() != checkedBytes(tensor.shape, tensor.type, here))
            failAt(here, "its size does not match its shape and type");
        if (text.size() > 1) text += ',';
        text += jsonString(name, where) + ":" + entryText(tensor, begin);
        begin += tensor.bytes.size();
    }
    text += "}";
    text.resize((text.size() + 7) / 8 * 8, ' ');
    return text;
}

}  // namespace

uint64_t SafetensorsHeader::checkedDataStart(std::span<const std::byte> bytes, uint64_t fileSize, const std::string& where) {
    if (fileSize < lengthBytes) failAt(where, "the file is too short to be a safetensors file");
    uint64_t size = 0;
    std::memcpy(&size, bytes.data(), sizeof size);
    if (size == 0) failAt(where, "the header is empty");
    if (size > sizeLimit) failAt(where, "the header claims " + std::to_string(size) + " bytes; at most 100000000 are allowed");
    if (size > fileSize - lengthBytes) failAt(where, "the header goes beyond the end of the file");
    return lengthBytes + size;
}

SafetensorsHeader SafetensorsHeader::parse(std::span<const std::byte> bytes, uint64_t fileSize, const std::string& where) {
    const uint64_t dataStart = checkedDataStart(bytes, fileSize, where);
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + lengthBytes, dataStart - lengthBytes);
    if (text.front() != '{') failAt(where, "the header does not begin with '{'");
    checkTokens(text, where);
    HeaderReader reader(where);
    nlohmann::json::sax_parse(text.begin(), text.end(), &reader);
    checkLayout(reader.entries, fileSize - dataStart, where);
    return {dataStart, std::move(reader.entries), std::move(reader.metadata)};
}

int64_t TensorView::elements() const { return static_cast<int64_t>(bytes.size() / elementSize(type)); }

std::vector<float> TensorView::toFloat() const {
    std::vector<float> values(static_cast<size_t>(elements()));
    if (type == TensorType::F32) {
        if (!bytes.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
        return values;
    }
    const auto convert = type == TensorType::F16 ? floatFromHalf : floatFromBrain;
    for (size_t i = 0; i < values.size(); ++i) {
        uint16_t bits = 0;
        std::memcpy(&bits, bytes.data() + 2 * i, sizeof bits);
        values[i] = convert(bits);
    }
    return values;
}

SafetensorsFile::SafetensorsFile(std::vector<std::byte> bytes, std::string where, SafetensorsHeader header)
    : m_bytes(std::move(bytes)), m_metadata(std::move(header.metadata)), m_where(std::move(where)) {
    const auto data = std::span<const std::byte>(m_bytes).subspan(header.dataStart);
    for (auto& [name, entry] : header.entries)
        m_tensors[name] = {entry.type, std::move(entry.shape), data.subspan(entry.offsets[0], entry.offsets[1] - entry.offsets[0])};
}

SafetensorsFile SafetensorsFile::parse(std::vector<std::byte> bytes, const std::string& where) {
    auto header = SafetensorsHeader::parse(bytes, bytes.size(), where);
    return {std::move(bytes), where, std::move(header)};
}

SafetensorsFile SafetensorsFile::read(const std::filesystem::path& file) try {
    const std::string where = file.string();
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) failAt(where, "there is no such file");
    const uint64_t fileSize = std::filesystem::file_size(file, error);
    if (error || fileSize > fileLimit) failAt(where, "the file is larger than 8 GiB");
    std::ifstream stream(file, std::ios::binary);
    std::vector<std::byte> bytes(std::min(fileSize, SafetensorsHeader::lengthBytes));
    readSome(stream, bytes, 0, where);
    bytes.resize(SafetensorsHeader::checkedDataStart(bytes, fileSize, where));
    readSome(stream, bytes, SafetensorsHeader::lengthBytes, where);
    auto header = SafetensorsHeader::parse(bytes, fileSize, where);
    bytes.resize(fileSize);
    readSome(stream, bytes, header.dataStart, where);
    return {std::move(bytes), where, std::move(header)};
} catch (const std::bad_alloc&) {
    failAt(file.string(), "there is not enough memory for the file");
}

const TensorView& SafetensorsFile::tensor(const std::string& name) const {
    const auto found = m_tensors.find(name);
    if (found == m_tensors.end()) failAt(m_where, "there is no tensor " + shown(name));
    return found->second;
}

TensorBytes TensorBytes::fromFloat(std::span<const float> values, std::vector<int64_t> shape, TensorType type) {
    if (checkedBytes(shape, type, "a tensor") != values.size() * elementSize(type))
        throw Error("A tensor's shape does not match its " + std::to_string(values.size()) + " values");
    TensorBytes tensor{type, std::move(shape), std::vector<std::byte>(values.size() * elementSize(type))};
    if (type == TensorType::F32) {
        if (!values.empty()) std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
        return tensor;
    }
    const auto round = type == TensorType::F16 ? halfFromFloat : brainFromFloat;
    const auto widen = type == TensorType::F16 ? floatFromHalf : floatFromBrain;
    for (size_t i = 0; i < values.size(); ++i) {
        const uint16_t bits = round(values[i]);
        if (std::isfinite(values[i]) && !std::isfinite(widen(bits)))
            throw Error("The value " + std::to_string(values[i]) + " is too large for the type " + typeName(type));
        std::memcpy(tensor.bytes.data() + 2 * i, &bits, sizeof bits);
    }
    return tensor;
}

void writeSafetensors(const std::filesystem::path& file, const std::map<std::string, TensorBytes>& tensors,
                      const std::map<std::string, std::string>& metadata) {
    const std::string header = headerText(tensors, metadata, file.string());
    if (header.size() > SafetensorsHeader::sizeLimit || tensors.size() > SafetensorsHeader::tensorLimit ||
        metadata.size() > SafetensorsHeader::metadataLimit)
        failAt(file.string(), "there are too many tensors or metadata for one file");
    const uint64_t size = header.size();
    std::vector<std::byte> bytes(SafetensorsHeader::lengthBytes + size);
    std::memcpy(bytes.data(), &size, SafetensorsHeader::lengthBytes);
    std::memcpy(bytes.data() + SafetensorsHeader::lengthBytes, header.data(), header.size());
    for (const auto& [name, tensor] : tensors) bytes.insert(bytes.end(), tensor.bytes.begin(), tensor.bytes.end());
    writeFileAtomically(file, bytes);
}

}  // namespace charrette
