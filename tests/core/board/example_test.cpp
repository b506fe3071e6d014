#include "core/board/example.h"

#include <QtTest>

#include "core/design/model_folders.h"
#include "core/site/grounds.h"
#include "tests/core/board/sample_board.h"

using namespace charrette;
using namespace charrette::test;

class ExampleTest : public QObject {
    Q_OBJECT

private:
    static Board told(const QTemporaryDir& folder, const char* name, const Card& card) {
        Board board = Board::create(pathIn(folder, name));
        tellExample(board, card);
        return board;
    }

private Q_SLOTS:
    void itShowsEveryPartOfTheWindow_data() {
        QTest::addColumn<QString>("model");
        for (const char* model : {"houses", "vessels"}) QTest::newRow(model) << model;
    }
    void itShowsEveryPartOfTheWindow() {
        QFETCH(QString, model);
        const QTemporaryDir folder;
        const Card card = readCard(findModel(model.toStdString()) / "card.json");
        const Board board = told(folder, "a.charrette", card);
        std::vector<Operation> operations;
        for (const Generation& generation : board.generations()) operations.push_back(generation.operation);
        const std::vector expected = {Operation::Sample, Operation::Sample, Operation::Explore, Operation::Breed, Operation::Sheet};
        QVERIFY(operations == expected);
        QCOMPARE(board.pins().size(), size_t(4));
        for (const Variant& pin : board.pins()) QVERIFY(!pin.note.empty());
        QVERIFY(!board.lineage().empty());
        QVERIFY(groundNamed(board.settings().site.value().name));
        for (const Variant& variant : board.variants({.rejected = true})) checkedGenome(variant.genome, card);
    }

    void itIsTheSameEveryTime() {
        const QTemporaryDir folder;
        const Board one = told(folder, "a.charrette", sampleCard()), two = told(folder, "b.charrette", sampleCard());
        QVERIFY(seen(one) == seen(two));
        QVERIFY(one.generations().back().operation == Operation::Sheet);
    }

    void itCanBeTakenBackStepByStep() {
        const QTemporaryDir folder;
        Board board = told(folder, "a.charrette", sampleCard());
        while (board.undoable()) board.undo();
        QVERIFY(board.variants().empty() && board.pins().empty());
    }

    void aModelWithoutParametersHasAnExampleWithoutASheet() {
        const QTemporaryDir folder;
        Card card = sampleCard();
        card.parameters.clear();
        const Board board = told(folder, "a.charrette", card);
        QCOMPARE(board.generations().size(), size_t(4));
        QCOMPARE(board.pins().size(), size_t(4));
    }
};

QTEST_GUILESS_MAIN(ExampleTest)
#include "example_test.moc"
