#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <QTest>

#include "ui/engine_client.h"

namespace charrette::test {

constexpr int patience = 120'000;  ///< milliseconds, for whatever must come

inline RenderCells grid(uint32_t first, uint32_t count, const std::string& group = {}) {
    RenderCells render{.group = group};
    for (uint32_t i = first; i < first + count; ++i) render.cells.push_back({i, Priority::Visible, {.latent = i}});
    return render;
}

/// All that a client has said.
class EngineRecorder : public QObject {
public:
    explicit EngineRecorder(EngineClient& client) {
        connect(&client, &EngineClient::stateChanged, this, [&] { states.push_back(client.state()); });
        connect(&client, &EngineClient::opened, this, [this](const Card& card) { opened << QString::fromStdString(card.title); });
        connect(&client, &EngineClient::openFailed, this, [this](const QString& sentence) { openFailures << sentence; });
        connect(&client, &EngineClient::picture, this, [this](RequestId id, const Picture& made) { takePicture(id, made); });
        connect(&client, &EngineClient::progress, this, [this](RequestId id, quint64 done, quint64 total) {
            progress[id] = {done, total};
        });
        connect(&client, &EngineClient::finished, this, [this](RequestId id, Done::Outcome outcome) { outcomes[id].push_back(outcome); });
        connect(&client, &EngineClient::cellsFailed, this,
                [this](RequestId id, const std::vector<uint32_t>& cells, const QString& sentence) { takeFailure(id, cells, sentence); });
        connect(&client, &EngineClient::notice, this, [this](const QString& sentence) { notices << sentence; });
        connect(&client, &EngineClient::statistics, this, [this](const Statistics& said) { statistics.push_back(said); });
    }

    bool has(RequestId id, Done::Outcome outcome) const {
        const auto found = outcomes.find(id);
        return found != outcomes.end() && found->second == std::vector{outcome};
    }
    bool isFinished(RequestId id) const { return has(id, Done::Outcome::Finished); }

    /// Whether each of these cells' pictures came once in both stages, and no other.
    bool hasExactly(RequestId id, uint32_t first, uint32_t count) const {
        size_t expected = 0;
        for (uint32_t cell = first; cell < first + count; ++cell)
            for (Stage stage : {Stage::Preview, Stage::Full}) {
                const auto found = pictures.find({id, cell, stage});
                expected += found != pictures.end() && found->second == 1;
            }
        return expected == 2 * size_t(count) && countOf(id) == expected;
    }
    size_t countOf(RequestId id) const {
        return size_t(std::ranges::count_if(pictures, [id](const auto& item) { return std::get<0>(item.first) == id; }));
    }

    std::vector<EngineClient::State> states;
    QStringList opened, openFailures, notices;
    std::map<std::tuple<RequestId, uint32_t, Stage>, int> pictures;
    std::map<RequestId, std::pair<quint64, quint64>> progress;
    std::map<RequestId, std::vector<Done::Outcome>> outcomes;
    std::map<RequestId, std::vector<uint32_t>> failedCells;
    QStringList failures;
    std::vector<Statistics> statistics;
    bool paintsNumbers = true;  ///< the engine fills a picture with its cell's number
    bool areColoursRight = true;

private:
    void takePicture(RequestId id, const Picture& made) {
        ++pictures[{id, made.cell, made.stage}];
        if (paintsNumbers) areColoursRight &= made.samples.front() == std::byte(made.cell);
    }
    void takeFailure(RequestId id, const std::vector<uint32_t>& cells, const QString& sentence) {
        failedCells[id].insert(failedCells[id].end(), cells.begin(), cells.end());
        failures << sentence;
    }
};

}  // namespace charrette::test
