#include "ui/engine_client.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/engine_recorder.h"
#include "tests/ui/fake_engines.h"

using namespace charrette;
using namespace charrette::test;
using Outcome = Done::Outcome;
using State = EngineClient::State;

class EngineClientTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aGridComesInBothStages() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command()});
        const EngineRecorder recorder(client);
        client.open("chairs");
        const RequestId id = client.render(grid(0, 12));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
        QVERIFY(recorder.hasExactly(id, 0, 12) && recorder.areColoursRight);
        QCOMPARE(recorder.opened, QStringList("chairs"));
        QCOMPARE(recorder.progress.at(id), std::pair(quint64(24), quint64(24)));
    }

    void theStateFollowsTheWork() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command()});
        const EngineRecorder recorder(client);
        QCOMPARE(client.processId(), 0);
        client.open("chairs");
        client.render(grid(0, 2));
        const std::vector expected = {State::Starting, State::Opening, State::Busy, State::Ready};
        QTRY_COMPARE_WITH_TIMEOUT(recorder.states, expected, patience);
        QVERIFY(client.processId() > 0);
        QCOMPARE(client.stateText(), "Ready");
    }

    void onlyTheStageThatIsAskedForComes() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command()});
        const EngineRecorder recorder(client);
        client.open("chairs");
        RenderCells render = grid(0, 3);
        render.stages = Stages::Preview;
        const RequestId id = client.render(render);
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
        QCOMPARE(recorder.countOf(id), size_t(3));
        QCOMPARE(recorder.progress.at(id).second, quint64(3));
    }

    void aModelThatCannotBeOpenedLeavesTheOneBefore() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command()});
        const EngineRecorder recorder(client);
        client.open("chairs");
        QTRY_COMPARE_WITH_TIMEOUT(recorder.opened.size(), 1, patience);
        client.open("refused");
        const RequestId id = client.render(grid(0, 2));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
        QCOMPARE(recorder.openFailures, QStringList("There is no model 'refused'"));
        QVERIFY(recorder.hasExactly(id, 0, 2));
    }

    void withoutAModelPicturesFailWithItsSentence() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command()});
        const EngineRecorder recorder(client);
        client.open("refused");
        const RequestId id = client.render(grid(0, 2));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
        QCOMPARE(recorder.failedCells.at(id), (std::vector<uint32_t>{0, 1}));
        QCOMPARE(recorder.failures, recorder.openFailures);
        QTRY_COMPARE_WITH_TIMEOUT(client.stateText(), "No model is open", patience);
    }

    void theNewestModelIsOpened() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command()});
        const EngineRecorder recorder(client);
        for (const char* model : {"chairs", "lamps", "houses"}) client.open(model);
        QTRY_COMPARE_WITH_TIMEOUT(recorder.opened, QStringList("houses"), patience);
    }

    void afterAFailureTheModelBeforeIsOpenedAgainWhenAnotherWasInBetween() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command()});
        const EngineRecorder recorder(client);
        client.open("chairs");
        QTRY_COMPARE_WITH_TIMEOUT(recorder.opened.size(), 1, patience);
        client.open("lamps");
        client.open("refused");
        client.askStatistics();
        const RequestId id = client.render(grid(0, 2));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
        QCOMPARE(engines.requests<OpenModel>().back().model, std::string("chairs"));
        QCOMPARE(recorder.opened, QStringList("chairs"));
    }

    void openingAModelEndsWhatIsUnfinished() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"delay=10"})});
        const EngineRecorder recorder(client);
        client.open("chairs");
        const RequestId old = client.render(grid(0, 50));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.countOf(old) > 0, patience);
        client.open("lamps");
        QVERIFY(recorder.has(old, Outcome::Cancelled));
        const RequestId id = client.render(grid(0, 2));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
    }

    void cancelledRequestsEndAtOnce() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"delay=10"})});
        const EngineRecorder recorder(client);
        client.open("chairs");
        const RequestId cancelled = client.render(grid(0, 50)), other = client.render(grid(0, 2));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.countOf(cancelled) > 0, patience);
        client.cancel(cancelled);
        QVERIFY(recorder.has(cancelled, Outcome::Cancelled));
        const size_t before = recorder.countOf(cancelled);
        const RequestId next = client.render(grid(0, 2));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(next) && recorder.isFinished(other), patience);
        QCOMPARE(recorder.countOf(cancelled), before);
        QCOMPARE(engines.requests<Cancel>().size(), size_t(1));
    }

    void aNewerRequestOfTheGroupReplaces() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"delay=10"})});
        const EngineRecorder recorder(client);
        client.open("chairs");
        const RequestId older = client.render(grid(0, 50, "slider")), other = client.render(grid(0, 1, "pins"));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.countOf(older) > 0, patience);
        const RequestId newer = client.render(grid(0, 2, "slider"));
        QVERIFY(recorder.has(older, Outcome::Replaced));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(newer) && recorder.isFinished(other), patience);
        QVERIFY(recorder.hasExactly(newer, 0, 2));
    }

    /// Ten seconds of a slider that moves 60 times a second, while the engine reads nothing.
    void aSliderFillsNoMemoryWhenTheEngineDoesNotRead() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"deaf=" + engines.place("hears")})});
        const EngineRecorder recorder(client);
        client.open("chairs");
        RequestId newest = 0;
        for (int move = 0; move < 600; ++move) {
            newest = client.render(grid(0, 96, "slider"));
            QCoreApplication::processEvents();
        }
        QFile(engines.place("hears")).open(QIODevice::WriteOnly);
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(newest), patience);
        QCOMPARE(engines.requests<RenderCells>().size(), size_t(1));
    }

    void whatIsNotReadIsReplacedBeforeItIsWritten() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"trouble=hang", "at=1", "times=1"})});
        const EngineRecorder recorder(client);
        client.open("chairs");
        client.render(grid(0, 96, "slider"));
        QTRY_COMPARE_WITH_TIMEOUT(recorder.pictures.size(), size_t(1), patience);
        RequestId newest = 0;
        for (int move = 0; move < 600; ++move) {
            newest = client.render(grid(0, 96, "slider"));
            QCoreApplication::processEvents();
        }
        QVERIFY2(client.unwritten() < 256 << 10, QByteArray::number(client.unwritten()));
        client.restart();
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(newest), patience);
        QVERIFY(recorder.hasExactly(newest, 0, 96));
    }

    void aCellThatFailsIsNamedOnceAndTheOthersCome() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"bad=3"})});
        const EngineRecorder recorder(client);
        client.open("chairs");
        const RequestId id = client.render(grid(0, 6));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
        QCOMPARE(recorder.failedCells.at(id), std::vector<uint32_t>{3});
        QCOMPARE(recorder.failures, QStringList("It is bad"));
        QCOMPARE(recorder.countOf(id), size_t(10));
    }

    void aRefusedRequestFailsAsAWhole() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command()});
        const EngineRecorder recorder(client);
        client.open("chairs");
        RenderCells twice = grid(5, 1);
        twice.cells.push_back(twice.cells.front());
        const RequestId id = client.render(twice), next = client.render(grid(0, 2));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id) && recorder.isFinished(next), patience);
        QVERIFY2(recorder.failures.value(0).contains("cells must differ"), qPrintable(recorder.failures.join(' ')));
        QVERIFY(recorder.hasExactly(next, 0, 2));
    }

    void aRequestOverTheLimitsFailsAloneAndLater() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command()});
        const EngineRecorder recorder(client);
        client.open("chairs");
        QTRY_COMPARE_WITH_TIMEOUT(recorder.opened.size(), 1, patience);
        RenderCells large = grid(0, 1);
        large.cells[0].genome.latent = std::vector<float>(1'000'000, 0.1f);
        const RequestId id = client.render(large), next = client.render(grid(0, 2));
        QVERIFY(recorder.outcomes.empty());
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id) && recorder.isFinished(next), patience);
        QVERIFY2(recorder.failures.value(0).contains("are allowed"), qPrintable(recorder.failures.join(' ')));
        QCOMPARE(engines.lives(), 1);
    }

    void aRequestWithoutCellsIsFinished() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command()});
        const EngineRecorder recorder(client);
        client.open("chairs");
        const RequestId id = client.render({});
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
        QVERIFY(engines.requests<RenderCells>().empty());
    }

    void statisticsAndNoticesAreHandedOn() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command()});
        const EngineRecorder recorder(client);
        client.open("chairs");
        for (int i = 0; i < 100; ++i) client.askStatistics();
        QTRY_COMPARE_WITH_TIMEOUT(recorder.statistics.size(), size_t(1), patience);
        QTRY_COMPARE_WITH_TIMEOUT(recorder.notices, QStringList("It is told"), patience);
        QCOMPARE(engines.requests<AskStatistics>().size(), size_t(1));
    }

    void theLogIsHandedOn() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"trouble=kill", "at=1", "times=1"})});
        const EngineRecorder recorder(client);
        QTest::ignoreMessage(QtInfoMsg, "fake: it is about to kill");
        client.open("chairs");
        const RequestId id = client.render(grid(0, 2));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
    }

    void aSlotMayCallBack() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"delay=1"})});
        const EngineRecorder recorder(client);
        RequestId next = 0;
        connect(&client, &EngineClient::picture, this, [&](RequestId id, const Picture& made) {
            if (next != 0 || made.cell != 3) return;
            client.cancel(id);
            next = client.render(grid(0, 2));
        });
        client.open("chairs");
        const RequestId id = client.render(grid(0, 50));
        QTRY_VERIFY_WITH_TIMEOUT(next != 0 && recorder.isFinished(next), patience);
        QVERIFY(recorder.has(id, Outcome::Cancelled));
        QCOMPARE(recorder.countOf(id), size_t(4));
    }

    void theEngineEndsWithTheClient() {
        const FakeEngines engines;
        {
            EngineClient client({.command = engines.command(), .endPatience = std::chrono::minutes(1)});
            const EngineRecorder recorder(client);
            client.open("chairs");
            client.render(grid(0, 1000));
            QTRY_VERIFY_WITH_TIMEOUT(!recorder.pictures.empty(), patience);
        }
        QCOMPARE(engines.lines().back(), "end");
    }

    void anEngineThatDoesNotEndIsKilled() {
        const FakeEngines engines;
        QElapsedTimer clock;
        {
            EngineClient client({.command = engines.command({"stubborn=yes"}), .endPatience = std::chrono::milliseconds(200)});
            const EngineRecorder recorder(client);
            client.open("chairs");
            QTRY_COMPARE_WITH_TIMEOUT(recorder.opened.size(), 1, patience);
            clock.start();
        }
        QVERIFY(clock.elapsed() >= 190 && clock.elapsed() < 5000);
    }
};

QTEST_GUILESS_MAIN(EngineClientTest)
#include "engine_client_test.moc"
