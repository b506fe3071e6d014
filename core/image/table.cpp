#include "core/image/table.h"

#include <algorithm>
#include <set>
#include <system_error>
#include <tuple>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/image/csv.h"

namespace charrette {
namespace {

constexpr uint64_t csvLimit = 256'000'000, jsonLimit = 16u << 20;

std::string lowerCase(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return text;
}

bool isUtf8(const std::string& text) {
    try {
        nlohmann::json(text).dump();
        return true;
    } catch (const nlohmann::json::exception&) {
        return false;
    }
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& what) {
    throw Error("Table '" + file.string() + "': " + what);
}

void checkHeader(const CsvRecord& header, const std::filesystem::path& file) {
    std::set<std::string> seen;
    for (const auto& name : header.fields) {
        if (name.empty()) refuse(file, "the header has a column without a name");
        if (!seen.insert(name).second) refuse(file, "the header has two columns named '" + name + "'");
    }
    if (!seen.contains("file")) refuse(file, "the header has no column 'file'");
}

TableRow rowFromCsv(const CsvRecord& header, const CsvRecord& record, const std::filesystem::path& file) {
    if (record.fields.size() != header.fields.size()) {
        refuse(file, "line " + std::to_string(record.line) + " has " + std::to_string(record.fields.size()) +
                         " fields where the header has " + std::to_string(header.fields.size()));
    }
    TableRow row;
    for (size_t i = 0; i < header.fields.size(); ++i) {
        const auto& [name, cell] = std::tie(header.fields[i], record.fields[i]);
        if (name == "file")
            row.file = cell;
        else if (name == "aux")
            row.aux = cell;
        else if (!cell.empty())
            row.values[name] = cell;
    }
    if (row.file.empty()) refuse(file, "line " + std::to_string(record.line) + " names no file");
    return row;
}

Table tableFromCsv(const std::string& text, const std::filesystem::path& file) {
    if (!isUtf8(text)) refuse(file, "the text is not UTF-8");
    const auto records = parseCsv(text.starts_with("\xEF\xBB\xBF") ? std::string_view(text).substr(3) : text, file.string());
    if (records.empty()) refuse(file, "it is empty");
    checkHeader(records.front(), file);
    Table table{.columns = records.front().fields, .rows = {}, .notes = {}};
    std::erase_if(table.columns, [](const std::string& name) { return name == "file" || name == "aux"; });
    for (size_t i = 1; i < records.size(); ++i) table.rows.push_back(rowFromCsv(records.front(), records[i], file));
    return table;
}

class JsonTable {
public:
    explicit JsonTable(const std::filesystem::path& file) : m_file(file) {}

    Table read(const nlohmann::ordered_json& json) {
        if (!json.is_array() && !json.is_object()) refuse(m_file, "it must be a list of objects, or an object of objects by file");
        size_t number = 0;
        for (const auto& [key, item] : json.items()) {
            const std::string where = json.is_object() ? "'" + key + "'" : "row " + std::to_string(++number);
            m_table.rows.push_back(row(item, json.is_object() ? key : "", where));
        }
        return std::move(m_table);
    }

private:
    TableRow row(const nlohmann::ordered_json& item, const std::string& file, const std::string& where) {
        if (!item.is_object()) refuse(m_file, where + " is not an object");
        TableRow row{.file = file, .aux = {}, .values = {}};
        for (const auto& [name, value] : item.items()) {
            if (name == "file")
                row.file = textOf(value, name, where);
            else if (name == "aux")
                row.aux = textOf(value, name, where);
            else if (value.is_structured())
                noteStructured(name);
            else
                takeValue(row, name, value);
        }
        if (row.file.empty()) refuse(m_file, where + " names no file");
        return row;
    }

    std::string textOf(const nlohmann::ordered_json& value, const std::string& name, const std::string& where) const {
        if (value.is_null()) return {};
        if (!value.is_string()) refuse(m_file, where + ": '" + name + "' must be text");
        return value.get<std::string>();
    }

    void takeValue(TableRow& row, const std::string& name, const nlohmann::ordered_json& value) {
        if (m_columns.insert(name).second) m_table.columns.push_back(name);
        if (value.is_boolean())
            row.values[name] = value.get<bool>();
        else if (value.is_number_integer() && value.get<double>() < 9.2e18)
            row.values[name] = value.get<int64_t>();
        else if (value.is_number())
            row.values[name] = value.get<double>();
        else if (value.is_string() && !value.get_ref<const std::string&>().empty())
            row.values[name] = value.get<std::string>();
    }

    void noteStructured(const std::string& name) {
        if (m_structured.insert(name).second) m_table.notes.push_back("Column '" + name + "' was left out: it holds lists or objects");
    }

    const std::filesystem::path& m_file;
    Table m_table;
    std::set<std::string> m_columns, m_structured;
};

/// Parses JSON that may be hostile: limited depth, no key twice in an object.
nlohmann::ordered_json parseStrictly(const std::string& text, const std::filesystem::path& file) {
    std::vector<std::set<std::string>> keys;
    const auto watch = [&](int depth, nlohmann::ordered_json::parse_event_t event, nlohmann::ordered_json& parsed) {
        using Event = nlohmann::ordered_json::parse_event_t;
        if (depth > 32) refuse(file, "it is nested too deeply");
        if (event == Event::object_start) keys.emplace_back();
        if (event == Event::object_end) keys.pop_back();
        if (event == Event::key && !keys.back().insert(parsed.get<std::string>()).second) {
            refuse(file, "'" + parsed.get<std::string>() + "' stands twice in one object");
        }
        return true;
    };
    try {
        return nlohmann::ordered_json::parse(text, watch);
    } catch (const nlohmann::json::exception& failure) {
        refuse(file, std::string("it is not JSON: ") + failure.what());
    }
}

/// The path in its plain form. Throws when it is absolute or leaves the folder.
std::string plainPath(const std::string& name, const std::filesystem::path& table) {
    const auto path = std::filesystem::path(name).lexically_normal();
    if (path.is_absolute() || path.has_root_name() || path.begin() == path.end() || *path.begin() == "..") {
        refuse(table, "'" + name + "' is not a path inside the folder");
    }
    return path.generic_string();
}

void checkPaths(Table& table, const std::filesystem::path& file) {
    std::set<std::string> seen;
    for (auto& row : table.rows) {
        row.file = plainPath(row.file, file);
        if (!row.aux.empty()) row.aux = plainPath(row.aux, file);
        if (!seen.insert(row.file).second) refuse(file, "picture '" + row.file + "' stands in it twice");
    }
    if (table.rows.empty()) refuse(file, "it names no picture");
}

bool isPicture(const std::filesystem::path& file) {
    static const std::set<std::string> endings = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp",
                                                  ".bmp", ".tga", ".ppm",  ".exr", ".hdr"};
    return endings.contains(lowerCase(file.extension().string())) && !file.filename().string().starts_with('.');
}

/// Paths relative to the folder, in no order.
std::vector<std::filesystem::path> picturesIn(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> pictures;
    std::error_code failure, unknown;
    std::filesystem::path last = folder;  // a sub-folder is opened when the iterator leaves its entry
    for (std::filesystem::recursive_directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
        last = entry->path();
        if (entry->is_regular_file(unknown) && isPicture(last)) pictures.push_back(last.lexically_relative(folder));
    }
    if (failure) throw Error("Folder '" + last.string() + "' cannot be read: " + failure.message());
    return pictures;
}

}  // namespace

Table readTable(const std::filesystem::path& file) {
    const bool json = lowerCase(file.extension().string()) == ".json";
    std::error_code failure;
    const auto size = std::filesystem::file_size(file, failure);
    if (json && !failure && size > jsonLimit) refuse(file, "a JSON table may have at most 16 MiB; a CSV table may have 256 MB");
    const std::string text = readTextFile(file, json ? jsonLimit : csvLimit);
    Table table = json ? JsonTable(file).read(parseStrictly(text, file)) : tableFromCsv(text, file);
    checkPaths(table, file);
    return table;
}

Table scanFolder(const std::filesystem::path& folder) {
    Table table;
    std::set<std::string> classes;
    for (const auto& path : picturesIn(folder)) {
        const bool loose = path.begin() == std::prev(path.end());
        if (!isUtf8(path.generic_string())) {
            table.notes.push_back("Picture '" + path.generic_string() + "' was left out: its name is not UTF-8");
            continue;
        }
        TableRow row{.file = path.generic_string(), .aux = {}, .values = {}};
        if (!loose) row.values["class"] = path.begin()->string();
        classes.insert(loose ? "" : path.begin()->string());
        table.rows.push_back(std::move(row));
    }
    if (table.rows.empty()) throw Error("Folder '" + folder.string() + "' has no pictures");
    if (classes.contains("") && classes.size() > 1) {
        throw Error("Folder '" + folder.string() +
                    "' has pictures both in it and in its sub-folders: put each in the sub-folder of its class");
    }
    std::sort(table.rows.begin(), table.rows.end(), [](const TableRow& a, const TableRow& b) { return a.file < b.file; });
    if (!classes.contains("")) table.columns = {"class"};
    return table;
}

}  // namespace charrette
