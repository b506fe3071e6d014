#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace charrette {

/// Reading JSON that may be hostile, for every folder that reads any. Headers that others read do not include it.

constexpr uint64_t jsonByteLimit = 16u << 20;
constexpr int jsonDepthLimit = 64;
constexpr size_t jsonValueLimit = 500'000;  ///< lists and objects and what is in them

/// Limits of what files may hold, so that a small hostile file cannot ask for much work.
constexpr size_t nameLimit = 64, labelLimit = 128, unitLimit = 32, sentenceLimit = 1024, paragraphLimit = 8192;
constexpr size_t parameterLimit = 256, directionLimit = 1024, binLimit = 1024;
constexpr int latentSizeLimit = 4096;
/// Whole numbers up to here are exact in a double.
constexpr int64_t wholeLimit = INT64_C(1) << 53;

/// "where: what"; only one of them when the other is empty.
std::string joined(const std::string& where, const std::string& what);

/// Throws `Error` with "where: sentence".
[[noreturn]] void refuse(const std::string& where, const std::string& sentence);

/// A text, number or other value as a message shows it: quoted, and cut when long.
std::string shown(const nlohmann::json& value);

/// Parses a whole text: valid UTF-8, within `jsonByteLimit`, `jsonDepthLimit` and `jsonValueLimit`, no key twice in an object, no number
/// that does not fit in a double. Throws `Error` naming the place. Whatever the text, this takes less than a second and 256 MiB.
nlohmann::json parseJson(const std::string& text, const std::string& where);

enum class LineBreaks { Refused, Allowed };

/// Throws `Error` unless the text is valid UTF-8 of at most `limit` bytes without control characters (U+0000 to U+001F, U+007F to U+009F).
void checkText(const std::string& text, size_t limit, const std::string& where, const std::string& field,
               LineBreaks lineBreaks = LineBreaks::Refused);

/// Throws `Error` unless the number is from `minimum` to `maximum`.
void checkNumber(int64_t number, int64_t minimum, int64_t maximum, const std::string& where, const std::string& field);

/// [a-z][a-z0-9]*, also with `separator` after the first letter; at most 64.
bool isName(std::string_view text, char separator);
/// 64 lower-case hexadecimal digits.
bool isHash(std::string_view text);

/// Reads the fields of one object by name and type, and refuses those that nobody asked for.
/// Every failure is an `Error` that names `where` and the field.
class ObjectReader {
public:
    /// `object` must outlive this.
    ObjectReader(const nlohmann::json& object, std::string where);

    const std::string& where() const { return m_where; }
    /// Once the object's own name is known.
    void setWhere(std::string where) { m_where = std::move(where); }
    /// "where: field", for the object or array within.
    std::string whereOf(const std::string& field) const { return joined(m_where, field); }

    bool has(const std::string& field) const { return m_object.contains(field); }
    const nlohmann::json& any(const std::string& field);
    std::string text(const std::string& field);
    double number(const std::string& field);
    int64_t integer(const std::string& field, int64_t minimum = -wholeLimit, int64_t maximum = wholeLimit);
    uint32_t seed(const std::string& field) { return uint32_t(integer(field, 0, UINT32_MAX)); }
    /// The index of the field's text among some words.
    size_t choice(const std::string& field, std::span<const char* const> words);
    const nlohmann::json& array(const std::string& field, size_t limit);
    const nlohmann::json& object(const std::string& field, size_t limit);
    std::vector<std::string> texts(const std::string& field, size_t limit);
    std::vector<double> numbers(const std::string& field, size_t limit);
    std::vector<int64_t> integers(const std::string& field, size_t limit);

    /// Reads "format" and "version".
    void header(const std::string& format);
    /// Throws for the first field that was not read.
    void finish() const;

private:
    [[noreturn]] void fail(const std::string& field, const std::string& expected, const nlohmann::json& value) const;
    double checkedNumber(const std::string& field, const nlohmann::json& value) const;
    int64_t checkedInteger(const std::string& field, const nlohmann::json& value, int64_t minimum, int64_t maximum) const;

    const nlohmann::json& m_object;
    std::string m_where;
    std::set<std::string> m_read;
};

}  // namespace charrette
