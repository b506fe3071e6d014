#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <QtTest>
#include <functional>
#include <vector>

#include "tests/core/board/sample_board.h"
#include "tests/support/files.h"

namespace charrette::test {

/// Makes a sound board's file into another one.
using Damage = std::function<void(const QString& file)>;

/// A damaged or hostile file, and a part of the sentence that it deserves.
struct HostileBoard {
    const char* name;
    Damage damage;
    const char* part;
};

/// A board that has what the damages need.
inline void makeSoundBoard(const std::filesystem::path& file) {
    Board board = Board::create(file);
    for (int i = 0; i < 40; ++i) scriptedGesture(board, i);
    const auto picture = sampleBytes(20'000, 1);
    board.storePictures(std::vector<NewPicture>{{1, PictureKind::Full, picture}});
    board.undo();
}

inline Damage statement(const QByteArray& sql) {
    return [sql](const QString& file) {
        SQLite::Database database(file.toStdString(), SQLite::OPEN_READWRITE);
        database.exec("PRAGMA ignore_check_constraints = ON");
        database.exec("PRAGMA writable_schema = ON");
        database.exec(sql.constData());
    };
}

/// Over the bytes from `at`.
inline Damage bytes(qint64 at, const QByteArray& bytes) {
    return [=](const QString& name) {
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(at) && file.write(bytes) == bytes.size());
    };
}

inline Damage whole(const QByteArray& contents) {
    return [=](const QString& name) { writeFile(name, contents); };
}

inline Damage cut(double share) {
    return [=](const QString& name) {
        QFile file(name);
        QVERIFY(file.resize(qint64(double(file.size()) * share)));
    };
}

/// A large file that was a board once: a value of that many bytes.
inline QByteArray longText(const char* table, const char* column, int size) {
    return QByteArray("UPDATE ") + table + " SET " + column + " = CAST(zeroblob(" + QByteArray::number(size) + ") AS TEXT)";
}

inline void addDamagedFiles(std::vector<HostileBoard>& boards) {
    const auto add = [&](const char* name, const Damage& damage, const char* part) { boards.push_back({name, damage, part}); };
    add(
        "nothing there", [](const QString& file) { QFile::remove(file); }, "there is no such file");
    add("empty", whole({}), "is empty, not a board");
    add("text", whole(QByteArray(500, 'a')), "is damaged at its beginning, or not a board");
    add(
        "folder", [](const QString& file) { QFile::remove(file), QDir().mkdir(file); }, "it is not a file");
    add("only a beginning", cut(0.0004), "all but its beginning is missing");
    add("half", cut(0.5), "is damaged");
    add("zeros at the beginning", bytes(0, QByteArray(100, '\0')), "is damaged at its beginning");
    add("page size of nothing", bytes(16, QByteArray(2, '\0')), "is damaged");
    add("another program's", statement("PRAGMA application_id = 7"), "another program's SQLite file");
    add("no application", statement("PRAGMA application_id = 0"), "another program's SQLite file");
    add("version of nothing", statement("PRAGMA user_version = 0"), "its version is 0");
    add("negative version", statement("PRAGMA user_version = -3"), "its version is -3");
    add("first page's tree", bytes(100, QByteArray(200, '\x7f')), "is damaged");
    add("second half overwritten", bytes(3 * 4096, QByteArray(12 * 4096, '\xff')), "is damaged");
    add(
        "journal beside", [](const QString& file) { writeFile(file + "-journal", QByteArray(512, 'j')); }, "left a journal beside it");
}

inline void addForeignTables(std::vector<HostileBoard>& boards) {
    const auto add = [&](const char* name, const Damage& damage, const char* part) { boards.push_back({name, damage, part}); };
    add("trigger", statement("CREATE TRIGGER evil AFTER UPDATE ON board BEGIN DELETE FROM variants; END"), "has a trigger 'evil'");
    add("view", statement("CREATE VIEW evil AS SELECT randomblob(1000000000)"), "has a view 'evil'");
    add("view in place of a table", statement("DROP TABLE exports; CREATE VIEW exports AS SELECT 1 AS id"), "has a view 'exports'");
    add("virtual table", statement("CREATE VIRTUAL TABLE evil USING fts5(a)"), "is not a board: it has a foreign table 'evil");
    add("foreign table", statement("CREATE TABLE more (id INTEGER)"), "has a foreign table 'more'");
    add("foreign index", statement("CREATE INDEX more ON variants (note)"), "has a foreign index 'more'");
    add("table missing", statement("DROP TABLE blobs"), "its table 'blobs' is missing");
    add("index missing", statement("DROP INDEX variants_by_place"), "its index 'variants_by_place' is missing");
    add("column more", statement("ALTER TABLE exports ADD COLUMN more TEXT"), "has a foreign table 'exports'");
    add("generated column", statement("ALTER TABLE steps ADD COLUMN more ANY AS (subject + 1)"), "has a foreign table 'steps'");
    add("nonsense in the schema", statement("UPDATE sqlite_schema SET sql = 'CREATE TABLE (' WHERE name = 'steps'"), "is damaged");
    add("two tables on one page",
        statement("UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'variants') WHERE name = 'steps'"),
        "is damaged");
}

inline void addHostileRows(std::vector<HostileBoard>& boards) {
    const auto add = [&](const char* name, const Damage& damage, const char* part) { boards.push_back({name, damage, part}); };
    add("no settings", statement("DELETE FROM board"), "it has no settings");
    add("settings are no text", statement("UPDATE board SET settings = '{'"), "settings: is not valid JSON");
    add("deep settings", statement("UPDATE board SET settings = replace(hex(zeroblob(40000)), '0', '[')"), "is nested deeper than");
    add("settings of nothing", statement("UPDATE board SET settings = '{}'"), "format is missing");
    add("present step missing", statement("UPDATE board SET step = 9999"), "its present step is not in its history");
    add("history in a circle", statement("UPDATE steps SET parent = 12 WHERE id = 3"), "its history is not a tree");
    add("history with a gap",
        statement("PRAGMA foreign_keys = OFF; UPDATE board SET step = 1; DELETE FROM changes; UPDATE steps SET next = 0; DELETE "
                  "FROM steps WHERE id = 2"),
        "its history has a gap");
    add("redo to nowhere", statement("UPDATE steps SET next = 1 WHERE id = 5"), "its history leads nowhere");
    add("change of no step", statement("PRAGMA foreign_keys = OFF; UPDATE changes SET step = 5000 WHERE step = 2 AND place = 0"),
        "a change belongs to no step");
    add("unknown gesture", statement("UPDATE steps SET gesture = 'format disk' WHERE id = 4"), "its history has an unknown entry");
    add("variant of no generation", statement("PRAGMA foreign_keys = OFF; UPDATE variants SET generation = 900 WHERE id = 2"),
        "a variant belongs to no generation");
    add("generation missing", statement("UPDATE board SET generation = 77"), "its present generation is missing");
    add("genome of another kind", statement("UPDATE variants SET genome = '[1]' WHERE id = 2"), "variant 2: genome");
    add("genome not finite", statement("UPDATE variants SET genome = replace(genome, '\"psi\":1.0', '\"psi\":1e999') WHERE id = 2"),
        "variant 2: genome");
    add("rating of a hundred", statement("UPDATE variants SET rating = 100 WHERE id = 3"), "variant 3: rating is 100, not from 0 to 5");
    add("negative place", statement("UPDATE variants SET place = -1 WHERE id = 3"), "variant 3: place is -1");
    add("terminal codes in a note", statement("UPDATE variants SET note = char(27) || '[2J' WHERE id = 1"),
        "variant 1: note must not have control characters");
    add("note not UTF-8", statement("UPDATE variants SET note = CAST(x'c328' AS TEXT) WHERE id = 1"),
        "variant 1: note must be valid UTF-8");
    add("huge note", statement(longText("variants", "note", 60'000'000) + " WHERE id = 1"), "variant 1: note must be at most 4096 bytes");
    add("huge title", statement(longText("generations", "title", 300)), "title must be at most 128 bytes");
    add("path as a hash",
        statement("UPDATE pictures SET hash = '../../etc/passwd'; UPDATE variants SET picture = '../../etc/passwd' WHERE id = 1"),
        "variant 1: a picture's hash is not one");
    add("hundred parents", statement("UPDATE variants SET parents = '[1,1,1,1,1,1]' WHERE id = 2"), "parents are not a short list");
    add("operation unknown", statement("UPDATE variants SET operation = 'rm' WHERE id = 2"), "variant 2: operation is not known: 'rm'");
    add("operation of a generation unknown", statement("UPDATE generations SET operation = 'rm' WHERE id = 1"),
        "generation 1: operation is not known: 'rm'");
    add("origins of nothing", statement("UPDATE variants SET origins = '[{}]' WHERE id = 2"), "variant 2: origins: part is missing");
}

inline std::vector<HostileBoard> hostileBoards() {
    std::vector<HostileBoard> boards;
    addDamagedFiles(boards);
    addForeignTables(boards);
    addHostileRows(boards);
    return boards;
}

}  // namespace charrette::test
