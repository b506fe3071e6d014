#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/engine_recorder.h"
#include "tests/ui/fake_engines.h"
#include "tests/ui/killed_engine.h"
#include "ui/engine_client.h"

using namespace charrette;
using namespace charrette::test;
using State = EngineClient::State;
using std::chrono::milliseconds;

/// What an engine client does when its engine dies, hangs, or cannot be started.
class DyingEngineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatIsMissingIsAskedForAgain_data() {
        QTest::addColumn<QString>("trouble");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("killed") << "kill"
                                << "The engine crashed (fake: it is about to kill)";
        QTest::newRow("ends") << "exit"
                              << "The engine ended with code 3 (fake: it is about to exit)";
        QTest::newRow("hangs") << "hang"
                               << "The engine did not answer within 1 s";
        QTest::newRow("malformed") << "garbage"
                                   << "The engine sent what is no reply (reply: ";
        QTest::newRow("over the limit") << "oversize"
                                        << "The engine sent what is no reply (frame: the header has 4294967295 bytes";
        QTest::newRow("half a frame") << "part"
                                      << "The engine ended with code 0";
    }

    /// After 8 previews and 3 full pictures of 8 cells.
    void onlyWhatIsMissingIsAskedForAgain() {
        QFETCH(QString, trouble);
        QFETCH(QString, sentence);
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"trouble=" + trouble, "at=11", "times=1"}),
                             .patience = milliseconds(trouble == "hang" ? 1000 : patience)});
        const EngineRecorder recorder(client);
        QString text;
        connect(&client, &EngineClient::stateChanged, this, [&] {
            if (client.state() == State::Restarting) text = client.stateText();
        });
        client.open("chairs");
        const RequestId id = client.render(grid(0, 8));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
        QVERIFY(recorder.hasExactly(id, 0, 8));
        QCOMPARE(recorder.progress.at(id), std::pair(quint64(16), quint64(16)));
        QVERIFY2(text.startsWith(sentence) && text.endsWith("; it is being started again"), qPrintable(text));
        QCOMPARE(recorder.opened, QStringList("chairs"));
        const RenderCells again = engines.requests<RenderCells>().back();
        QCOMPARE(again.stages, Stages::Full);
        QCOMPARE(again.cells.size(), size_t(5));
        QCOMPARE(again.cells.front().cell, 3u);
    }

    void cellsWithoutAPreviewAreAskedForInBothStages() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"trouble=kill", "at=3", "times=1"})});
        const EngineRecorder recorder(client);
        client.open("chairs");
        const RequestId id = client.render(grid(0, 8));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
        QVERIFY(recorder.hasExactly(id, 0, 8));
        const auto requests = engines.requests<RenderCells>();
        QCOMPARE(requests.size(), size_t(3));
        QCOMPARE(requests[1].stages, Stages::Both);
        QCOMPARE(requests[1].cells.size(), size_t(5));
        QCOMPARE(requests[2].stages, Stages::Full);
        QCOMPARE(requests[2].cells.size(), size_t(3));
    }

    void afterTwentyKillsAtRandomMomentsEveryPictureIsThere() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"delay=1"}), .pause = milliseconds(1)});
        const EngineRecorder recorder(client);
        constexpr uint32_t count = 96;
        int kills = 0;
        size_t next = 1;
        connect(&client, &EngineClient::picture, this, [&] {
            if (recorder.pictures.size() < next || kills == 20 ) return;
            next += QRandomGenerator::global()->bounded(1u, 10u);
            kills += killEngine(client);
        });
        client.open("chairs");
        const RequestId id = client.render(grid(0, count));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
        QVERIFY(recorder.hasExactly(id, 0, count) && recorder.areColoursRight && recorder.failures.isEmpty());
        QVERIFY2(engines.lives() > 10, QByteArray::number(engines.lives()));
    }

    void afterThreeDeathsOnARequestItIsGivenUpAndTheOthersGoOn() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"trouble=kill", "poison=105"}), .pause = milliseconds(1)});
        const EngineRecorder recorder(client);
        client.open("chairs");
        const RequestId before = client.render(grid(0, 8, "before"));
        const RequestId deadly = client.render(grid(100, 8, "poison"));
        const RequestId after = client.render(grid(200, 8, "after"));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(before) && recorder.isFinished(deadly) && recorder.isFinished(after), patience);
        QVERIFY(recorder.hasExactly(before, 0, 8) && recorder.hasExactly(after, 200, 8));
        QCOMPARE(recorder.failedCells.at(deadly), (std::vector<uint32_t>{105, 106, 107}));
        QCOMPARE(recorder.failures.size(), 1);
        QVERIFY2(recorder.failures[0].contains(QString("%1 ('poison')").arg(deadly)), qPrintable(recorder.failures[0]));
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), State::Ready, patience);
        // The first death counts against the newest request when the engine died before it read that one, whose pictures then clear it.
        QVERIFY2(engines.lives() == 4 || engines.lives() == 5, QByteArray::number(engines.lives()));
    }

    void aSuspectIsAskedForAlone() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"trouble=kill", "at=4", "times=1"}), .pause = milliseconds(1)});
        const EngineRecorder recorder(client);
        client.open("chairs");
        const RequestId older = client.render(grid(0, 8)), newer = client.render(grid(100, 8));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(older) && recorder.isFinished(newer), patience);
        QVERIFY(recorder.hasExactly(older, 0, 8) && recorder.hasExactly(newer, 100, 8));
        const auto requests = engines.requests<RenderCells>();
        QCOMPARE(requests.size(), size_t(5));  // two, then the two parts of the newer one, then the older one
        QCOMPARE(requests[2].cells.front().cell, 104u);
        QCOMPARE(requests[3].cells.front().cell, 100u);
        QCOMPARE(requests[4].cells.front().cell, 0u);
    }

    void aDeadlyModelIsGivenUpAndAnotherCanBeOpened() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"trouble=kill"}), .pause = milliseconds(1)});
        const EngineRecorder recorder(client);
        client.open("deadly");
        QTRY_COMPARE_WITH_TIMEOUT(recorder.openFailures.size(), 1, patience);
        QVERIFY2(recorder.openFailures[0].contains("3 times in a row while it opened 'deadly'"), qPrintable(recorder.openFailures[0]));
        client.open("chairs");
        const RequestId id = client.render(grid(0, 2));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
        QCOMPARE(engines.lives(), 4);
    }

    void statisticsComeFromTheNextEngine() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"trouble=exit", "at=start", "times=2"}), .pause = milliseconds(1)});
        const EngineRecorder recorder(client);
        client.open("chairs");
        client.askStatistics();
        QTRY_COMPARE_WITH_TIMEOUT(recorder.statistics.size(), size_t(1), patience);
        QCOMPARE(engines.lives(), 3);
    }

    void aMissingProgramIsASentenceAndCanBeTriedAgain() {
        const FakeEngines engines;
        EngineClient client({.command = {"/nowhere/charrette-engine"}});
        const EngineRecorder recorder(client);
        client.open("chairs");
        const RequestId id = client.render(grid(0, 2));
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), State::GivenUp, patience);
        QVERIFY2(client.stateText().startsWith("The engine '/nowhere/charrette-engine' cannot be started ("),
                 qPrintable(client.stateText()));
        QCOMPARE(client.processId(), 0);
        client.setCommand(engines.command());
        client.restart();
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
        QVERIFY(recorder.hasExactly(id, 0, 2));
    }

    void anEmptyCommandIsASentence() {
        EngineClient client({.command = {}});
        client.open("chairs");
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), State::GivenUp, patience);
    }

    void anEngineThatEndsBeforeItAnswersIsGivenUp() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"trouble=exit", "at=start"}), .pause = milliseconds(1)});
        const EngineRecorder recorder(client);
        client.open("chairs");
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), State::GivenUp, patience);
        QCOMPARE(client.stateText(), "The engine ended with code 3 (fake: it is about to exit)");
        QCOMPARE(engines.lives(), 5);
        QVERIFY(recorder.openFailures.isEmpty());
        client.setCommand(engines.command());
        client.open("lamps");
        QTRY_COMPARE_WITH_TIMEOUT(recorder.opened, QStringList("lamps"), patience);
    }

    void anEngineThatNeverAnswersIsGivenUp() {
        const FakeEngines engines;
        EngineClient client(
            {.command = engines.command({"trouble=hang", "at=start"}), .startPatience = milliseconds(100), .pause = milliseconds(1)});
        client.open("chairs");
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), State::GivenUp, patience);
        QCOMPARE(client.stateText(), "The engine did not answer within 0.1 s");
    }

    void whoAnswersHeartbeatsIsNotKilled() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"delay=3000"}), .patience = milliseconds(2500)});
        const EngineRecorder recorder(client);
        client.open("chairs");
        RenderCells render = grid(0, 1);
        render.stages = Stages::Full;
        const RequestId id = client.render(render);
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
        QCOMPARE(engines.lives(), 1);
        QVERIFY(engines.requests<Heartbeat>().size() >= 3);
    }

    void whoHasNothingToDoIsNotAsked() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"trouble=hang", "at=2"}), .patience = milliseconds(100)});
        const EngineRecorder recorder(client);
        client.open("chairs");
        const RequestId id = client.render(grid(0, 1));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
        QSignalSpy spy(&client, &EngineClient::stateChanged);
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), State::Ready, patience);
        spy.clear();
        const size_t asked = engines.requests<Heartbeat>().size();
        QVERIFY(!spy.wait(500));
        QCOMPARE(engines.requests<Heartbeat>().size(), asked);
    }

    void anIdleEngineThatIsKilledComesBack() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command()});
        const EngineRecorder recorder(client);
        client.open("chairs");
        for (int kill = 1; kill <= 8; ++kill) {
            QTRY_COMPARE_WITH_TIMEOUT(client.state(), State::Ready, patience);
            QVERIFY(killEngine(client));
            QTRY_COMPARE_WITH_TIMEOUT(client.state(), State::Restarting, patience);
        }
        const RequestId id = client.render(grid(0, 2));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
        QCOMPARE(recorder.opened, QStringList("chairs"));
    }

    void aModelThatCannotBeOpenedAgainFailsWhatIsUnfinished() {
        const FakeEngines engines;
        EngineClient client({.command = engines.command({"trouble=kill", "at=2"}), .pause = milliseconds(1)});
        const EngineRecorder recorder(client);
        connect(&client, &EngineClient::opened, this, [&] { client.setCommand(engines.command({"refuse=chairs"})); });
        client.open("chairs");
        const RequestId id = client.render(grid(0, 2));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
        QCOMPARE(recorder.openFailures, QStringList("There is no model 'chairs'"));
        QCOMPARE(recorder.failures, recorder.openFailures);
    }
};

QTEST_GUILESS_MAIN(DyingEngineTest)
#include "dying_engine_test.moc"
