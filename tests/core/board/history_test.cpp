#include "core/board/history.h"

#include <QtTest>
#include <map>

#include "core/base/random.h"
#include "tests/core/board/sample_board.h"

using namespace charrette;
using namespace charrette::test;

class HistoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void undoAndRedoWalkAcrossEverything() {
        const QTemporaryDir folder;
        Board board = Board::create(pathIn(folder, "a.charrette"));
        std::vector<Seen> states = {seen(board)};
        board.addGeneration({.variants = sampledVariants(1, 6)});
        states.push_back(seen(board));
        const std::vector<VariantId> pair = {2, 4};
        const std::vector<std::function<void()>> gestures = {
            [&] { board.pin(pair); },
            [&] { board.rate(pair, 3); },
            [&] { board.setNote(2, "The one"); },
            [&] { board.movePin(4, 0); },
            [&] {
                board.reject(std::vector<VariantId>{5, 4});
            },
            [&] {
                board.setSettings({.parameters = {{"height", 400.0}}, .locked = {"height"}, .seed = 8});
            },
            [&] {
                board.addGeneration({.operation = Operation::Explore, .variants = sampledVariants(40, 3), .settings = Settings{.seed = 9}});
            },
            [&] { board.showGeneration(1); },
            [&] { board.restore(std::vector<VariantId>{5}); },
            [&] { board.addVariants(1, Operation::Import, sampledVariants(90, 2)); },
            [&] { board.unpin(pair); },
        };
        for (const auto& gesture : gestures) {
            gesture();
            states.push_back(seen(board));
        }
        for (size_t i = states.size(); i-- > 0;) {
            QVERIFY2(seen(board) == states[i], QByteArray::number(int(i)));
            QCOMPARE(board.undoable().has_value(), i > 0);
            board.undo();
        }
        for (size_t i = 0; i < states.size(); ++i) {
            QVERIFY2(seen(board) == states[i], QByteArray::number(int(i)));
            QCOMPARE(board.redoable().has_value(), i + 1 < states.size());
            board.redo();
        }
    }

    void gestureAfterAnUndoBeginsABranchAndNothingIsLost() {
        const QTemporaryDir folder;
        Board board = Board::create(pathIn(folder, "a.charrette"));
        board.addGeneration({.variants = sampledVariants(1, 4)});
        const StepId fork = board.currentStep();
        board.rate(std::vector<VariantId>{1}, 5);
        const StepId left = board.currentStep();
        const Seen leftState = seen(board);
        board.undo();
        board.setNote(1, "Other way");
        const StepId right = board.currentStep();
        const Seen rightState = seen(board);
        board.goTo(left);
        QVERIFY(seen(board) == leftState);
        board.undo();
        QCOMPARE(board.redoable()->id, left);
        board.goTo(right);
        QVERIFY(seen(board) == rightState);
        board.undo();
        QCOMPARE(board.currentStep(), fork);
        QCOMPARE(board.redoable()->id, right);
    }

    void aGenerationOfABranchThatWasLeftIsKnown() {
        const QTemporaryDir folder;
        Board board = Board::create(pathIn(folder, "a.charrette"));
        board.addGeneration({.variants = sampledVariants(1, 4)});
        board.addGeneration({.operation = Operation::Explore, .variants = sampledVariants(2, 3)});
        const std::vector<Generation> before = board.generations();
        QVERIFY(board.undoneGenerations().empty());
        board.undo();
        board.addGeneration({.variants = sampledVariants(3, 2)});
        QCOMPARE(board.undoneGenerations().size(), size_t(1));
        QVERIFY(board.undoneGenerations()[0] == before[1]);
    }

    void aGenerationThatWasUndoneComesBackAndNothingElseChanges() {
        const QTemporaryDir folder;
        Board board = Board::create(pathIn(folder, "a.charrette"));
        board.addGeneration({.variants = sampledVariants(1, 4)});
        const GenerationId left = board.addGeneration({.operation = Operation::Explore, .variants = sampledVariants(2, 3)});
        board.undo();
        const GenerationId right = board.addGeneration({.variants = sampledVariants(3, 2)});
        const VariantId pinned = board.variants({.generation = right})[0].id;
        board.pin(std::vector{pinned});
        board.showGeneration(left);
        QCOMPARE(board.currentGeneration(), left);
        QVERIFY(board.undoneGenerations().empty());
        QCOMPARE(board.generations().size(), size_t(3));
        QCOMPARE(board.variants({.generation = left}).size(), size_t(3));
        QCOMPARE(board.pins().size(), size_t(1));
        board.undo();
        QCOMPARE(board.currentGeneration(), right);
        QCOMPARE(board.undoneGenerations().size(), size_t(1));
        QCOMPARE(board.pins().size(), size_t(1));
    }

    void everyPointOfALongHistoryCanBeReturnedTo() {
        const QTemporaryDir folder;
        const std::filesystem::path file = pathIn(folder, "a.charrette");
        std::map<StepId, Seen> states;
        {
            Board board = Board::create(file);
            for (int i = 0; i < 150; ++i) {
                states[board.currentStep()] = seen(board);
                scriptedGesture(board, i);
            }
        }
        Board board = Board::open(file);
        std::vector<StepId> steps;
        for (const auto& [step, state] : states) steps.push_back(step);
        for (double draw : standardUniform(3, 300)) {
            const StepId step = steps[size_t(draw * double(steps.size()))];
            board.goTo(step);
            QVERIFY2(seen(board) == states[step], QByteArray::number(int(step)));
        }
    }

    void stepSaysWhatWasDoneToWhat() {
        const QTemporaryDir folder;
        Board board = Board::create(pathIn(folder, "a.charrette"));
        board.addGeneration({.variants = sampledVariants(1, 4)});
        board.pin(std::vector<VariantId>{3, 2});
        const Step step = board.undoable().value();
        QCOMPARE(step.gesture, Gesture::Pin);
        QCOMPARE(step.subject, 3);
        QCOMPARE(step.count, size_t(2));
        QVERIFY(step.madeAt > 0);
    }
};

QTEST_APPLESS_MAIN(HistoryTest)
#include "history_test.moc"
