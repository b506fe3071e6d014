#include "core/board/schema.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <ctime>
#include <fstream>
#include <set>
#include <vector>

#include "core/base/file.h"
#include "core/board/board.h"
#include "core/design/json.h"

namespace charrette {
namespace fs = std::filesystem;

namespace {

constexpr const char* firstVersion = R"(
CREATE TABLE board (id INTEGER PRIMARY KEY, generation INTEGER NOT NULL, settings TEXT NOT NULL, step INTEGER NOT NULL,
    budget INTEGER NOT NULL) STRICT;
CREATE TABLE generations (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL, operation TEXT NOT NULL, title TEXT NOT NULL,
    columns INTEGER NOT NULL, made INTEGER NOT NULL, shown INTEGER NOT NULL) STRICT;
CREATE TABLE variants (id INTEGER PRIMARY KEY, generation INTEGER NOT NULL REFERENCES generations (id), place INTEGER NOT NULL,
    operation TEXT NOT NULL, shown INTEGER NOT NULL, pin INTEGER, rating INTEGER NOT NULL, note TEXT NOT NULL, rejected INTEGER NOT NULL,
    thumbnail TEXT NOT NULL, picture TEXT NOT NULL, parents TEXT NOT NULL, genome TEXT NOT NULL, origins TEXT NOT NULL) STRICT;
CREATE INDEX variants_by_place ON variants (generation, place);
CREATE TABLE steps (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL, next INTEGER NOT NULL, gesture TEXT NOT NULL,
    subject INTEGER NOT NULL, count INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE TABLE changes (step INTEGER NOT NULL REFERENCES steps (id), place INTEGER NOT NULL, field TEXT NOT NULL, item INTEGER NOT NULL,
    before ANY, after ANY, PRIMARY KEY (step, place)) STRICT, WITHOUT ROWID;
CREATE TABLE pictures (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, kind INTEGER NOT NULL, size INTEGER NOT NULL,
    used INTEGER NOT NULL) STRICT;
CREATE TABLE blobs (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE TABLE exports (id INTEGER PRIMARY KEY, variant INTEGER NOT NULL, file TEXT NOT NULL, made INTEGER NOT NULL) STRICT;
)";

/// Photos that sites name, by the hash of their bytes.
constexpr const char* secondVersion = R"(
CREATE TABLE photos (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, file TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;
)";

constexpr std::array<const char*, 2> scripts = {firstVersion, secondVersion};

/// Tables whose pages are looked through when a board is opened. Pictures and photos have a hash each, which is looked at when one is read.
constexpr std::array<const char*, 7> checkedTables = {"board", "generations", "variants", "steps", "changes", "pictures", "exports"};

/// A row that may not be there, and what is wrong when it is.
struct Consistency {
    const char* wrongRows;
    const char* sentence;
};

constexpr std::array<Consistency, 8> consistencies = {{
    {"SELECT 1 WHERE (SELECT count(*) FROM board WHERE id = 1) <> 1 OR (SELECT count(*) FROM board) <> 1", "it has no settings"},
    {"SELECT 1 FROM board WHERE step NOT IN (SELECT id FROM steps)", "its present step is not in its history"},
    {"SELECT 1 FROM steps WHERE id < 1 OR parent >= id OR parent < 0 OR (parent = 0) <> (id = 1)", "its history is not a tree"},
    {"SELECT 1 FROM steps WHERE parent <> 0 AND parent NOT IN (SELECT id FROM steps)", "its history has a gap"},
    {"SELECT 1 FROM steps AS s WHERE next <> 0 AND NOT EXISTS (SELECT 1 FROM steps WHERE id = s.next AND parent = s.id)",
     "its history leads nowhere"},
    {"SELECT 1 FROM changes WHERE step NOT IN (SELECT id FROM steps)", "a change belongs to no step"},
    {"SELECT 1 FROM variants WHERE generation NOT IN (SELECT id FROM generations)", "a variant belongs to no generation"},
    {"SELECT 1 FROM board WHERE generation <> 0 AND generation NOT IN (SELECT id FROM generations WHERE shown = 1)",
     "its present generation is missing"},
}};

/// "table board board CREATE TABLE …"
using Object = std::array<std::string, 4>;

std::set<Object> objectsOf(SQLite::Database& database) {
    SQLite::Statement rows(database, "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema");
    std::set<Object> objects;
    while (rows.executeStep()) {
        objects.insert({rows.getColumn(0).getString(), rows.getColumn(1).getString(), rows.getColumn(2).getString(), rows.getColumn(3)});
        if (objects.size() > 1000) throw BadRow("it has more than 1000 tables");
    }
    return objects;
}

std::set<Object> objectsOf(std::span<const char* const> scripts) {
    SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_MEMORY);
    for (const char* script : scripts) database.exec(script);
    return objectsOf(database);
}

std::string described(const Object& object) { return object[0] + " " + shown(object[1]); }

void checkExactly(const std::set<Object>& found, const std::set<Object>& expected, const std::string& where) {
    for (const Object& object : found) {
        if (object[0] == "trigger" || object[0] == "view") refuse(where, "has a " + described(object) + ", which no board has");
        if (!expected.count(object)) refuse(where, "is not a board: it has a foreign " + described(object));
    }
    for (const Object& object : expected) {
        if (!found.count(object)) refuse(where, "is not a board: its " + described(object) + " is missing");
    }
}

std::set<std::string> columnsOf(SQLite::Database& database, const std::string& table) {
    SQLite::Statement rows(database, "SELECT name FROM pragma_table_info(?)");
    rows.bind(1, table);
    std::set<std::string> columns;
    while (rows.executeStep()) columns.insert(rows.getColumn(0).getString());
    return columns;
}

/// A newer version may have more tables and columns.
void checkAtLeast(SQLite::Database& database, const std::set<Object>& found, std::span<const char* const> scripts,
                  const std::string& where) {
    for (const Object& object : found) {
        if (object[0] == "trigger" || object[0] == "view") refuse(where, "has a " + described(object) + ", which no board has");
    }
    SQLite::Database known(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_MEMORY);
    for (const char* script : scripts) known.exec(script);
    for (const Object& object : objectsOf(known)) {
        if (object[0] != "table") continue;
        const std::set<std::string> columns = columnsOf(database, object[1]), expected = columnsOf(known, object[1]);
        if (!std::ranges::includes(columns, expected)) refuse(where, "is from a newer version of Charrette, which this one cannot read");
    }
}

void checkPages(Connection& connection) {
    for (const char* table : checkedTables) {
        const std::string report = connection.text("PRAGMA quick_check(" + std::string(table) + ")");
        if (report != "ok") throw BadRow(report.substr(0, report.find('\n')));
    }
}

void checkRows(Connection& connection) {
    for (const char* table : checkedTables) {
        const int64_t count = connection.number("SELECT count(*) FROM " + std::string(table));
        if (count > rowLimit) throw BadRow(std::string(table) + " has " + std::to_string(count) + " rows, at most 2000000 are read");
    }
    for (const Consistency& consistency : consistencies) {
        SQLite::Statement rows(connection.database(), std::string(consistency.wrongRows) + " LIMIT 1");
        if (rows.executeStep()) throw BadRow(consistency.sentence);
    }
}

/// "name.v1.bak", "name.v1.2.bak", …
fs::path freeBackupName(const fs::path& file, size_t version) {
    const std::string suffix = ".v" + std::to_string(version);
    fs::path name = beside(file, suffix + ".bak");
    for (int i = 2; fs::exists(name); ++i) name = beside(file, suffix + "." + std::to_string(i) + ".bak");
    return name;
}

}  // namespace

std::span<const char* const> schemaScripts() { return scripts; }

void createTables(Connection& connection, std::span<const char* const> scripts) {
    SQLite::Database& database = connection.database();
    database.exec("PRAGMA page_size = 4096");
    database.exec("PRAGMA auto_vacuum = INCREMENTAL");
    database.exec("PRAGMA journal_mode = WAL");
    SQLite::Transaction transaction(database);
    for (const char* script : scripts) database.exec(script);
    database.exec("PRAGMA application_id = " + std::to_string(boardApplication));
    database.exec("PRAGMA user_version = " + std::to_string(scripts.size()));
    database.exec("INSERT INTO steps VALUES (1, 0, 0, 'new', 0, 0, " + std::to_string(std::time(nullptr)) + ")");
    SQLite::Statement board(database, "INSERT INTO board VALUES (1, 0, ?, 1, ?)");
    board.bind(1, toJson(Settings()).dump());
    board.bind(2, int64_t(512) << 20);
    board.exec();
    transaction.commit();
}

void checkBeginning(const fs::path& file) {
    const std::string where = file.string();
    std::error_code error;
    if (!fs::exists(file, error)) refuse(where, "there is no such file");
    if (!fs::is_regular_file(file, error)) refuse(where, "is not a board: it is not a file");
    if (fs::exists(beside(file, "-journal"), error)) refuse(where, "another program left a journal beside it, so it may not be whole");
    std::array<char, 100> header{};
    std::ifstream(file, std::ios::binary).read(header.data(), header.size());
    if (fs::file_size(file, error) == 0) refuse(where, "is empty, not a board");
    if (fs::file_size(file, error) < header.size()) throw DamagedBoard(where + ": is damaged: all but its beginning is missing");
    if (std::memcmp(header.data(), "SQLite format 3", 16) != 0) {
        if (file.extension() == ".charrette") throw DamagedBoard(where + ": is damaged at its beginning, or not a board");
        refuse(where, "is not a board");
    }
    const auto byte = [&](size_t i) { return uint32_t(uint8_t(header[i])); };
    const uint32_t application = byte(68) << 24 | byte(69) << 16 | byte(70) << 8 | byte(71);
    if (application != uint32_t(boardApplication)) refuse(where, "is not a board, but another program's SQLite file");
}

size_t checkContents(Connection& connection, std::span<const char* const> scripts) {
    const std::string where = connection.file().string();
    return sentenced(connection.file(), [&]() -> size_t {
        const int64_t version = connection.number("PRAGMA user_version");
        if (version < 1) throw BadRow("its version is " + std::to_string(version));
        const std::set<Object> found = objectsOf(connection.database());
        const bool isNewer = version > int64_t(scripts.size());
        if (isNewer) checkAtLeast(connection.database(), found, scripts, where);
        if (!isNewer) checkExactly(found, objectsOf(scripts.first(size_t(version))), where);
        checkPages(connection);
        checkRows(connection);
        return size_t(version);
    });
}

fs::path migrate(Connection& connection, size_t version, std::span<const char* const> scripts) {
    if (version >= scripts.size()) return {};
    const fs::path backup = freeBackupName(connection.file(), version), part = beside(backup, ".part");
    fs::remove(part);
    connection.copyTo(part);
    renameFile(part, backup);
    sentenced(connection.file(), [&] {
        SQLite::Transaction transaction(connection.database());
        for (size_t i = version; i < scripts.size(); ++i) connection.database().exec(scripts[i]);
        connection.database().exec("PRAGMA user_version = " + std::to_string(scripts.size()));
        checkContents(connection, scripts);
        transaction.commit();
    });
    return backup;
}

}  // namespace charrette
