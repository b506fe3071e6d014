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

inline std::vector<HostileBoard> damagedFiles() {
    return {
        {"nothing there", [](const QString& file) { QFile::remove(file); }, "there is no such file"},
        {"empty", whole({}), "is empty, not a board"},
        {"text", whole(QByteArray(500, 'a')), "is damaged at its beginning, or not a board"},
        {"folder", [](const QString& file) { QFile::remove(file), QDir().mkdir(file); }, "it is not a file"},
        {"only a beginning", cut(0.0004), "all but its beginning is missing"},
        {"half", cut(0.5), "is damaged"},
        {"zeros at the beginning", bytes(0, QByteArray(100, '\0')), "is damaged at its beginning"},
        {"page size of nothing", bytes(16, QByteArray(2, '\0')), "is damaged"},
        {"another program's", statement("PRAGMA application_id = 7"), "another program's SQLite file"},
        {"no application", statement("PRAGMA application_id = 0"), "another program's SQLite file"},
        {"version of nothing", statement("PRAGMA user_version = 0"), "its version is 0"},
        {"negative version", statement("PRAGMA user_version = -3"), "its version is -3"},
        {"first page's tree", bytes(100, QByteArray(200, '\x7f')), "is damaged"},
        {"second half overwritten", bytes(3 * 4096, QByteArray(12 * 4096, '\xff')), "is damaged"},
        {"journal beside", [](const QString& file) { writeFile(file + "-journal", QByteArray(512, 'j')); }, "left a journal beside it"},
    };
}

inline std::vector<HostileBoard> foreignTables() {
    return {
        {"trigger", statement("CREATE TRIGGER evil AFTER UPDATE ON board BEGIN DELETE FROM variants; END"), "has a trigger 'evil'"},
        {"view", statement("CREATE VIEW evil AS SELECT randomblob(1000000000)"), "has a view 'evil'"},
        {"view in place of a table", statement("DROP TABLE exports; CREATE VIEW exports AS SELECT 1 AS id"), "has a view 'exports'"},
        {"virtual table", statement("CREATE VIRTUAL TABLE evil USING fts5(a)"), "is not a board: it has a foreign table 'evil"},
        {"foreign table", statement("CREATE TABLE more (id INTEGER)"), "has a foreign table 'more'"},
        {"foreign index", statement("CREATE INDEX more ON variants (note)"), "has a foreign index 'more'"},
        {"table missing", statement("DROP TABLE blobs"), "its table 'blobs' is missing"},
        {"index missing", statement("DROP INDEX variants_by_place"), "its index 'variants_by_place' is missing"},
        {"column more", statement("ALTER TABLE exports ADD COLUMN more TEXT"), "has a foreign table 'exports'"},
        {"generated column", statement("ALTER TABLE steps ADD COLUMN more ANY AS (subject + 1)"), "has a foreign table 'steps'"},
        {"nonsense in the schema", statement("UPDATE sqlite_schema SET sql = 'CREATE TABLE (' WHERE name = 'steps'"), "is damaged"},
        {"two tables on one page",
         statement("UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'variants') WHERE name = 'steps'"),
         "is damaged"},
    };
}

inline std::vector<HostileBoard> hostileRows() {
    return {
        {"no settings", statement("DELETE FROM board"), "it has no settings"},
        {"settings are no text", statement("UPDATE board SET settings = '{'"), "settings: is not valid JSON"},
        {"deep settings", statement("UPDATE board SET settings = replace(hex(zeroblob(40000)), '0', '[')"), "is nested deeper than"},
        {"settings of nothing", statement("UPDATE board SET settings = '{}'"), "format is missing"},
        {"present step missing", statement("UPDATE board SET step = 9999"), "its present step is not in its history"},
        {"history in a circle", statement("UPDATE steps SET parent = 12 WHERE id = 3"), "its history is not a tree"},
        {"history with a gap",
         statement("PRAGMA foreign_keys = OFF; UPDATE board SET step = 1; DELETE FROM changes; UPDATE steps SET next = 0; DELETE "
                   "FROM steps WHERE id = 2"),
         "its history has a gap"},
        {"redo to nowhere", statement("UPDATE steps SET next = 1 WHERE id = 5"), "its history leads nowhere"},
        {"change of no step", statement("PRAGMA foreign_keys = OFF; UPDATE changes SET step = 5000 WHERE step = 2 AND place = 0"),
         "a change belongs to no step"},
        {"unknown gesture", statement("UPDATE steps SET gesture = 'format disk' WHERE id = 4"), "its history has an unknown entry"},
        {"variant of no generation", statement("PRAGMA foreign_keys = OFF; UPDATE variants SET generation = 900 WHERE id = 2"),
         "a variant belongs to no generation"},
        {"generation missing", statement("UPDATE board SET generation = 77"), "its present generation is missing"},
        {"genome of another kind", statement("UPDATE variants SET genome = '[1]' WHERE id = 2"), "variant 2: genome"},
        {"genome not finite", statement("UPDATE variants SET genome = replace(genome, '\"psi\":1.0', '\"psi\":1e999') WHERE id = 2"),
         "variant 2: genome"},
        {"rating of a hundred", statement("UPDATE variants SET rating = 100 WHERE id = 3"), "variant 3: rating is 100, not from 0 to 5"},
        {"negative place", statement("UPDATE variants SET place = -1 WHERE id = 3"), "variant 3: place is -1"},
        {"terminal codes in a note", statement("UPDATE variants SET note = char(27) || '[2J' WHERE id = 1"),
         "variant 1: note must not have control characters"},
        {"note not UTF-8", statement("UPDATE variants SET note = CAST(x'c328' AS TEXT) WHERE id = 1"),
         "variant 1: note must be valid UTF-8"},
        {"huge note", statement(longText("variants", "note", 60'000'000) + " WHERE id = 1"), "variant 1: note must be at most 4096 bytes"},
        {"huge title", statement(longText("generations", "title", 300)), "title must be at most 128 bytes"},
        {"path as a hash",
         statement("UPDATE pictures SET hash = '../../etc/passwd'; UPDATE variants SET picture = '../../etc/passwd' WHERE id = 1"),
         "variant 1: a picture's hash is not one"},
        {"hundred parents", statement("UPDATE variants SET parents = '[1,1,1,1,1,1]' WHERE id = 2"), "parents are not a short list"},
        {"operation unknown", statement("UPDATE variants SET operation = 'rm' WHERE id = 2"), "variant 2: operation is not known: 'rm'"},
        {"operation of a generation unknown", statement("UPDATE generations SET operation = 'rm' WHERE id = 1"),
         "generation 1: operation is not known: 'rm'"},
        {"origins of nothing", statement("UPDATE variants SET origins = '[{}]' WHERE id = 2"), "variant 2: origins: part is missing"},
    };
}

/// A test's rows: all of them.
inline void hostileBoards() {
    QTest::addColumn<Damage>("damage");
    QTest::addColumn<QString>("part");
    for (const auto& boards : {damagedFiles(), foreignTables(), hostileRows()})
        for (const HostileBoard& board : boards) QTest::newRow(board.name) << board.damage << QString(board.part);
}

}  // namespace charrette::test
