#include <algorithm>
#include <fstream>
#include <functional>
#include <set>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/board/board_state.h"
#include "core/board/change_log.h"
#include "core/board/rows.h"
#include "core/board/schema.h"
#include "core/design/json.h"

namespace charrette {
namespace fs = std::filesystem;

namespace {

constexpr size_t pageBytes = 4096;

/// With what belongs to the file, so that SQLite finishes what a killed program began, in the copy.
void copyBoard(const fs::path& from, const fs::path& to) {
    for (const char* suffix : {"", "-wal", "-journal"}) {
        std::error_code error;
        if (*suffix && !fs::exists(beside(from, suffix))) continue;
        fs::copy_file(beside(from, suffix), beside(to, suffix), error);
        if (error) refuse(to.string(), "cannot be written: " + error.message());
    }
}

/// Tables stand at the same pages in every board of a version, so the page that tells where can be taken from another one. A table whose
/// page was cut off is empty.
void replaceFirstPage(const fs::path& damaged, const fs::path& whole) {
    const uint64_t wholePages = (fs::file_size(damaged) + pageBytes - 1) / pageBytes * pageBytes;
    fs::resize_file(damaged, std::max<uint64_t>(wholePages, fs::file_size(whole)));
    std::vector<char> page(pageBytes);
    std::ifstream(whole, std::ios::binary).read(page.data(), pageBytes);
    const auto pages = uint32_t(fs::file_size(damaged) / pageBytes);
    const auto put = [&](size_t at, uint32_t number) {
        for (size_t i = 0; i < 4; ++i) page[at + i] = char(number >> (24 - 8 * i) & 255);
    };
    put(28, pages);
    for (size_t at : {32u, 36u}) put(at, 0);  // no free pages are known
    std::fstream stream(damaged, std::ios::binary | std::ios::in | std::ios::out);
    stream.write(page.data(), pageBytes);
}

bool canBeRead(const fs::path& file) {
    try {
        Connection connection(file, Connection::Access::Own);
        for (const char* table : {"board", "generations", "variants", "pictures", "blobs", "exports"}) {
            SQLite::Statement(connection.database(), "SELECT 1 FROM " + std::string(table) + " WHERE id = 1").executeStep();
        }
        return true;
    } catch (const SQLite::Exception&) {
        return false;
    } catch (const Error&) {
        return false;
    }
}

/// Carries rows from one board to another, one by one, and passes over what cannot be read.
class Rescue {
public:
    Rescue(Connection& from, SQLite::Database& to) : m_from(from.database()), m_to(to), m_bytes(fs::file_size(from.file())) {}

    void run() {
        SQLite::Transaction transaction(m_to);
        forEachId("generations", [&](int64_t id) { return takeGeneration(id); });
        forEachId("variants", [&](int64_t id) { return takeVariant(id); });
        forEachId("pictures", [&](int64_t id) { return takePicture(id); });
        forEachId("exports", [&](int64_t id) { return takeExport(id); });
        if (hasPhotos()) forEachId("photos", [&](int64_t id) { return takePhoto(id); });
        layDown();
        transaction.commit();
    }

    std::string report() const {
        return std::to_string(m_variants) + " variants and " + std::to_string(m_pictures) + " pictures were recovered, " +
               (m_lost == 0 ? "nothing was lost but the history"
                            : "the history and what stood in " + std::to_string(m_lost) + " places were lost");
    }
    bool hasAnything() const { return m_variants > 0 || !m_generations.empty() || m_settings; }

private:
    /// The largest id that there may be.
    int64_t lastId(const std::string& table) {
        int64_t last = int64_t(m_bytes / 16);
        attempt([&] { last = m_from.execAndGet("SELECT coalesce(max(id), 0) FROM " + table).getInt64(); });
        return std::clamp<int64_t>(last, 0, rowLimit);
    }

    /// Boards of the first version have no table of them.
    bool hasPhotos() {
        return attempt([&] { SQLite::Statement(m_from, "SELECT 1 FROM photos WHERE id = 1").executeStep(); });
    }

    bool attempt(const auto& job) {
        try {
            job();
            return true;
        } catch (const SQLite::Exception&) {
        } catch (const std::runtime_error&) {
        }
        return false;
    }

    /// `take` says whether there was such a row.
    void forEachId(const std::string& table, const std::function<bool(int64_t id)>& take) {
        const int64_t last = lastId(table);
        bool wasLost = false;
        for (int64_t id = 1; id <= last; ++id) {
            const bool isLost = !attempt([&] { take(id); });
            m_lost += isLost && !wasLost;
            wasLost = isLost;
        }
    }

    SQLite::Statement row(const std::string& columns, const std::string& from, int64_t id) {
        SQLite::Statement statement(m_from, "SELECT " + columns + " FROM " + from + " WHERE id = ?");
        statement.bind(1, id);
        return statement;
    }

    bool takeGeneration(int64_t id) {
        SQLite::Statement found = row("id, parent, operation, title, columns, made, 0 AS count", "generations", id);
        if (!found.executeStep()) return false;
        insertGeneration(m_to, generationIn(found));
        return m_generations.insert(id).second;
    }

    bool takeVariant(int64_t id) {
        SQLite::Statement found = row(
            "id, generation, place, operation, pin, rating, note, rejected, thumbnail, picture, parents, genome, origins", "variants", id);
        if (!found.executeStep()) return false;
        Variant variant = variantIn(found);
        if (m_generations.insert(variant.generation).second)
            insertGeneration(m_to, {.id = variant.generation, .operation = variant.operation});
        if (variant.pin) m_pins.emplace(*variant.pin, id);
        variant.pin.reset();
        insertVariant(m_to, variant, true);
        return ++m_variants > 0;
    }

    bool takePicture(int64_t id) {
        SQLite::Statement found = row("hash, kind, size, used, (SELECT bytes FROM blobs WHERE id = pictures.id) AS bytes", "pictures", id);
        if (!found.executeStep()) return false;
        const std::string hash = textIn(found, 0, 64);
        const SQLite::Column blob = found.getColumn(4);
        const std::span bytes(static_cast<const std::byte*>(blob.getBlob()), size_t(blob.getBytes()));
        if (bytes.empty() || sha256(bytes) != hash) throw BadRow("a picture is not what its hash says");
        SQLite::Statement picture(m_to, "INSERT INTO pictures VALUES (?, ?, ?, ?, 0)");
        picture.bind(1, id);
        picture.bind(2, hash);
        picture.bind(3, integerIn(found, 1, 0, 1));
        picture.bind(4, int64_t(bytes.size()));
        picture.exec();
        SQLite::Statement insert(m_to, "INSERT INTO blobs VALUES (?, ?)");
        insert.bind(1, id);
        insert.bindNoCopy(2, bytes.data(), int(bytes.size()));
        insert.exec();
        return ++m_pictures > 0;
    }

    bool takeExport(int64_t id) {
        SQLite::Statement found = row("variant, file, made", "exports", id);
        if (!found.executeStep()) return false;
        SQLite::Statement insert(m_to, "INSERT INTO exports (variant, file, made) VALUES (?, ?, ?)");
        insert.bind(1, found.getColumn(0).getInt64());
        insert.bind(2, textIn(found, 1, exportNameLimit));
        insert.bind(3, found.getColumn(2).getInt64());
        insert.exec();
        return true;
    }

    bool takePhoto(int64_t id) {
        SQLite::Statement found = row("hash, file, bytes", "photos", id);
        if (!found.executeStep()) return false;
        const SQLite::Column blob = found.getColumn(2);
        const std::span bytes(static_cast<const std::byte*>(blob.getBlob()), size_t(blob.getBytes()));
        const std::string hash = textIn(found, 0, 64);
        if (sha256(bytes) != hash) throw BadRow("a photo is not what its hash says");
        SQLite::Statement insert(m_to, "INSERT INTO photos VALUES (?, ?, ?, ?)");
        insert.bind(1, id);
        insert.bind(2, hash);
        insert.bind(3, textIn(found, 1, exportNameLimit));
        insert.bindNoCopy(4, bytes.data(), int(bytes.size()));
        insert.exec();
        return true;
    }

    /// One step that shows everything: what the lost history had undone as well.
    void layDown() {
        ChangeRecorder recorder(m_to);
        for (int64_t id : m_generations) recorder.set(Field::GenerationShown, id, int64_t(1));
        int64_t place = 0;
        for (const auto& [pin, id] : m_pins) recorder.set(Field::VariantPin, id, place++);
        m_settings = attempt([&] {
            SQLite::Statement found = row("settings, generation", "board", 1);
            if (!found.executeStep()) throw BadRow("it has no settings");
            const std::string text = textIn(found, 0, jsonByteLimit);
            settingsFromJson(parseJson(text, {}), {});
            recorder.set(Field::BoardSettings, 1, text);
            m_current = found.getColumn(1).getInt64();
        });
        m_lost += !m_settings;
        if (!m_generations.count(m_current) && !m_generations.empty()) m_current = *m_generations.rbegin();
        if (m_generations.count(m_current)) recorder.set(Field::BoardGeneration, 1, m_current);
        recorder.finish(Gesture::Recover, 0, m_variants);
    }

    SQLite::Database& m_from;
    SQLite::Database& m_to;
    uint64_t m_bytes;
    std::set<int64_t> m_generations;
    std::multimap<int, int64_t> m_pins;
    size_t m_variants = 0, m_pictures = 0;
    size_t m_lost = 0;  ///< runs of rows that cannot be read
    int64_t m_current = 0;
    bool m_settings = false;
};

}  // namespace

Board Board::recover(const fs::path& damaged, const fs::path& file) {
    const fs::path absolute = fs::absolute(file);
    if (fs::exists(absolute)) refuse(file.string(), "cannot be made: there is such a file already");
    TemporaryBoard part(absolute), copy(absolute);
    part.create();
    copyBoard(damaged, copy.file);
    if (!canBeRead(copy.file)) replaceFirstPage(copy.file, part.file);
    std::string report;
    try {
        Connection from(copy.file, Connection::Access::Own), to(part.file, Connection::Access::Own);
        to.allowWriting();
        Rescue rescue(from, to.database());
        rescue.run();
        if (!rescue.hasAnything()) refuse(damaged.string(), "nothing can be read of it");
        report = rescue.report();
    } catch (const SQLite::Exception& exception) {
        refuseBoard(damaged, exception);
    } catch (const DamagedBoard&) {
        refuse(damaged.string(), "nothing can be read of it");
    }
    renameNewFile(part.file, absolute);
    Board board = open(absolute);
    board.m_state->notice = damaged.string() + ": " + report;
    return board;
}

}  // namespace charrette
