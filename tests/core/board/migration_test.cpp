#include <SQLiteCpp/SQLiteCpp.h>

#include <QtTest>

#include "core/board/connection.h"
#include "core/board/schema.h"
#include "tests/core/board/sample_board.h"
#include "tests/support/files.h"
#include "tests/support/sentence_of.h"

using namespace charrette;
using namespace charrette::test;

class MigrationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void olderBoardIsMigratedAfterACopyWasLaidBeside() {
        const QTemporaryDir folder;
        const Seen before = makeBoard(folder);
        const auto scripts = withOneMore("ALTER TABLE variants ADD COLUMN colour INTEGER NOT NULL DEFAULT 3");
        {
            Connection connection(pathIn(folder, "a.charrette"), Connection::Access::Own);
            QCOMPARE(checkContents(connection, scripts), size_t(2));
            connection.allowWriting();
            const auto backup = migrate(connection, 2, scripts);
            QCOMPARE(backup.filename().string(), std::string("a.charrette.v2.bak"));
            QCOMPARE(connection.number("PRAGMA user_version"), 3);
            QCOMPARE(connection.number("SELECT colour FROM variants LIMIT 1"), 3);
            QCOMPARE(checkContents(connection, scripts), size_t(3));
        }
        QVERIFY(seen(Board::open(pathIn(folder, "a.charrette.v2.bak"))) == before);
    }

    void boardOfTheFirstVersionCanKeepPhotosFromThenOn() {
        const QTemporaryDir folder;
        const Seen before = makeBoard(folder);
        const std::vector<std::byte> bytes = sampleBytes(3000, 5);
        {
            // As the first version left it.
            SQLite::Database database(pathIn(folder, "a.charrette").string(), SQLite::OPEN_READWRITE);
            database.exec("DROP TABLE photos");
            database.exec("PRAGMA user_version = 1");
        }
        std::string hash;
        {
            Board board = Board::open(pathIn(folder, "a.charrette"));
            QVERIFY2(board.notice().find("a.charrette.v1.bak") != std::string::npos, board.notice().c_str());
            QVERIFY(seen(board) == before);
            hash = board.keepPhoto("street.jpg", bytes);
        }
        QVERIFY(Board::open(pathIn(folder, "a.charrette")).photo(hash) == bytes);
        QVERIFY(QFile::exists(folder.filePath("a.charrette.v1.bak")));
    }

    void secondMigrationKeepsTheFirstCopy() {
        const QTemporaryDir folder;
        makeBoard(folder);
        writeFile(folder.filePath("a.charrette.v2.bak"), "mine");
        Connection connection(pathIn(folder, "a.charrette"), Connection::Access::Own);
        connection.allowWriting();
        const auto scripts = withOneMore("ALTER TABLE variants ADD COLUMN colour INTEGER");
        QCOMPARE(migrate(connection, 2, scripts).filename().string(), std::string("a.charrette.v2.2.bak"));
        QCOMPARE(contentsOf(folder.filePath("a.charrette.v2.bak")), QByteArray("mine"));
    }

    void failedMigrationChangesNothing() {
        const QTemporaryDir folder;
        const Seen before = makeBoard(folder);
        {
            Connection connection(pathIn(folder, "a.charrette"), Connection::Access::Own);
            connection.allowWriting();
            const auto scripts = withOneMore("UPDATE variants SET rating = 5; SELECT nonsense");
            QVERIFY(sentenceOf([&] { migrate(connection, 2, scripts); }).contains("a.charrette"));
        }
        QVERIFY(seen(Board::open(pathIn(folder, "a.charrette"))) == before);
    }

    void newerBoardIsOpenForReadingOnlyWithASentence() {
        const QTemporaryDir folder;
        const Seen before = makeBoard(folder);
        makeNewer(folder, "ALTER TABLE variants ADD COLUMN colour INTEGER; CREATE TABLE more (id INTEGER)");
        const QByteArray bytes = contentsOf(folder.filePath("a.charrette"));
        {
            Board board = Board::open(pathIn(folder, "a.charrette"));
            QVERIFY(board.isReadOnly());
            QVERIFY2(board.notice().find("is from a newer version of Charrette") != std::string::npos, board.notice().c_str());
            QVERIFY(seen(board) == before);
            QVERIFY(sentenceOf([&] { board.undo(); }).contains("open for reading only"));
        }
        QCOMPARE(contentsOf(folder.filePath("a.charrette")), bytes);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList("a.charrette"));
    }

    void newerBoardOfOtherTablesIsRefused() {
        const QTemporaryDir folder;
        makeBoard(folder);
        makeNewer(folder, "ALTER TABLE variants RENAME COLUMN rating TO stars");
        QVERIFY(sentenceOf([&] { Board::open(pathIn(folder, "a.charrette")); }).contains("which this one cannot read"));
    }

private:
    static Seen makeBoard(const QTemporaryDir& folder) {
        Board board = Board::create(pathIn(folder, "a.charrette"));
        for (int i = 0; i < 20; ++i) scriptedGesture(board, i);
        return seen(board);
    }

    static void makeNewer(const QTemporaryDir& folder, const char* sql) {
        SQLite::Database database(pathIn(folder, "a.charrette").string(), SQLite::OPEN_READWRITE);
        database.exec(sql);
        database.exec("PRAGMA user_version = 9");
    }

    static std::vector<const char*> withOneMore(const char* script) {
        std::vector<const char*> scripts(schemaScripts().begin(), schemaScripts().end());
        scripts.push_back(script);
        return scripts;
    }
};

QTEST_APPLESS_MAIN(MigrationTest)
#include "migration_test.moc"
