#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/nn/safetensors.h"

namespace charrette {

/// The header of a safetensors file, completely checked. A part of safetensors.cpp.
struct SafetensorsHeader {
    struct Entry {
        TensorType type = TensorType::F32;
        std::vector<int64_t> shape;
        std::vector<uint64_t> offsets;  ///< begin and end in the data
    };

    static constexpr uint64_t lengthBytes = 8;  ///< the header's length, before the header
    static constexpr uint64_t sizeLimit = 100'000'000;
    static constexpr size_t tensorLimit = 100'000;
    static constexpr size_t metadataLimit = 10'000;
    static constexpr std::string_view metadataKey = "__metadata__";

    uint64_t dataStart = 0;
    std::map<std::string, Entry> entries;
    std::map<std::string, std::string> metadata;

    /// Where the data start. `bytes` are the file's first eight, or all of a shorter file. Throws `Error`.
    static uint64_t checkedDataStart(std::span<const std::byte> bytes, uint64_t fileSize, const std::string& where);
    /// `bytes` begin with the whole header; `fileSize` counts all of the file. Throws `Error`.
    static SafetensorsHeader parse(std::span<const std::byte> bytes, uint64_t fileSize, const std::string& where);
};

namespace safetensors {

inline constexpr uint64_t sizeLimit = uint64_t(1) << 48;
inline constexpr size_t dimensionLimit = 16;
inline constexpr size_t nameLimit = 256;
inline constexpr size_t stringLimit = 4'000'000;
inline constexpr size_t numberLimit = 64;

inline constexpr std::array<std::pair<std::string_view, TensorType>, 3> typeNames{
    {{"F32", TensorType::F32}, {"F16", TensorType::F16}, {"BF16", TensorType::BF16}}};
inline constexpr std::array<std::string_view, 19> otherTypes{"BOOL",    "F4",      "F6_E2M3",     "F6_E3M2",     "U8",  "I8",  "F8_E5M2",
                                                             "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ", "I16", "U16", "I32",
                                                             "U32",     "C64",     "F64",         "I64",         "U64"};

[[noreturn]] inline void failAt(const std::string& where, const std::string& sentence) { throw Error(where + ": " + sentence); }

inline bool isControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// A name from a stranger's file in quotes, made fit for one line of a message.
inline std::string shown(std::string_view name) {
    std::string text(name.substr(0, 80));
    while (text.size() < name.size() && !text.empty() && (name[text.size()] & 0xc0) == 0x80) text.pop_back();
    std::replace_if(text.begin(), text.end(), isControl, '?');
    text += text.size() < name.size() ? "…'" : "'";
    return text.insert(0, 1, '\'');
}

inline void checkTensorName(std::string_view name, const std::string& where) {
    if (name.empty()) failAt(where, "a tensor has an empty name");
    if (name.size() > nameLimit) failAt(where, "the tensor name " + shown(name) + " is longer than 256 bytes");
    if (std::any_of(name.begin(), name.end(), isControl)) failAt(where, "the tensor name " + shown(name) + " has a control character");
}

/// Reads the header's JSON as it is parsed, and stops at the first thing that the format does not allow.
class HeaderReader : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit HeaderReader(const std::string& where) : m_where(where) {}

    std::map<std::string, SafetensorsHeader::Entry> entries;
    std::map<std::string, std::string> metadata;

    bool null() override { unexpected("null"); }
    bool boolean(bool) override { unexpected("true or false"); }
    bool number_integer(number_integer_t) override { unexpected("a negative number"); }
    bool number_float(number_float_t, const string_t&) override { unexpected("a fractional or too large number"); }
    bool binary(binary_t&) override { unexpected("binary data"); }

    bool number_unsigned(number_unsigned_t value) override {
        if (m_place != Place::Shape && m_place != Place::Offsets) unexpected("a number");
        if (m_place == Place::Offsets) {
            if (m_entry->offsets.size() == 2) failHere("has more than two data_offsets");
            m_entry->offsets.push_back(value);
        } else {
            if (m_entry->shape.size() == dimensionLimit) failHere("has more than 16 dimensions");
            if (value > sizeLimit) failHere("has a dimension over 2^48");
            m_entry->shape.push_back(static_cast<int64_t>(value));
        }
        return true;
    }

    bool string(string_t& text) override {
        if (m_place == Place::Metadata) {
            m_metadataBytes += text.size();
            if (m_metadataBytes > stringLimit) failAt(m_where, "the metadata is longer than 4 MB");
            metadata[m_metadataName] = text;
        } else if (m_place == Place::Entry && m_field == Field::Type) {
            m_entry->type = typeFromName(text);
        } else {
            unexpected("a string");
        }
        return true;
    }

    bool key(string_t& name) override {
        if (m_place == Place::Top) topKey(name);
        if (m_place == Place::Metadata) metadataName(name);
        if (m_place == Place::Entry) fieldKey(name);
        return true;
    }

    bool start_object(std::size_t) override {
        if (m_place == Place::Start) {
            m_place = Place::Top;
        } else if (m_place == Place::Top) {
            m_place = m_name == SafetensorsHeader::metadataKey ? Place::Metadata : Place::Entry;
            m_seen = {};
        } else {
            unexpected("an object");
        }
        return true;
    }

    bool end_object() override {
        if (m_place == Place::Entry) {
            if (!m_seen[0]) failHere("has no dtype");
            if (!m_seen[1]) failHere("has no shape");
            if (!m_seen[2]) failHere("has no data_offsets");
        }
        m_place = Place::Top;
        return true;
    }

    bool start_array(std::size_t) override {
        if (m_place != Place::Entry || m_field == Field::Type) unexpected("an array");
        m_place = m_field == Field::Shape ? Place::Shape : Place::Offsets;
        return true;
    }

    bool end_array() override {
        if (m_place == Place::Offsets && m_entry->offsets.size() != 2) failHere("has fewer than two data_offsets");
        m_place = Place::Entry;
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
        failAt(m_where, "the header is not valid JSON at byte " + std::to_string(position) + " of it");
    }

private:
    enum class Place { Start, Top, Metadata, Entry, Shape, Offsets };
    enum class Field { Type, Shape, Offsets };

    void topKey(const std::string& name) {
        m_name = name;
        if (name == SafetensorsHeader::metadataKey) {
            if (std::exchange(m_hasMetadata, true)) failAt(m_where, "the header has __metadata__ twice");
            return;
        }
        checkTensorName(name, m_where);
        const auto [entry, isNew] = entries.try_emplace(name);
        if (!isNew) failHere("is listed twice");
        if (entries.size() > SafetensorsHeader::tensorLimit) failAt(m_where, "the header lists more than 100000 tensors");
        m_entry = &entry->second;
    }

    void metadataName(const std::string& name) {
        if (!metadata.try_emplace(name).second) failAt(m_where, "the metadata has the key " + shown(name) + " twice");
        if (metadata.size() > SafetensorsHeader::metadataLimit) failAt(m_where, "the metadata has more than 10000 keys");
        m_metadataName = name;
    }

    void fieldKey(const std::string& name) {
        constexpr std::array<std::string_view, 3> names{"dtype", "shape", "data_offsets"};
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end()) failHere("has the unknown field " + shown(name));
        const auto index = static_cast<size_t>(found - names.begin());
        if (std::exchange(m_seen[index], true)) failHere("has " + name + " twice");
        m_field = static_cast<Field>(index);
    }

    TensorType typeFromName(const std::string& name) {
        const auto known = std::find_if(typeNames.begin(), typeNames.end(), [&](const auto& type) { return type.first == name; });
        if (known != typeNames.end()) return known->second;
        if (std::find(otherTypes.begin(), otherTypes.end(), name) != otherTypes.end())
            failHere("has the type " + name + ", but only F32, F16 and BF16 are read");
        failHere("has the unknown type " + shown(name));
    }

    [[noreturn]] void failHere(const std::string& what) { failAt(m_where, "tensor " + shown(m_name) + " " + what); }

    [[noreturn]] void unexpected(const std::string& what) {
        if (m_place == Place::Metadata) failAt(m_where, "the metadata " + shown(m_metadataName) + " is " + what + ", not a string");
        if (m_place == Place::Shape) failHere("has " + what + " in its shape, not a whole number");
        if (m_place == Place::Offsets) failHere("has " + what + " in its data_offsets, not a whole number");
        if (m_place == Place::Top) failAt(m_where, "the header has " + what + " for " + shown(m_name) + ", not an object");
        if (m_field == Field::Type) failHere("has " + what + " for its dtype, not a string");
        failHere("has " + what + " for its " + (m_field == Field::Shape ? "shape" : "data_offsets") + ", not an array");
    }

    const std::string& m_where;
    Place m_place = Place::Start;
    Field m_field = Field::Type;
    std::string m_name, m_metadataName;
    std::array<bool, 3> m_seen{};
    bool m_hasMetadata = false;
    size_t m_metadataBytes = 0;
    SafetensorsHeader::Entry* m_entry = nullptr;
};

}  // namespace safetensors
}  // namespace charrette
