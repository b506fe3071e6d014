#include "core/design/json.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/error.h"

namespace charrette {

using nlohmann::json;

namespace {

/// Bytes of the UTF-8 sequence at the start of `text` (Unicode 15, table 3-7); 0 when it is not valid.
size_t sequenceLength(std::string_view text) {
    const auto at = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0; };
    const auto continues = [&](size_t i) { return (at(i) & 0xc0) == 0x80; };
    const int lead = at(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xc2 && lead < 0xe0) return continues(1) ? 2 : 0;
    const int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (at(1) < low || at(1) > high) return 0;
    if (lead >= 0xe0 && lead < 0xf0) return continues(2) ? 3 : 0;
    if (lead >= 0xf0 && lead < 0xf5) return continues(2) && continues(3) ? 4 : 0;
    return 0;
}

bool isUtf8(std::string_view text) {
    while (!text.empty()) {
        const size_t length = sequenceLength(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

/// Whether a control character starts here: U+0000 to U+001F, U+007F to U+009F. A terminal may take one for a command.
bool isControl(std::string_view text) {
    const auto at = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0; };
    return at(0) < 0x20 || at(0) == 0x7f || (at(0) == 0xc2 && at(1) >= 0x80 && at(1) < 0xa0);
}

/// One line of at most 60 bytes of a text, cut between characters.
std::string shortened(std::string_view text) {
    size_t length = std::min<size_t>(60, text.size());
    while (length > 0 && length < text.size() && (text[length] & 0xc0) == 0x80) --length;
    std::string line(text.substr(0, length));
    for (size_t i = 0; i < line.size(); ++i) {
        if (isControl(std::string_view(line).substr(i))) line.replace(i, static_cast<unsigned char>(line[i]) == 0xc2 ? 2 : 1, " ");
    }
    return length < text.size() ? line + "…" : line;
}

/// Follows the lexer through the text before anything is kept of it: knows the place, counts depth and values, and remembers each
/// object's keys.
class Guard : public nlohmann::json_sax<json> {
public:
    explicit Guard(const std::string& where) : m_where(where) { m_levels.reserve(size_t(jsonDepthLimit)); }

    bool null() override { return count(); }
    bool boolean(bool) override { return count(); }
    bool number_integer(number_integer_t) override { return count(); }
    bool number_unsigned(number_unsigned_t) override { return count(); }
    bool number_float(number_float_t, const string_t&) override { return count(); }
    bool string(string_t&) override { return count(); }
    bool binary(binary_t&) override { return count(); }
    bool start_object(size_t) override { return enter(); }
    bool start_array(size_t) override { return enter(); }
    bool end_object() override { return leave(); }
    bool end_array() override { return leave(); }

    bool key(string_t& key) override {
        const auto [kept, isNew] = m_levels.back().keys.insert(std::move(key));
        m_levels.back().key = &*kept;
        if (!isNew) refuse(place(), "stands twice in the same object");
        return true;
    }

    bool parse_error(size_t byte, const std::string&, const json::exception& error) override {
        m_badByte = byte;
        m_overflow = dynamic_cast<const json::out_of_range*>(&error) != nullptr;
        return false;
    }

    size_t badByte() const { return m_badByte; }     ///< the last one read, counted from 1
    bool hasOverflow() const { return m_overflow; }  ///< a number does not fit

    /// "where: outer.inner"
    std::string place() const {
        std::string path;
        for (const Level& level : m_levels) {
            if (level.key && !level.key->empty()) path += (path.empty() ? "" : ".") + shortened(*level.key);
        }
        return joined(m_where, path);
    }

private:
    struct Level {
        std::set<std::string> keys;
        const std::string* key = nullptr;  ///< the one of `keys` whose value is being read
    };

    bool count() {
        if (++m_values > jsonValueLimit) refuse(place(), "goes beyond the " + std::to_string(jsonValueLimit) + " values that are read");
        return true;
    }
    bool enter() {
        if (m_levels.size() >= size_t(jsonDepthLimit)) {
            refuse(place(), "is nested deeper than " + std::to_string(jsonDepthLimit) + " levels");
        }
        m_levels.emplace_back();
        return count();
    }
    bool leave() {
        m_levels.pop_back();
        return true;
    }

    const std::string& m_where;
    std::vector<Level> m_levels;  ///< does not move: `Level::key` points into it
    size_t m_values = 0, m_badByte = 0;
    bool m_overflow = false;
};

/// `byte` is the last one read, counted from 1.
[[noreturn]] void refuseSyntax(const std::string& text, size_t byte, const std::string& place) {
    const size_t last = std::clamp<size_t>(byte, 1, text.size()) - 1;
    if (!isUtf8(text)) refuse(place, "is not valid UTF-8");
    if (text.compare(last, 3, "NaN") == 0 || text.compare(last, 3, "Inf") == 0) {
        refuse(place, "must be a finite number, not NaN or Infinity");
    }
    const auto end = text.begin() + std::ptrdiff_t(last);
    const auto line = 1 + std::count(text.begin(), end, '\n');
    const size_t newline = last == 0 ? std::string::npos : text.rfind('\n', last - 1);
    const size_t column = newline == std::string::npos ? last + 1 : last - newline;
    refuse(place, "is not valid JSON at line " + std::to_string(line) + ", column " + std::to_string(column));
}

}  // namespace

std::string joined(const std::string& where, const std::string& what) {
    return where.empty() ? what : what.empty() ? where : where + ": " + what;
}

void refuse(const std::string& where, const std::string& sentence) { throw Error(where.empty() ? sentence : where + ": " + sentence); }

std::string shown(const json& value) {
    if (value.is_string()) return "'" + shortened(value.get_ref<const std::string&>()) + "'";
    if (value.is_array()) return "a list";
    if (value.is_object()) return "an object";
    if (value.is_number_float() && !std::isfinite(value.get<double>())) return std::isnan(value.get<double>()) ? "NaN" : "Infinity";
    return value.dump();
}

json parseJson(const std::string& text, const std::string& where) {
    if (text.size() > jsonByteLimit) {
        refuse(where, "is " + std::to_string(text.size()) + " bytes long, at most " + std::to_string(jsonByteLimit) + " are read");
    }
    if (text.empty()) refuse(where, "is empty");
    if (text.find('\0') != std::string::npos) refuse(where, "is not text: it has a zero byte");
    Guard guard(where);
    if (!json::sax_parse(text, &guard)) {
        if (guard.hasOverflow()) refuse(guard.place(), "has a number that does not fit in 64 bits");
        refuseSyntax(text, guard.badByte(), guard.place());
    }
    // Not in one pass with a callback: the library's parser then looks through all of a list at the end of each object in it.
    return json::parse(text);
}

void checkText(const std::string& text, size_t limit, const std::string& where, const std::string& field, LineBreaks lineBreaks) {
    if (text.size() > limit)
        refuse(where, field + " must be at most " + std::to_string(limit) + " bytes long, not " + std::to_string(text.size()));
    if (!isUtf8(text)) refuse(where, field + " must be valid UTF-8");
    for (size_t i = 0; i < text.size(); ++i) {
        const bool allowed = lineBreaks == LineBreaks::Allowed && (text[i] == '\n' || text[i] == '\t');
        if (!allowed && isControl(std::string_view(text).substr(i))) refuse(where, field + " must not have control characters");
    }
}

void checkNumber(int64_t number, int64_t minimum, int64_t maximum, const std::string& where, const std::string& field) {
    if (number >= minimum && number <= maximum) return;
    refuse(where,
           field + " must be from " + std::to_string(minimum) + " to " + std::to_string(maximum) + ", not " + std::to_string(number));
}

bool isName(std::string_view text, char separator) {
    const auto isLetter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto isAllowed = [&](char c) { return isLetter(c) || (c >= '0' && c <= '9') || c == separator; };
    return !text.empty() && text.size() <= nameLimit && isLetter(text[0]) && std::all_of(text.begin(), text.end(), isAllowed);
}

bool isHash(std::string_view text) { return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos; }

ObjectReader::ObjectReader(const json& object, std::string where) : m_object(object), m_where(std::move(where)) {
    if (!object.is_object()) refuse(m_where, "must be an object, not " + shown(object));
}

void ObjectReader::fail(const std::string& field, const std::string& expected, const json& value) const {
    refuse(m_where, field + " must be " + expected + ", not " + shown(value));
}

const json& ObjectReader::any(const std::string& field) {
    const auto found = m_object.find(field);
    if (found == m_object.end()) refuse(m_where, field + " is missing");
    m_read.insert(field);
    return *found;
}

std::string ObjectReader::text(const std::string& field) {
    const json& value = any(field);
    if (!value.is_string()) fail(field, "text", value);
    return value.get<std::string>();
}

double ObjectReader::checkedNumber(const std::string& field, const json& value) const {
    if (!value.is_number()) fail(field, "a number", value);
    if (!std::isfinite(value.get<double>())) fail(field, "a finite number", value);
    return value.get<double>();
}

double ObjectReader::number(const std::string& field) { return checkedNumber(field, any(field)); }

int64_t ObjectReader::checkedInteger(const std::string& field, const json& value, int64_t minimum, int64_t maximum) const {
    const double number = checkedNumber(field, value);
    if (number != std::floor(number)) fail(field, "a whole number", value);
    if (number < double(minimum)) fail(field, "at least " + std::to_string(minimum), value);
    if (number > double(maximum)) fail(field, "at most " + std::to_string(maximum), value);
    return int64_t(number);
}

int64_t ObjectReader::integer(const std::string& field, int64_t minimum, int64_t maximum) {
    return checkedInteger(field, any(field), minimum, maximum);
}

size_t ObjectReader::choice(const std::string& field, std::span<const char* const> words) {
    const std::string word = text(field);
    std::string list;
    for (size_t i = 0; i < words.size(); ++i) {
        if (word == words[i]) return i;
        list += (i == 0 ? "'" : i + 1 < words.size() ? ", '" : " or '") + std::string(words[i]) + "'";
    }
    fail(field, list, word);
}

const json& ObjectReader::array(const std::string& field, size_t limit) {
    const json& value = any(field);
    if (!value.is_array()) fail(field, "a list", value);
    if (value.size() > limit)
        refuse(m_where, field + " must have at most " + std::to_string(limit) + " entries, not " + std::to_string(value.size()));
    return value;
}

const json& ObjectReader::object(const std::string& field, size_t limit) {
    const json& value = any(field);
    if (!value.is_object()) fail(field, "an object", value);
    if (value.size() > limit)
        refuse(m_where, field + " must have at most " + std::to_string(limit) + " entries, not " + std::to_string(value.size()));
    return value;
}

std::vector<std::string> ObjectReader::texts(const std::string& field, size_t limit) {
    std::vector<std::string> entries;
    for (const json& entry : array(field, limit)) {
        if (!entry.is_string()) fail(field, "a list of texts", entry);
        entries.push_back(entry.get<std::string>());
    }
    return entries;
}

std::vector<double> ObjectReader::numbers(const std::string& field, size_t limit) {
    std::vector<double> entries;
    for (const json& entry : array(field, limit)) entries.push_back(checkedNumber(field, entry));
    return entries;
}

std::vector<int64_t> ObjectReader::integers(const std::string& field, size_t limit) {
    std::vector<int64_t> entries;
    for (const json& entry : array(field, limit)) entries.push_back(checkedInteger(field, entry, -wholeLimit, wholeLimit));
    return entries;
}

void ObjectReader::header(const std::string& format) {
    const std::string found = text("format");
    if (found != format) fail("format", "'" + format + "'", found);
    const json& version = any("version");
    const int64_t number = integer("version", 1);
    if (number > 1) refuse(m_where, "is of version " + version.dump() + ", newer than this program, which reads version 1");
}

void ObjectReader::finish() const {
    for (const auto& [field, value] : m_object.items()) {
        if (!m_read.count(field)) refuse(m_where, "has an unknown field " + shown(field));
    }
}

}  // namespace charrette
