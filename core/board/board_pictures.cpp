#include <set>

#include "core/base/hash.h"
#include "core/board/board_state.h"
#include "core/board/schema.h"
#include "core/design/json.h"

namespace charrette {
namespace {

/// Bytes of a photo's file name; as in a `Site`.
constexpr size_t photoNameLimit = 2 * labelLimit;

int64_t storedBytes(SQLite::Database& database) { return database.execAndGet("SELECT coalesce(sum(size), 0) FROM pictures").getInt64(); }

int64_t budgetOf(SQLite::Database& database) { return database.execAndGet("SELECT budget FROM board").getInt64(); }

const char* columnOf(PictureKind kind) { return kind == PictureKind::Full ? "picture" : "thumbnail"; }

std::set<std::string> pinnedHashes(SQLite::Database& database) {
    SQLite::Statement rows(database, "SELECT thumbnail, picture FROM variants WHERE pin IS NOT NULL");
    std::set<std::string> hashes;
    while (rows.executeStep()) {
        hashes.insert(rows.getColumn(0).getString());
        hashes.insert(rows.getColumn(1).getString());
    }
    return hashes;
}

struct Stored {
    int64_t id, size;
    std::string hash;
};

/// Those that go first come first.
std::vector<Stored> byImportance(SQLite::Database& database) {
    SQLite::Statement rows(database, "SELECT id, size, hash FROM pictures ORDER BY kind DESC, used, id");
    std::vector<Stored> pictures;
    while (rows.executeStep()) {
        pictures.push_back({rows.getColumn(0).getInt64(), rows.getColumn(1).getInt64(), rows.getColumn(2).getString()});
    }
    return pictures;
}

void erase(SQLite::Database& database, int64_t id) {
    for (const char* sql : {"DELETE FROM blobs WHERE id = ?", "DELETE FROM pictures WHERE id = ?"}) {
        SQLite::Statement statement(database, sql);
        statement.bind(1, id);
        statement.exec();
    }
}

void keepBudget(SQLite::Database& database) {
    int64_t excess = storedBytes(database) - budgetOf(database);
    if (excess <= 0) return;
    const std::set<std::string> pinned = pinnedHashes(database);
    for (const Stored& picture : byImportance(database)) {
        if (excess <= 0) return;
        if (pinned.count(picture.hash)) continue;
        erase(database, picture.id);
        excess -= picture.size;
    }
}

/// Puts the picture in unless it is there.
void insertPicture(SQLite::Database& database, const NewPicture& picture, const std::string& hash, int64_t used) {
    SQLite::Statement insert(database,
                             "INSERT INTO pictures (hash, kind, size, used) VALUES (?, ?, ?, ?) "
                             "ON CONFLICT (hash) DO UPDATE SET used = excluded.used RETURNING id");
    insert.bind(1, hash);
    insert.bind(2, int(picture.kind));
    insert.bind(3, int64_t(picture.bytes.size()));
    insert.bind(4, used);
    insert.executeStep();
    const int64_t id = insert.getColumn(0).getInt64();
    insert.reset();
    // Also over one whose bytes were damaged.
    SQLite::Statement blob(database, "INSERT OR REPLACE INTO blobs VALUES (?, ?)");
    blob.bind(1, id);
    blob.bindNoCopy(2, picture.bytes.data(), int(picture.bytes.size()));
    blob.exec();
}

/// What the variant had before is the first to go.
void setPicture(SQLite::Database& database, const NewPicture& picture, const std::string& hash, const std::string& where) {
    const std::string column = columnOf(picture.kind);
    SQLite::Statement old(database,
                          "UPDATE pictures SET used = 0 WHERE hash <> ? AND hash = (SELECT " + column + " FROM variants WHERE id = ?)");
    old.bind(1, hash);
    old.bind(2, picture.variant);
    old.exec();
    SQLite::Statement update(database, "UPDATE variants SET " + column + " = ? WHERE id = ?");
    update.bind(1, hash);
    update.bind(2, picture.variant);
    if (update.exec() == 0) refuse(where, "has no variant " + std::to_string(picture.variant));
}

}  // namespace

void Board::State::writeLooks() {
    SQLite::Statement update(database(), "UPDATE pictures SET used = ? WHERE id = ?");
    for (const auto& [id, used] : looks) {
        update.reset();
        update.bind(1, used);
        update.bind(2, id);
        update.exec();
    }
}

void Board::storePictures(std::span<const NewPicture> pictures) {
    for (const NewPicture& picture : pictures) {
        checkNumber(int64_t(picture.bytes.size()), 1, int64_t(pictureByteLimit), m_state->where(), "bytes of a picture");
    }
    m_state->change([&](SQLite::Database& database) {
        m_state->writeLooks();
        for (const NewPicture& picture : pictures) {
            const std::string hash = sha256(picture.bytes);
            setPicture(database, picture, hash, m_state->where());
            insertPicture(database, picture, hash, ++m_state->clock);
        }
        keepBudget(database);
    });
    m_state->looks.clear();
}

std::optional<std::vector<std::byte>> Board::picture(const std::string& hash) const {
    std::vector<std::byte> bytes;
    int64_t id = 0;
    try {
        SQLite::Statement row(m_state->database(),
                              "SELECT b.id, b.bytes FROM pictures AS p JOIN blobs AS b ON b.id = p.id WHERE p.hash = ?");
        row.bind(1, hash);
        if (!row.executeStep()) return {};
        id = row.getColumn(0).getInt64();
        const SQLite::Column blob = row.getColumn(1);
        const auto* begin = static_cast<const std::byte*>(blob.getBlob());
        bytes.assign(begin, begin + blob.getBytes());
    } catch (const SQLite::Exception&) {
        return {};
    }
    if (sha256(bytes) != hash) return {};
    m_state->looks[id] = ++m_state->clock;
    return bytes;
}

std::string Board::keepPhoto(const std::string& file, std::span<const std::byte> bytes) {
    checkText(file, photoNameLimit, m_state->where(), "the photo's file name");
    checkNumber(int64_t(bytes.size()), 1, int64_t(photoByteLimit), m_state->where(), "bytes of a photo");
    const std::string hash = sha256(bytes);
    m_state->change([&](SQLite::Database& database) {
        // Also over one whose bytes were damaged.
        SQLite::Statement insert(database, "INSERT INTO photos (hash, file, bytes) VALUES (?, ?, ?) "
                                           "ON CONFLICT (hash) DO UPDATE SET file = excluded.file, bytes = excluded.bytes");
        insert.bind(1, hash);
        insert.bind(2, file);
        insert.bindNoCopy(3, bytes.data(), int(bytes.size()));
        insert.exec();
    });
    return hash;
}

std::optional<std::vector<std::byte>> Board::photo(const std::string& hash) const {
    try {
        SQLite::Statement row(m_state->database(), "SELECT bytes FROM photos WHERE hash = ?");
        row.bind(1, hash);
        if (!row.executeStep()) return {};
        const SQLite::Column blob = row.getColumn(0);
        const auto* begin = static_cast<const std::byte*>(blob.getBlob());
        std::vector<std::byte> bytes(begin, begin + blob.getBytes());
        if (sha256(bytes) == hash) return bytes;
    } catch (const SQLite::Exception&) {
    }
    return {};
}

uint64_t Board::pictureBytes() const {
    return m_state->read([](SQLite::Database& database) { return uint64_t(storedBytes(database)); });
}

uint64_t Board::pictureBudget() const {
    return m_state->read([](SQLite::Database& database) { return uint64_t(budgetOf(database)); });
}

void Board::setPictureBudget(uint64_t bytes) {
    checkNumber(int64_t(bytes), 0, wholeLimit, m_state->where(), "the budget");
    m_state->change([&](SQLite::Database& database) {
        SQLite::Statement update(database, "UPDATE board SET budget = ?");
        update.bind(1, int64_t(bytes));
        update.exec();
        m_state->writeLooks();
        keepBudget(database);
    });
    m_state->looks.clear();
}

}  // namespace charrette
