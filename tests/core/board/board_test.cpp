#include "core/board/board.h"

#include <QtTest>

#include "tests/core/board/sample_board.h"
#include "tests/support/files.h"
#include "tests/support/sentence_of.h"

using namespace charrette;
using namespace charrette::test;
namespace fs = std::filesystem;

Q_DECLARE_METATYPE(std::function<void(Board&)>)

class BoardTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void newBoardIsEmpty() {
        const QTemporaryDir folder;
        const Board board = Board::create(pathIn(folder, "a.charrette"));
        QVERIFY(board.settings() == Settings());
        QVERIFY(board.variants().empty() && board.generations().empty() && board.pins().empty() && board.exports().empty());
        QCOMPARE(board.currentGeneration(), 0);
        QCOMPARE(board.history().size(), size_t(1));
        QVERIFY(!board.undoable() && !board.redoable());
        QVERIFY(board.notice().empty() && !board.isReadOnly());
    }

    void aNameThatNoFileCanHaveIsAnError() {
        const QTemporaryDir folder;
        const std::filesystem::path name = pathIn(folder, (std::string(300, 'a') + ".charrette").c_str());
        Board board = Board::create(pathIn(folder, "a.charrette"));
        QVERIFY_EXCEPTION_THROWN(Board::create(name), Error);
        QVERIFY_EXCEPTION_THROWN(Board::open(name), Error);
        QVERIFY_EXCEPTION_THROWN(board.saveAs(name, Original::Removed), Error);
        QVERIFY(board.generations().empty());
    }

    void everythingIsThereWhenReopened() {
        const QTemporaryDir folder;
        const fs::path file = pathIn(folder, "a.charrette");
        Seen before;
        std::vector<Step> history;
        {
            Board board = Board::create(file);
            for (int i = 0; i < 60; ++i) scriptedGesture(board, i);
            board.logExports(std::vector<Export>{{.variant = 3, .file = "/tmp/chair 3.png"}});
            before = seen(board);
            history = board.history();
        }
        const Board board = Board::open(file);
        QVERIFY(seen(board) == before);
        QVERIFY(board.history() == history);
        QCOMPARE(board.exports().size(), size_t(1));
        QCOMPARE(board.exports()[0].file, std::string("/tmp/chair 3.png"));
        QVERIFY(board.exports()[0].madeAt > 0);
    }

    void closedBoardIsOneFile() {
        const QTemporaryDir folder;
        {
            Board board = Board::create(pathIn(folder, "a.charrette"));
            scriptedGesture(board, 0);
        }
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList("a.charrette"));
        { const Board board = Board::open(pathIn(folder, "a.charrette")); }
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList("a.charrette"));
    }

    void variantKeepsGenomeParentsAndOrigins() {
        const QTemporaryDir folder;
        Board board = Board::create(pathIn(folder, "a.charrette"));
        const GenerationId first = board.addGeneration({.variants = sampledVariants(1, 2)});
        const std::vector<NewVariant> children = breed(sampleCard(), board.variants(), {.seed = 5, .count = 3});
        const GenerationId second =
            board.addGeneration({.operation = Operation::Breed, .title = "Größe", .columns = 3, .variants = children});
        const std::vector<Variant> found = board.variants({.generation = second});
        QCOMPARE(found.size(), size_t(3));
        for (size_t i = 0; i < 3; ++i) {
            QVERIFY(found[i].genome == children[i].genome && found[i].origins == children[i].origins);
            QVERIFY(found[i].parents == (std::vector<VariantId>{1, 2}));
            QCOMPARE(found[i].place, int(i));
        }
        const Generation generation = board.generations().at(1);
        QCOMPARE(generation.parent, first);
        QCOMPARE(generation.title, std::string("Größe"));
        QCOMPARE(generation.columns, 3);
        QCOMPARE(generation.count, size_t(3));
        QCOMPARE(board.lineage().size(), size_t(6));
        QVERIFY(board.lineage()[1] == (LineageEdge{2, found[0].id, Operation::Breed}));
    }

    void variantsAreListedByPage() {
        const QTemporaryDir folder;
        Board board = Board::create(pathIn(folder, "a.charrette"));
        board.addGeneration({.variants = sampledVariants(1, 25)});
        QCOMPARE(board.variantCount(), size_t(25));
        QVERIFY(idsOf(board.variants({.first = 20, .count = 10})) == (std::vector<VariantId>{21, 22, 23, 24, 25}));
        board.rate(std::vector<VariantId>{7, 9}, 4);
        board.rate(std::vector<VariantId>{8}, 5);
        QVERIFY(idsOf(board.variants({.minimumRating = 1, .order = VariantQuery::Order::Rating})) == (std::vector<VariantId>{8, 7, 9}));
    }

    void rejectedVariantsAreHiddenAndUnpinnedNotLost() {
        const QTemporaryDir folder;
        Board board = Board::create(pathIn(folder, "a.charrette"));
        board.addGeneration({.variants = sampledVariants(1, 4)});
        board.pin(std::vector<VariantId>{1, 2, 3});
        board.reject(std::vector<VariantId>{2});
        QVERIFY(idsOf(board.variants()) == (std::vector<VariantId>{1, 3, 4}));
        QVERIFY(idsOf(board.pins()) == (std::vector<VariantId>{1, 3}));
        QCOMPARE(board.variantCount({.rejected = true}), size_t(4));
        QVERIFY(board.variant(2).isRejected);
        board.restore(std::vector<VariantId>{2});
        QCOMPARE(board.variantCount(), size_t(4));
    }

    void pinsKeepTheirOrder() {
        const QTemporaryDir folder;
        Board board = Board::create(pathIn(folder, "a.charrette"));
        board.addGeneration({.variants = sampledVariants(1, 5)});
        board.pin(std::vector<VariantId>{4, 2});
        board.pin(std::vector<VariantId>{1, 4});
        board.movePin(1, 0);
        QVERIFY(idsOf(board.pins()) == (std::vector<VariantId>{1, 4, 2}));
        board.unpin(std::vector<VariantId>{4});
        QCOMPARE(board.pins()[1].pin.value(), 1);
        QCOMPARE(board.pins()[1].id, 2);
    }

    void gestureThatChangesNothingIsNoStep() {
        const QTemporaryDir folder;
        Board board = Board::create(pathIn(folder, "a.charrette"));
        board.addGeneration({.variants = sampledVariants(1, 2)});
        const size_t steps = board.history().size();
        board.rate(std::vector<VariantId>{1}, 0);
        board.setSettings(board.settings());
        board.showGeneration(1);
        board.restore(std::vector<VariantId>{1, 2});
        QCOMPARE(board.history().size(), steps);
    }

    void gestureThatCannotBeIsASentenceAndChangesNothing_data() {
        QTest::addColumn<std::function<void(Board&)>>("gesture");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* name, std::function<void(Board&)> gesture, const char* part) {
            QTest::newRow(name) << gesture << QString(part);
        };
        const std::vector<VariantId> missing = {1, 99};
        row(
            "pin of nothing", [=](Board& board) { board.pin(missing); }, "has no variant 99");
        row(
            "rating too high", [](Board& board) { board.rate(std::vector<VariantId>{1}, 6); }, "must be from 0 to 5, not 6");
        row(
            "rating of nothing", [=](Board& board) { board.rate(missing, 3); }, "has no variant 99");
        row(
            "long note", [](Board& board) { board.setNote(1, std::string(5000, 'x')); }, "at most 4096 bytes");
        row(
            "note with escape", [](Board& board) { board.setNote(1, "\x1b[2J"); }, "must not have control characters");
        row(
            "generation missing", [](Board& board) { board.showGeneration(7); }, "has no generation 7");
        row(
            "empty generation", [](Board& board) { board.addGeneration({}); }, "must be from 1 to 10000, not 0");
        row(
            "hostile genome", [](Board& board) { board.addGeneration({.variants = {{.genome = {.truncation = {.psi = 9}}}}}); },
            "psi must be from -2 to 2");
        row(
            "settings not finite", [](Board& board) { board.setSettings({.truncation = 1.0 / 0.0}); }, "truncation");
        row(
            "pin that is none", [](Board& board) { board.movePin(1, 0); }, "has no pin on variant 1");
        row(
            "step missing", [](Board& board) { board.goTo(77); }, "has no step 77");
        row(
            "undone variant",
            [](Board& board) {
                board.undo();
                board.redo();
                board.undo();
                board.pin(std::vector<VariantId>{1});
            },
            "has no variant 1");
    }
    void gestureThatCannotBeIsASentenceAndChangesNothing() {
        QFETCH(std::function<void(Board&)>, gesture);
        QFETCH(QString, part);
        const QTemporaryDir folder;
        Board board = Board::create(pathIn(folder, "a.charrette"));
        board.addGeneration({.variants = sampledVariants(1, 2)});
        const size_t steps = board.history().size();
        const QString sentence = sentenceOf([&] { gesture(board); });
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
        QVERIFY(sentence.contains("a.charrette"));
        QCOMPARE(board.history().size(), steps);
    }

    void boardIsOpenOnlyOnce() {
        const QTemporaryDir folder;
        const fs::path file = pathIn(folder, "a.charrette");
        Board board = Board::create(file);
        QVERIFY(sentenceOf([&] { Board::open(file); }).endsWith("is open in another window or program"));
        board.addGeneration({.variants = sampledVariants(1, 2)});
        QVERIFY(sentenceOf([&] { Board::create(file); }).contains("there is such a file already"));
    }

    void unnamedBoardsHaveNamesOfTheirOwn() {
        const QTemporaryDir folder;
        const Board first = Board::createUnnamed(pathIn(folder, "drafts")), second = Board::createUnnamed(pathIn(folder, "drafts"));
        QCOMPARE(first.file().filename().string(), std::string("Untitled.charrette"));
        QCOMPARE(second.file().filename().string(), std::string("Untitled 2.charrette"));
    }

    void unnamedBoardGetsAName() {
        const QTemporaryDir folder;
        Board board = Board::createUnnamed(pathIn(folder, "drafts"));
        for (int i = 0; i < 20; ++i) scriptedGesture(board, i);
        const Seen before = seen(board);
        board.saveAs(pathIn(folder, "named/Chairs.charrette"), Original::Removed);
        QCOMPARE(board.file().filename().string(), std::string("Chairs.charrette"));
        QVERIFY(seen(board) == before);
        QVERIFY(QDir(folder.filePath("drafts")).isEmpty());
        scriptedGesture(board, 20);
        board.undo();
    }

    void copyIsAnotherBoard() {
        const QTemporaryDir folder;
        Board board = Board::create(pathIn(folder, "a.charrette"));
        board.addGeneration({.variants = sampledVariants(1, 2)});
        board.saveAs(pathIn(folder, "b.charrette"), Original::Kept);
        board.rate(std::vector<VariantId>{1}, 5);
        QCOMPARE(Board::open(pathIn(folder, "a.charrette")).variant(1).rating, 0);
    }

    void existingFileIsReplacedOnlyWhenAsked() {
        const QTemporaryDir folder;
        { Board::create(pathIn(folder, "b.charrette")).addGeneration({.variants = sampledVariants(1, 9)}); }
        Board board = Board::create(pathIn(folder, "a.charrette"));
        board.addGeneration({.variants = sampledVariants(1, 2)});
        QVERIFY(sentenceOf([&] { board.saveAs(pathIn(folder, "b.charrette"), Original::Kept); }).contains("there is such a file already"));
        board.saveAs(pathIn(folder, "b.charrette"), Original::Kept, Existing::Replaced);
        QCOMPARE(board.variantCount(), size_t(2));
        Board other = Board::open(pathIn(folder, "a.charrette"));
        const QString sentence = sentenceOf([&] { other.saveAs(pathIn(folder, "b.charrette"), Original::Kept, Existing::Replaced); });
        QVERIFY2(sentence.endsWith("is open in another window or program"), qPrintable(sentence));
    }

    void boardWithoutItsModelSaysWhich() {
        const QTemporaryDir folder;
        { Board::create(pathIn(folder, "a.charrette")).setSettings({.model = {"chairs", "Chairs", std::string(64, 'a')}}); }
        QCOMPARE(Board::open(pathIn(folder, "a.charrette")).settings().model.title, std::string("Chairs"));
    }
};

QTEST_APPLESS_MAIN(BoardTest)
#include "board_test.moc"
