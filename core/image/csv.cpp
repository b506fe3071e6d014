#include "core/image/csv.h"

#include "core/base/error.h"

namespace charrette {
namespace {

class CsvParser {
public:
    CsvParser(std::string_view text, const std::string& where) : m_text(text), m_where(where) {}

    std::vector<CsvRecord> records() {
        std::vector<CsvRecord> all;
        while (!atEnd()) {
            CsvRecord record = nextRecord();
            if (record.fields.size() > 1 || !record.fields.front().empty()) all.push_back(std::move(record));
        }
        return all;
    }

private:
    bool atEnd() const { return m_position >= m_text.size(); }
    bool atLineEnd() const { return atEnd() || m_text[m_position] == '\n' || m_text[m_position] == '\r'; }

    CsvRecord nextRecord() {
        CsvRecord record{m_line, {nextField()}};
        while (!atEnd() && m_text[m_position] == ',') {
            ++m_position;
            record.fields.push_back(nextField());
        }
        endLine();
        return record;
    }

    std::string nextField() {
        if (!atEnd() && m_text[m_position] == '"') return quotedField();
        const size_t begin = m_position;
        while (!atLineEnd() && m_text[m_position] != ',') {
            if (m_text[m_position] == '"') fail("has a quote inside a field that does not begin with one");
            ++m_position;
        }
        return std::string(m_text.substr(begin, m_position - begin));
    }

    std::string quotedField() {
        std::string field;
        const size_t line = m_line;
        for (++m_position; !atEnd(); ++m_position) {
            if (m_text[m_position] == '\n') ++m_line;
            if (m_text[m_position] == '"') {
                if (m_position + 1 >= m_text.size() || m_text[m_position + 1] != '"') return closed(std::move(field));
                ++m_position;
            }
            field += m_text[m_position];
        }
        m_line = line;
        fail("has a quote that is never closed");
    }

    std::string closed(std::string field) {
        ++m_position;
        if (!atLineEnd() && m_text[m_position] != ',') fail("has text after a closing quote");
        return field;
    }

    void endLine() {
        if (!atEnd() && m_text[m_position] == '\r') ++m_position;
        if (!atEnd() && m_text[m_position] == '\n') ++m_position;
        ++m_line;
    }

    [[noreturn]] void fail(const std::string& what) const {
        throw Error("Table '" + m_where + "': line " + std::to_string(m_line) + " " + what);
    }

    std::string_view m_text;
    const std::string& m_where;
    size_t m_position = 0;
    size_t m_line = 1;
};

}  // namespace

std::vector<CsvRecord> parseCsv(std::string_view text, const std::string& where) { return CsvParser(text, where).records(); }

}  // namespace charrette
