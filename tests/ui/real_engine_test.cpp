#include <QTest>

#include "tests/ui/engine_recorder.h"
#include "tests/ui/killed_engine.h"
#include "ui/engine_client.h"

using namespace charrette;
using namespace charrette::test;

/// The client with the engine itself and a shipped model.
class RealEngineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        qputenv("CHARRETTE_DEVICE", "cpu");
        qputenv("OMP_WAIT_POLICY", "passive");  // on a busy machine, threads that wait by spinning are what takes long
    }

    void aGridComesAlthoughTheEngineIsKilled() {
        EngineClient client({.command = {CHARRETTE_ENGINE}});
        EngineRecorder recorder(client);
        recorder.paintsNumbers = false;
        bool isKilled = false;
        connect(&client, &EngineClient::picture, this, [&] {
            if (!isKilled && recorder.pictures.size() > 3) isKilled = killEngine(client);
        });
        client.open(CHARRETTE_MODEL);
        const RequestId id = client.render(grid(0, 6));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(id), patience);
        QVERIFY(recorder.hasExactly(id, 0, 6) && recorder.failures.isEmpty());
        QVERIFY(isKilled && recorder.opened.size() == 1);
    }

    void itSaysWhatItCannotOpenAndWhatItDoes() {
        EngineClient client({.command = {CHARRETTE_ENGINE}});
        const EngineRecorder recorder(client);
        client.open("nothing");
        client.askStatistics();
        QTRY_VERIFY_WITH_TIMEOUT(!recorder.openFailures.isEmpty() && !recorder.statistics.empty(), patience);
        QVERIFY2(recorder.openFailures[0].contains("nothing"), qPrintable(recorder.openFailures[0]));
        QCOMPARE(recorder.statistics[0].devices, std::vector<std::string>{"cpu"});
    }

    void aSliderEndsWithItsLastPicture() {
        EngineClient client({.command = {CHARRETTE_ENGINE}});
        EngineRecorder recorder(client);
        recorder.paintsNumbers = false;
        client.open(CHARRETTE_MODEL);
        RequestId newest = 0;
        for (uint32_t move = 0; move < 60; ++move) {
            newest = client.render(grid(move, 4, "slider"));
            QTest::qWait(1);
        }
        QTRY_VERIFY_WITH_TIMEOUT(recorder.isFinished(newest), patience);
        QVERIFY(recorder.hasExactly(newest, 59, 4) && recorder.failures.isEmpty());
    }
};

QTEST_GUILESS_MAIN(RealEngineTest)
#include "real_engine_test.moc"
