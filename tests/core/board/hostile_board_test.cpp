#include <SQLiteCpp/SQLiteCpp.h>

#include <QtTest>
#include <functional>
#include <set>

#include "core/base/random.h"
#include "tests/core/board/sample_board.h"
#include "tests/support/files.h"
#include "tests/support/refusal.h"

using namespace charrette;
using namespace charrette::test;
namespace fs = std::filesystem;

/// Makes a sound board's file into another one.
using Damage = std::function<void(const QString& file)>;
Q_DECLARE_METATYPE(Damage)

namespace {

/// All that a window asks of a board.
void openAndRead(const fs::path& file) {
    const Board board = Board::open(file);
    seen(board);
    board.history();
    board.exports();
    board.undoable();
    board.redoable();
}

Damage statement(const QByteArray& sql) {
    return [sql](const QString& file) {
        SQLite::Database database(file.toStdString(), SQLite::OPEN_READWRITE);
        database.exec("PRAGMA ignore_check_constraints = ON");
        database.exec("PRAGMA writable_schema = ON");
        database.exec(sql.constData());
    };
}

/// Over the bytes from `at`.
Damage bytes(qint64 at, const QByteArray& bytes) {
    return [=](const QString& name) {
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(at) && file.write(bytes) == bytes.size());
    };
}

Damage whole(const QByteArray& contents) {
    return [=](const QString& name) { writeFile(name, contents); };
}

Damage cut(double share) {
    return [=](const QString& name) {
        QFile file(name);
        QVERIFY(file.resize(qint64(double(file.size()) * share)));
    };
}

/// A large file that was a board once: a value of that many bytes.
QByteArray longText(const char* table, const char* column, int size) {
    return QByteArray("UPDATE ") + table + " SET " + column + " = CAST(zeroblob(" + QByteArray::number(size) + ") AS TEXT)";
}

void addRow(const char* name, const Damage& damage, const char* part) { QTest::newRow(name) << damage << QString(part); }

}  // namespace

class HostileBoardTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        Board board = Board::create(pathIn(m_folder, "sound.charrette"));
        for (int i = 0; i < 40; ++i) scriptedGesture(board, i);
        const auto picture = sampleBytes(20'000, 1);
        board.storePictures(std::vector<NewPicture>{{1, PictureKind::Full, picture}});
        board.undo();
    }

    void soundBoardIsRead() { openAndRead(pathIn(m_folder, "sound.charrette")); }

    void hostileFileIsASentenceAndStaysAsItIs_data() {
        QTest::addColumn<Damage>("damage");
        QTest::addColumn<QString>("part");
        addDamagedFiles();
        addForeignTables();
        addHostileRows();
    }
    void hostileFileIsASentenceAndStaysAsItIs() {
        QFETCH(Damage, damage);
        QFETCH(QString, part);
        const QTemporaryDir folder;
        const QString file = folder.filePath("a.charrette");
        QVERIFY(QFile::copy(m_folder.filePath("sound.charrette"), file));
        damage(file);
        const QByteArray before = contentsOf(file);
        const QStringList names = QDir(folder.path()).entryList(QDir::Files);
        const Refusal refusal = refusalOf([&] { openAndRead(pathIn(folder, "a.charrette")); });
        QVERIFY2(refusal.sentence.contains(part) && refusal.sentence.contains("a.charrette"), qPrintable(refusal.sentence));
        QVERIFY2(refusal.isCheap(), qPrintable(refusal.cost()));
        QVERIFY(!refusal.sentence.contains('\n'));
        QCOMPARE(contentsOf(file), before);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), names);
        m_sentences.insert(refusal.sentence.mid(refusal.sentence.indexOf(": ")).toStdString());
    }

    void thirtyFilesHaveThirtySentences() { QVERIFY2(m_sentences.size() >= 30, QByteArray::number(int(m_sentences.size()))); }

    void randomDamageNeverCrashes() {
        const QByteArray sound = contentsOf(m_folder.filePath("sound.charrette"));
        const std::vector<double> draws = standardUniform(5, 200 * 7);
        for (size_t i = 0; i < 200; ++i) {
            const QTemporaryDir folder;
            QByteArray damaged = sound;
            for (size_t k = 0; k < 3; ++k) {
                damaged[qsizetype(draws[7 * i + 2 * k] * double(sound.size()))] = char(int(draws[7 * i + 2 * k + 1] * 256));
            }
            writeFile(folder.filePath("a.charrette"), damaged);
            const QString sentence = sentenceOf([&] { openAndRead(pathIn(folder, "a.charrette")); });
            if (sentence.isEmpty()) continue;
            QVERIFY2(sentence.contains("a.charrette"), qPrintable(sentence));
            QCOMPARE(contentsOf(folder.filePath("a.charrette")), damaged);
        }
    }

private:
    static void addDamagedFiles() {
        addRow(
            "nothing there", [](const QString& file) { QFile::remove(file); }, "there is no such file");
        addRow("empty", whole({}), "is empty, not a board");
        addRow("text", whole(QByteArray(500, 'a')), "is damaged at its beginning, or not a board");
        addRow(
            "folder", [](const QString& file) { QFile::remove(file), QDir().mkdir(file); }, "it is not a file");
        addRow("only a beginning", cut(0.0004), "all but its beginning is missing");
        addRow("half", cut(0.5), "is damaged");
        addRow("zeros at the beginning", bytes(0, QByteArray(100, '\0')), "is damaged at its beginning");
        addRow("page size of nothing", bytes(16, QByteArray(2, '\0')), "is damaged");
        addRow("another program's", statement("PRAGMA application_id = 7"), "another program's SQLite file");
        addRow("no application", statement("PRAGMA application_id = 0"), "another program's SQLite file");
        addRow("version of nothing", statement("PRAGMA user_version = 0"), "its version is 0");
        addRow("negative version", statement("PRAGMA user_version = -3"), "its version is -3");
        addRow("first page's tree", bytes(100, QByteArray(200, '\x7f')), "is damaged");
        addRow("second half overwritten", bytes(3 * 4096, QByteArray(12 * 4096, '\xff')), "is damaged");
        addRow(
            "journal beside", [](const QString& file) { writeFile(file + "-journal", QByteArray(512, 'j')); }, "left a journal beside it");
    }

    static void addForeignTables() {
        addRow("trigger", statement("CREATE TRIGGER evil AFTER UPDATE ON board BEGIN DELETE FROM variants; END"), "has a trigger 'evil'");
        addRow("view", statement("CREATE VIEW evil AS SELECT randomblob(1000000000)"), "has a view 'evil'");
        addRow("view in place of a table", statement("DROP TABLE exports; CREATE VIEW exports AS SELECT 1 AS id"), "has a view 'exports'");
        addRow("virtual table", statement("CREATE VIRTUAL TABLE evil USING fts5(a)"), "is not a board: it has a foreign table 'evil");
        addRow("foreign table", statement("CREATE TABLE more (id INTEGER)"), "has a foreign table 'more'");
        addRow("foreign index", statement("CREATE INDEX more ON variants (note)"), "has a foreign index 'more'");
        addRow("table missing", statement("DROP TABLE blobs"), "its table 'blobs' is missing");
        addRow("index missing", statement("DROP INDEX variants_by_place"), "its index 'variants_by_place' is missing");
        addRow("column more", statement("ALTER TABLE exports ADD COLUMN more TEXT"), "has a foreign table 'exports'");
        addRow("generated column", statement("ALTER TABLE steps ADD COLUMN more ANY AS (subject + 1)"), "has a foreign table 'steps'");
        addRow("nonsense in the schema", statement("UPDATE sqlite_schema SET sql = 'CREATE TABLE (' WHERE name = 'steps'"), "is damaged");
        addRow("two tables on one page",
               statement(
                   "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'variants') WHERE name = 'steps'"),
               "is damaged");
    }

    static void addHostileRows() {
        addRow("no settings", statement("DELETE FROM board"), "it has no settings");
        addRow("settings are no text", statement("UPDATE board SET settings = '{'"), "settings: is not valid JSON");
        addRow("deep settings", statement("UPDATE board SET settings = replace(hex(zeroblob(40000)), '0', '[')"), "is nested deeper than");
        addRow("settings of nothing", statement("UPDATE board SET settings = '{}'"), "format is missing");
        addRow("present step missing", statement("UPDATE board SET step = 9999"), "its present step is not in its history");
        addRow("history in a circle", statement("UPDATE steps SET parent = 12 WHERE id = 3"), "its history is not a tree");
        addRow("history with a gap",
               statement("PRAGMA foreign_keys = OFF; UPDATE board SET step = 1; DELETE FROM changes; UPDATE steps SET next = 0; DELETE "
                         "FROM steps WHERE id = 2"),
               "its history has a gap");
        addRow("redo to nowhere", statement("UPDATE steps SET next = 1 WHERE id = 5"), "its history leads nowhere");
        addRow("change of no step", statement("PRAGMA foreign_keys = OFF; UPDATE changes SET step = 5000 WHERE step = 2 AND place = 0"),
               "a change belongs to no step");
        addRow("unknown gesture", statement("UPDATE steps SET gesture = 'format disk' WHERE id = 4"), "its history has an unknown entry");
        addRow("variant of no generation", statement("PRAGMA foreign_keys = OFF; UPDATE variants SET generation = 900 WHERE id = 2"),
               "a variant belongs to no generation");
        addRow("generation missing", statement("UPDATE board SET generation = 77"), "its present generation is missing");
        addRow("genome of another kind", statement("UPDATE variants SET genome = '[1]' WHERE id = 2"), "variant 2: genome");
        addRow("genome not finite", statement("UPDATE variants SET genome = replace(genome, '\"psi\":1.0', '\"psi\":1e999') WHERE id = 2"),
               "variant 2: genome");
        addRow("rating of a hundred", statement("UPDATE variants SET rating = 100 WHERE id = 3"),
               "variant 3: rating is 100, not from 0 to 5");
        addRow("negative place", statement("UPDATE variants SET place = -1 WHERE id = 3"), "variant 3: place is -1");
        addRow("terminal codes in a note", statement("UPDATE variants SET note = char(27) || '[2J' WHERE id = 1"),
               "variant 1: note must not have control characters");
        addRow("note not UTF-8", statement("UPDATE variants SET note = CAST(x'c328' AS TEXT) WHERE id = 1"),
               "variant 1: note must be valid UTF-8");
        addRow("huge note", statement(longText("variants", "note", 60'000'000) + " WHERE id = 1"),
               "variant 1: note must be at most 4096 bytes");
        addRow("huge title", statement(longText("generations", "title", 300)), "title must be at most 128 bytes");
        addRow("path as a hash",
               statement("UPDATE pictures SET hash = '../../etc/passwd'; UPDATE variants SET picture = '../../etc/passwd' WHERE id = 1"),
               "variant 1: a picture's hash is not one");
        addRow("hundred parents", statement("UPDATE variants SET parents = '[1,1,1,1,1,1]' WHERE id = 2"), "parents are not a short list");
        addRow("operation unknown", statement("UPDATE variants SET operation = 'rm' WHERE id = 2"),
               "variant 2: operation is not known: 'rm'");
        addRow("operation of a generation unknown", statement("UPDATE generations SET operation = 'rm' WHERE id = 1"),
               "generation 1: operation is not known: 'rm'");
        addRow("origins of nothing", statement("UPDATE variants SET origins = '[{}]' WHERE id = 2"), "variant 2: origins: part is missing");
    }

    const QTemporaryDir m_folder;
    std::set<std::string> m_sentences;
};

QTEST_APPLESS_MAIN(HostileBoardTest)
#include "hostile_board_test.moc"
