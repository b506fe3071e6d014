#include "core/board/board.h"

#include <random>

#include <sqlite3.h>

#include "core/base/file.h"
#include "core/board/board_state.h"
#include "core/board/schema.h"
#include "core/design/json.h"

namespace charrette {
namespace fs = std::filesystem;

namespace {

/// Pages that closing gives back to the disk at most, so that it is quick: 64 MiB.
constexpr int freedPages = 16'384;

struct Access {
    std::unique_ptr<Connection> connection;
    bool isWritable = true;
};

/// With the file locked, or as a file that nothing can write.
Access connect(const fs::path& file) {
    try {
        auto connection = std::make_unique<Connection>(file, Connection::Access::Own);
        if (!connection->isReadOnly()) {
            connection->number("PRAGMA schema_version");
            return {std::move(connection)};
        }
    } catch (const SQLite::Exception& exception) {
        if (exception.getErrorCode() != SQLITE_CANTOPEN) refuseBoard(file, exception);
    }
    if (isThere(beside(file, "-wal"))) {
        refuse(file.string(), "cannot be opened: its last changes stand in the log beside it, and the folder cannot be written");
    }
    return {std::make_unique<Connection>(file, Connection::Access::ReadOnly), false};
}

/// Throws where another program has the file open.
void checkClosed(const fs::path& file) {
    try {
        Connection(file, Connection::Access::Own).number("PRAGMA schema_version");
    } catch (const SQLite::Exception& exception) {
        if (exception.getErrorCode() == SQLITE_BUSY) refuseBoard(file, exception);
    }
}

}  // namespace

TemporaryBoard::TemporaryBoard(const fs::path& where) : target(where) {
    if (target.has_parent_path()) makeFolder(target.parent_path());
    std::random_device random;
    file = beside(target, "." + std::to_string(random()) + ".part");
}

TemporaryBoard::~TemporaryBoard() { removeBoard(file); }

void TemporaryBoard::create() {
    sentenced(target, [&] {
        Connection connection(file, Connection::Access::Create);
        createTables(connection, schemaScripts());
    });
}

void removeBoard(const fs::path& file) {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-journal", "-shm"}) fs::remove(beside(file, suffix), ignored);
}

Board Board::create(const fs::path& file) {
    TemporaryBoard part(fs::absolute(file));
    if (isThere(part.target)) refuse(file.string(), "cannot be made: there is such a file already");
    part.create();
    renameNewFile(part.file, part.target);
    return open(part.target);
}

Board Board::createUnnamed(const fs::path& folder) {
    makeFolder(folder);
    fs::path file = folder / "Untitled.charrette";
    for (int i = 2; isThere(file); ++i) file = folder / ("Untitled " + std::to_string(i) + ".charrette");
    return create(file);
}

Board Board::open(const fs::path& file) {
    const fs::path absolute = fs::absolute(file);
    checkBeginning(absolute);
    Access access = connect(absolute);
    auto state = std::make_unique<State>(std::move(access.connection));
    state->isReadOnly = true;
    const size_t version = checkContents(*state->connection, schemaScripts());
    if (!access.isWritable) {
        state->notice = file.string() + ": cannot be written, so it is open for reading only";
    } else if (version > schemaScripts().size()) {
        state->notice = file.string() + ": is from a newer version of Charrette, so it is open for reading only";
        state->connection->forbidWriting();
    } else {
        state->connection->allowWriting();
        const fs::path backup = migrate(*state->connection, version, schemaScripts());
        if (!backup.empty()) state->notice = file.string() + ": was of an older version, which is kept as " + backup.filename().string();
        state->read([](SQLite::Database& database) { database.exec("PRAGMA journal_mode = WAL"); });
        state->isReadOnly = false;
    }
    state->clock = state->read([](SQLite::Database& database) {
        return database.execAndGet("SELECT max(0, min(coalesce(max(used), 0), 1 << 60)) FROM pictures").getInt64();
    });
    return Board(std::move(state));
}

Board::Board() = default;
Board::Board(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Board::Board(Board&&) noexcept = default;
Board& Board::operator=(Board&&) noexcept = default;
Board::~Board() = default;

Board::State::~State() {
    if (isReadOnly || !connection) return;
    try {
        if (!looks.empty()) change([&](SQLite::Database&) { writeLooks(); });
        database().exec("PRAGMA incremental_vacuum(" + std::to_string(freedPages) + ")");
    } catch (const std::exception&) {
        // What a person did is on the disk since long; this is only tidiness.
    }
}

const fs::path& Board::file() const { return m_state->connection->file(); }
const std::string& Board::notice() const { return m_state->notice; }
bool Board::isReadOnly() const { return m_state->isReadOnly; }

void Board::saveAs(const fs::path& file, Original original, Existing existing) {
    const fs::path target = fs::absolute(file), old = this->file();
    const bool replaces = isThere(target);
    std::error_code error;
    if (target == old || (replaces && fs::equivalent(target, old, error))) return;
    if (replaces && existing == Existing::Refused) refuse(file.string(), "cannot be written: there is such a file already");
    if (replaces) checkClosed(target);
    const TemporaryBoard part(target);
    m_state->connection->copyTo(part.file);
    if (replaces) {
        // The replaced file's log would be taken for the new one's.
        fs::remove(beside(target, "-wal"), error);
        if (error) refuse(file.string(), "cannot be replaced: " + error.message());
        renameFile(part.file, target);
    } else {
        renameNewFile(part.file, target);
    }
    *this = open(target);
    if (original == Original::Removed) removeBoard(old);
}

}  // namespace charrette
