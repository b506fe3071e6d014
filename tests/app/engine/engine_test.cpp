#include <set>

#include <QTemporaryDir>
#include <QTest>

#include "core/engine/service/renderer.h"
#include "tests/app/engine/engine_client.h"
#include "tests/support/hostile_frames.h"
#include "tests/support/run_program.h"
#include "tests/support/sentence_of.h"
#include "tests/support/tiny_model.h"

using namespace charrette;
using namespace charrette::test;

class EngineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        test::writeTinyModel(m_folder.filePath("tiny").toStdString());
        qputenv("CHARRETTE_MODELS", m_folder.path().toUtf8());
        qputenv("CHARRETTE_DEVICE", "cpu");
        qputenv("OMP_WAIT_POLICY", "passive");  // on a busy machine, threads that wait by spinning are what takes long
    }

    void aGridComesFromAnotherProcess() {
        Client client = opened();
        const Pictures pictures = grid(client, cells(0, 5));
        QCOMPARE(pictures.size(), size_t(10));
        for (const auto& [place, samples] : pictures) {
            // So small that they need no previews: full pictures take their place.
            QCOMPARE(samples.size(), size_t(32 * 32 * 3));
        }
    }

    void directionsComeWithTheModel() {
        const auto folder = std::filesystem::path(m_folder.filePath("plain/tiny").toStdString());
        test::writeTinyModelWithoutDirections(folder);
        Client client({CHARRETTE_ENGINE});
        client.send({1, OpenModel{folder.string()}});
        const auto reply = client.receive(patience);
        QVERIFY(reply && is<Opened>(*reply));
        const auto& directions = std::get<Opened>(reply->what).card.directions;
        QVERIFY(directions.size() > 3);
        Pictures pictures = grid(client, {{0, Priority::Visible, {.latent = 3u}},
                                          {1, Priority::Visible, {.latent = 3u, .directions = {{directions[0].name, 3.0}}}}});
        QVERIFY((pictures[{0, Stage::Full}] != pictures[{1, Stage::Full}]));
    }

    void everyRefusalIsItsOwnSentenceAndTheEngineGoesOn() {
        Client client = opened();
        std::set<std::string> sentences;
        size_t sent = 0;
        for (const auto& frame : test::hostileFrames()) {
            if (frame.endsStream || frame.bytes.size() > (1 << 20)) continue;
            client.process().write(frame.bytes);
            const auto reply = client.receive(patience);
            QVERIFY2(reply && is<Failed>(*reply), frame.title.c_str());
            const std::string sentence = std::get<Failed>(reply->what).sentence;
            QVERIFY2(sentence.find(frame.named) != std::string::npos, sentence.c_str());
            sentences.insert(sentence);
            ++sent;
        }
        QVERIFY(sent > 80 && sentences.size() >= sent - 2);
        QCOMPARE(grid(client, cells(0, 2)).size(), size_t(4));
    }

    void afterABrokenFrameItEnds_data() {
        QTest::addColumn<std::vector<std::byte>>("bytes");
        QTest::addColumn<std::string>("named");
        for (const auto& frame : test::hostileFrames())
            if (frame.endsStream) QTest::newRow(frame.title.c_str()) << frame.bytes << frame.named;
    }

    void afterABrokenFrameItEnds() {
        QFETCH(std::vector<std::byte>, bytes);
        QFETCH(std::string, named);
        Client client({CHARRETTE_ENGINE});
        client.process().write(bytes);
        client.process().closeInput();
        const auto reply = client.receive(patience);
        QVERIFY(reply && is<Failed>(*reply) && reply->id == 0);
        QVERIFY(std::get<Failed>(reply->what).sentence.find(named) != std::string::npos);
        QCOMPARE(client.process().wait(), 1);
    }

    void itOutlivesEveryFailure_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("missing") << "nothing"
                                 << "nothing'; there are: ";
        QTest::newRow("damaged") << "damaged"
                                 << "card and weights do not belong together";
        QTest::newRow("without weights") << "empty"
                                         << "generator.safetensors";
        QTest::newRow("a file") << "tiny/card.json"
                                << "There is no model";
    }

    void itOutlivesEveryFailure() {
        QFETCH(QString, model);
        QFETCH(QString, sentence);
        writeDamagedModels();
        Client client = opened();
        client.send({2, OpenModel{m_folder.filePath(model).toStdString()}});
        const auto failed = client.receive(patience);
        QVERIFY(failed && is<Failed>(*failed) && failed->id == 2);
        const auto actual = QString::fromStdString(std::get<Failed>(failed->what).sentence);
        QVERIFY2(actual.contains(sentence), qPrintable(actual));
        QCOMPARE(grid(client, cells(0, 2)).size(), size_t(4));
    }

    void itEndsWithItsInput_data() {
        QTest::addColumn<int>("cells");
        QTest::newRow("idle") << 0;
        QTest::newRow("rendering") << 4000;
    }

    /// Within its second, by the clock of an engine that has the machine for itself; here it must only not finish the grid before.
    void itEndsWithItsInput() {
        QFETCH(int, cells);
        Client client = opened();
        client.send({2, RenderCells{.stages = Stages::Full, .cells = test::cells(0, uint32_t(cells))}});
        QVERIFY(client.receive(patience));
        client.process().closeInput();
        QVERIFY(!test::sentenceOf([&] {
                     while (const auto reply = client.receive(patience)) QVERIFY(!is<Done>(*reply) || cells == 0);
                 }).isEmpty());
        QCOMPARE(client.process().wait(), 0);
    }

    void itEndsEvenWhenNobodyReads() {
        Client client = opened();
        client.send({2, RenderCells{.stages = Stages::Full, .pixels = PixelFormat::Float, .cells = cells(0, 4000)}});
        QVERIFY(client.receive(patience));
        client.process().closeInput();
        QCOMPARE(client.process().wait(), 0);
    }

    void manyHeartbeatsAreAnsweredInOrder() {
        Client client({CHARRETTE_ENGINE});
        for (RequestId id = 1; id <= 1000; ++id) client.send({id, Heartbeat()});
        for (RequestId id = 1; id <= 1000; ++id) {
            const auto reply = client.receive(patience);
            QVERIFY(reply && reply->id == id && is<Heartbeat>(*reply));
        }
    }

    void anUnknownDeviceIsSaid() {
        qputenv("CHARRETTE_DEVICE", "abacus");
        Client client({CHARRETTE_ENGINE});
        qputenv("CHARRETTE_DEVICE", "cpu");
        const auto reply = client.receive(patience);
        QVERIFY(reply && is<Failed>(*reply));
        QVERIFY(std::get<Failed>(reply->what).sentence.find("'abacus' is not a device") != std::string::npos);
        QCOMPARE(client.process().wait(), 1);
    }

    void helpAndVersionAreToldWithoutFrames() {
        const auto help = test::runProgram(CHARRETTE_ENGINE, {"--help"});
        QVERIFY(help.code == 0 && help.out.startsWith("Usage: charrette-engine") && help.out.contains("CHARRETTE_DEVICE"));
        const auto version = test::runProgram(CHARRETTE_ENGINE, {"--version"});
        QVERIFY(version.code == 0 && version.out.startsWith("charrette-engine "));
        const auto wrong = test::runProgram(CHARRETTE_ENGINE, {"--port", "80"});
        QVERIFY(wrong.code == 2 && wrong.out.isEmpty() && test::isOneSentence(wrong.err, "charrette-engine"));
    }

private:
    static Client opened() {
        Client client({CHARRETTE_ENGINE});
        open(client);
        return client;
    }

    void writeDamagedModels() const {
        namespace fs = std::filesystem;
        const fs::path folder = m_folder.path().toStdString();
        for (const char* name : {"damaged", "empty"})
            fs::copy(folder / "tiny", folder / name, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
        fs::resize_file(folder / "damaged/generator.safetensors", 5000);
        fs::remove(folder / "empty/generator.safetensors");
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(EngineTest)
#include "engine_test.moc"
