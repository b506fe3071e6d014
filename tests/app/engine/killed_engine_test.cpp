#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "tests/app/engine/engine_client.h"
#include "tests/support/refusal.h"
#include "tests/support/tiny_model.h"

using namespace charrette;
using namespace charrette::test;

namespace {

constexpr int rounds = 10, killsPerRound = isSanitized ? 1 : 10;
constexpr uint32_t cellCount = 64;

/// Kills the engine after some pictures have come, while others are on their way. Gives back those that came whole.
Pictures gridUntilKilled(Client& client, const std::vector<Cell>& cells) {
    Pictures pictures;
    client.send({2, RenderCells{.cells = cells}});
    const auto enough = size_t(QRandomGenerator::global()->bounded(int(2 * cells.size())));
    while (pictures.size() < enough) keep(pictures, client.receive(patience).value());
    client.process().kill();
    try {
        for (;;) keep(pictures, client.receive(patience).value());
    } catch (const Error&) {
        return pictures;
    }
}

void askForRest(Client& client, const std::vector<Cell>& cells, Pictures& pictures) {
    for (auto [stage, stages] : {std::pair(Stage::Preview, Stages::Preview), std::pair(Stage::Full, Stages::Full)}) {
        RenderCells rest{.stages = stages};
        for (const Cell& cell : cells)
            if (!pictures.contains({cell.cell, stage})) rest.cells.push_back(cell);
        client.send({2, rest});
        receiveUntilDone(client, pictures);
    }
}

}  // namespace

/// A hundred kills in the middle of a grid.
class KilledEngineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        writeTinyModel(m_folder.filePath("tiny").toStdString());
        qputenv("CHARRETTE_MODELS", m_folder.path().toUtf8());
        qputenv("CHARRETTE_DEVICE", "cpu");
        qputenv("OMP_WAIT_POLICY", "passive");  // on a busy machine, threads that wait by spinning are what takes long
        for (auto* client : {&m_killed, &m_leftAlone}) open(client->emplace(std::vector<std::string>{CHARRETTE_ENGINE}));
    }

    void theRestMakesTheSameGrid_data() {
        QTest::addColumn<int>("round");
        for (int round = 0; round < rounds; ++round) QTest::addRow("round %d", round) << round;
    }

    void theRestMakesTheSameGrid() {
        QFETCH(int, round);
        for (int kill = 0; kill < killsPerRound; ++kill) {
            const auto cells = test::cells(uint32_t(round * killsPerRound + kill) * cellCount, cellCount);
            Pictures pictures = gridUntilKilled(*m_killed, cells);
            m_cutShort += pictures.size() < 2 * cellCount;
            m_killed->restart();
            open(*m_killed);
            askForRest(*m_killed, cells, pictures);
            QVERIFY(pictures == grid(*m_leftAlone, cells));
        }
    }

    void manyKillsCameInTheMiddle() { QVERIFY2(m_cutShort > rounds * killsPerRound / 5, std::to_string(m_cutShort).c_str()); }

private:
    QTemporaryDir m_folder;
    std::optional<Client> m_killed, m_leftAlone;
    int m_cutShort = 0;
};

QTEST_GUILESS_MAIN(KilledEngineTest)
#include "killed_engine_test.moc"
