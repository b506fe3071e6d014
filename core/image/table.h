#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/design/parameter.h"

namespace charrette {

/// What a table or a folder says of one picture. Cells without a value are absent; a CSV file's cells are all text.
struct TableRow {
    std::string file;  ///< relative to the folder, with forward slashes
    std::string aux;   ///< likewise; empty when there is none
    ParameterValues values;
};

/// The pictures to be packed, and the columns of what is known of them.
struct Table {
    std::vector<std::string> columns;  ///< in the order of the table, without `file` and `aux`
    std::vector<TableRow> rows;
    std::vector<std::string> notes;  ///< sentences on what was not taken over
};

/// Reads CSV (RFC 4180, UTF-8, with or without byte order mark) or, by the name's ending, JSON: a list of objects with the keys `file`,
/// `aux` and the parameters, or an object of such objects by file. Throws `Error` naming the file and the line or row; also for a picture
/// named twice, for a path that leaves the folder, and for more than 256 MB of CSV or 16 MiB of JSON.
Table readTable(const std::filesystem::path& file);

/// The pictures of a folder in the order of their names; when they lie in sub-folders, the column "class" says in which. Throws `Error`.
Table scanFolder(const std::filesystem::path& folder);

}  // namespace charrette
