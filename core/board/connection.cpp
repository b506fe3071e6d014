#include "core/board/connection.h"

#include <SQLiteCpp/Backup.h>
#include <sqlite3.h>

#include "core/base/file.h"
#include "core/board/board.h"
#include "core/design/json.h"

namespace charrette {
namespace fs = std::filesystem;

namespace {

constexpr int pageCacheKiB = 16'384;

std::string utf8(const fs::path& file) {
    const std::u8string text = file.u8string();
    return {text.begin(), text.end()};
}

/// As SQLite's file names with parameters want it.
std::string immutableName(const fs::path& file) {
    std::string name = "file:";
    for (char c : utf8(fs::absolute(file))) {
        if (c == '%' || c == '?' || c == '#') {
            name += c == '%' ? "%25" : c == '?' ? "%3f" : "%23";
        } else {
            name += c == '\\' ? '/' : c;
        }
    }
    return name + "?immutable=1";
}

std::unique_ptr<SQLite::Database> connect(const fs::path& file, Connection::Access access) {
    return sentenced(file, [&] {
        if (access == Connection::Access::ReadOnly)
            return std::make_unique<SQLite::Database>(immutableName(file), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
        const int create = access == Connection::Access::Create ? SQLite::OPEN_CREATE : 0;
        return std::make_unique<SQLite::Database>(utf8(file), SQLite::OPEN_READWRITE | create);
    });
}

/// What SQLite reports by its primary result code, as a sentence without the file's name.
std::string sentenceOf(int code, const std::string& says) {
    switch (code) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return "is open in another window or program";
        case SQLITE_FULL:
            return "there is no room on the disk, so the last change was not kept; make room and do it again";
        case SQLITE_IOERR:
            return "cannot be read or written, so the last change was not kept: " + says;
        case SQLITE_READONLY:
            return "cannot be written: it is read-only";
        case SQLITE_CANTOPEN:
            return "cannot be opened";
        case SQLITE_NOMEM:
            return "there is not enough memory for it";
        default:
            return says;
    }
}

bool isDamage(int code) {
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_TOOBIG || code == SQLITE_CONSTRAINT ||
           code == SQLITE_MISMATCH || code == SQLITE_ERROR;
}

}  // namespace

void refuseBoard(const fs::path& file, const SQLite::Exception& exception) {
    const int code = exception.getErrorCode() & 0xff;
    if (isDamage(code)) throw DamagedBoard(file.string() + ": is damaged: " + exception.what());
    throw Error(file.string() + ": " + sentenceOf(code, exception.what()));
}

void refuseBoard(const fs::path& file, const BadRow& row) { throw DamagedBoard(file.string() + ": is damaged: " + row.what()); }

bool isThere(const fs::path& file) {
    std::error_code error;
    const bool isFound = fs::exists(file, error);
    if (error) refuse(file.string(), "cannot be reached: " + error.message());
    return isFound;
}

fs::path beside(const fs::path& file, const std::string& suffix) {
    fs::path other = file;
    return other += suffix;
}

Connection::Connection(const fs::path& file, Access access)
    : m_file(file), m_logRemover{beside(file, "-wal"), isThere(beside(file, "-wal"))}, m_database(connect(file, access)) {
    sentenced(file, [&] { harden(); });
    if (access == Access::Create) allowWriting();
}

Connection::LogRemover::~LogRemover() {
    std::error_code ignored;
    if (!wasThere && fs::file_size(log, ignored) == 0) fs::remove(log, ignored);
}

bool Connection::isReadOnly() { return sqlite3_db_readonly(m_database->getHandle(), "main") != 0; }

void Connection::harden() {
    sqlite3* handle = m_database->getHandle();
    const auto set = [&](int option, int value) { sqlite3_db_config(handle, option, value, nullptr); };
    set(SQLITE_DBCONFIG_DEFENSIVE, 1);
    set(SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
    set(SQLITE_DBCONFIG_ENABLE_TRIGGER, 0);
    set(SQLITE_DBCONFIG_ENABLE_VIEW, 0);
    set(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
    set(SQLITE_DBCONFIG_DQS_DML, 0);
    set(SQLITE_DBCONFIG_DQS_DDL, 0);
    set(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, int(pictureByteLimit) + (1 << 20));
    sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, 1 << 20);
    sqlite3_limit(handle, SQLITE_LIMIT_COLUMN, 64);
    sqlite3_limit(handle, SQLITE_LIMIT_EXPR_DEPTH, 32);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    m_database->exec("PRAGMA locking_mode = EXCLUSIVE");
    m_database->exec("PRAGMA cell_size_check = ON");
    m_database->exec("PRAGMA mmap_size = 0");
    m_database->exec("PRAGMA temp_store = MEMORY");
}

void Connection::allowWriting() {
    sentenced(m_file, [&] {
        m_database->exec("PRAGMA synchronous = FULL");
        m_database->exec("PRAGMA cache_size = -" + std::to_string(pageCacheKiB));
        m_database->exec("PRAGMA foreign_keys = ON");
        sqlite3_db_config(m_database->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    });
}

void Connection::forbidWriting() {
    sentenced(m_file, [&] { m_database->exec("PRAGMA query_only = ON"); });
}

int64_t Connection::number(const std::string& sql) { return m_database->execAndGet(sql).getInt64(); }

std::string Connection::text(const std::string& sql) { return m_database->execAndGet(sql).getString(); }

void Connection::copyTo(const fs::path& file) {
    sentenced(file, [&] {
        SQLite::Database target(utf8(file), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        target.exec("PRAGMA synchronous = FULL");
        SQLite::Backup(target, *m_database).executeStep();
    });
}

int64_t integerIn(SQLite::Statement& row, int column, int64_t minimum, int64_t maximum) {
    const SQLite::Column value = row.getColumn(column);
    const std::string name = value.getName();
    if (!value.isInteger()) throw BadRow(name + " is not a whole number");
    const int64_t number = value.getInt64();
    if (number >= minimum && number <= maximum) return number;
    throw BadRow(name + " is " + std::to_string(number) + ", not from " + std::to_string(minimum) + " to " + std::to_string(maximum));
}

std::string textIn(SQLite::Statement& row, int column, size_t limit) {
    const SQLite::Column value = row.getColumn(column);
    if (!value.isText()) throw BadRow(std::string(value.getName()) + " is not a text");
    std::string text = value.getString();
    try {
        checkText(text, limit, {}, value.getName(), LineBreaks::Allowed);
    } catch (const Error& error) {
        throw BadRow(error.what());
    }
    return text;
}

}  // namespace charrette
