#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace charrette {

/// A record of a CSV file and the line it begins on, from 1.
struct CsvRecord {
    size_t line = 1;
    std::vector<std::string> fields;
};

/// Splits comma-separated text as RFC 4180 says: quoted fields, doubled quotes, line breaks in quotes, LF or CRLF. Empty lines are left
/// out. `where` names the file in messages. Throws `Error` naming the line.
std::vector<CsvRecord> parseCsv(std::string_view text, const std::string& where);

}  // namespace charrette
