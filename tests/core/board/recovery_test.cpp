#include <SQLiteCpp/SQLiteCpp.h>

#include <QtTest>

#include "tests/core/board/sample_board.h"
#include "tests/support/files.h"
#include "tests/support/sentence_of.h"

using namespace charrette;
using namespace charrette::test;

class RecoveryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wholeBoardIsRecoveredWhole() {
        const QTemporaryDir folder;
        Seen before = makeBoard(folder);
        Board board = Board::recover(pathIn(folder, "a.charrette"), pathIn(folder, "b.charrette"));
        Seen after = seen(board);
        after.step = before.step;
        QVERIFY(after == before);
        QVERIFY(board.picture(board.variant(1).picture) == sampleBytes(9000, 1));
        QVERIFY2(board.notice().find("nothing was lost but the history") != std::string::npos, board.notice().c_str());
        board.rate(std::vector<VariantId>{1}, 2);
    }

    void withoutItsFirstPageEverythingIsStillFound() {
        const QTemporaryDir folder;
        const Seen before = makeBoard(folder);
        overwrite(folder, 0, 4096);
        QVERIFY_EXCEPTION_THROWN(Board::open(pathIn(folder, "a.charrette")), DamagedBoard);
        const Board board = Board::recover(pathIn(folder, "a.charrette"), pathIn(folder, "b.charrette"));
        QVERIFY(board.variants({.rejected = true}) == before.variants);
        QVERIFY(board.settings() == before.settings);
    }

    void everyDamagedPageCostsOnlyAPart() {
        const QTemporaryDir folder;
        const Seen before = makeBoard(folder);
        const qint64 pages = contentsOf(folder.filePath("a.charrette")).size() / 4096;
        int recovered = 0;
        for (qint64 page = 1; page < pages; page += 3) {
            QFile::remove(folder.filePath("c.charrette"));
            QFile::copy(folder.filePath("a.charrette"), folder.filePath("c.charrette"));
            overwrite(folder, page * 4096, 4096, "c.charrette");
            const QByteArray bytes = contentsOf(folder.filePath("c.charrette"));
            QFile::remove(folder.filePath("d.charrette"));
            const QString sentence = sentenceOf([&] {
                const Board board = Board::recover(pathIn(folder, "c.charrette"), pathIn(folder, "d.charrette"));
                recovered += board.variantCount({.rejected = true}) * 2 >= before.variants.size();
            });
            QVERIFY2(sentence.isEmpty(), qPrintable(sentence));
            QCOMPARE(contentsOf(folder.filePath("c.charrette")), bytes);
        }
        // The page above all the variants' costs them all.
        QVERIFY2(recovered >= (pages - 1) / 3 - 1, QByteArray::number(recovered));
    }

    void cutFileIsRecoveredAsFarAsItGoes() {
        const QTemporaryDir folder;
        makeBoard(folder);
        QFile file(folder.filePath("a.charrette"));
        QVERIFY(file.resize(file.size() * 4 / 5));
        const QByteArray bytes = contentsOf(folder.filePath("a.charrette"));
        QVERIFY_EXCEPTION_THROWN(Board::open(pathIn(folder, "a.charrette")), DamagedBoard);
        const Board board = Board::recover(pathIn(folder, "a.charrette"), pathIn(folder, "b.charrette"));
        QVERIFY2(board.variantCount() > 0, board.notice().c_str());
        QCOMPARE(contentsOf(folder.filePath("a.charrette")), bytes);
    }

    void whatIsNoBoardAtAllIsASentence() {
        const QTemporaryDir folder;
        writeFile(folder.filePath("a.charrette"), QByteArray(20'000, 'x'));
        const QString sentence = sentenceOf([&] { Board::recover(pathIn(folder, "a.charrette"), pathIn(folder, "b.charrette")); });
        QVERIFY2(sentence.contains("nothing can be read of it"), qPrintable(sentence));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList("a.charrette"));
    }

private:
    static Seen makeBoard(const QTemporaryDir& folder) {
        Board board = Board::create(pathIn(folder, "a.charrette"));
        board.addGeneration({.variants = sampledVariants(1, 60)});
        const auto bytes = sampleBytes(9000, 1);
        board.storePictures(std::vector<NewPicture>{{1, PictureKind::Full, bytes}});
        board.setSettings({.model = {"chairs", "Chairs", std::string(64, 'a')}, .seed = 61});
        board.addGeneration({.operation = Operation::Explore, .variants = sampledVariants(100, 40)});
        board.pin(std::vector<VariantId>{5, 3});
        board.rate(std::vector<VariantId>{3}, 5);
        board.reject(std::vector<VariantId>{2});
        return seen(board);
    }

    static void overwrite(const QTemporaryDir& folder, qint64 at, int bytes, const char* name = "a.charrette") {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(at) && file.write(QByteArray(bytes, '\x5a')) == bytes);
    }
};

QTEST_APPLESS_MAIN(RecoveryTest)
#include "recovery_test.moc"
