#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <thread>

#include "core/base/error.h"
#include "core/engine/client/client.h"
#include "tests/support/tiny_model.h"

using namespace charrette;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

namespace {

constexpr uint32_t gridCells = 24;

double since(Clock::time_point start) { return Milliseconds(Clock::now() - start).count(); }

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// A model of 256² pictures with random weights.
void writeModel(const std::filesystem::path& folder) {
    Card card = test::tinyCard();
    card.resolution = 256;
    card.channels = {"red", "green", "blue"};
    card.latentSize = card.styleSize = 512;
    card.parameters.clear();
    card.directions.clear();
    test::writeRandomModel(folder, card, {.channels = referenceChannels(256, 4096, 256)});
}

/// Cells whose genomes were never asked for before.
std::vector<Cell> freshCells(uint32_t count, Priority priority = Priority::Visible) {
    static uint32_t seed = 0;
    std::vector<Cell> cells;
    for (uint32_t i = 0; i < count; ++i) cells.push_back({i, priority, {.latent = seed++}});
    return cells;
}

/// An engine, and when each reply to the requests came.
class Session {
public:
    Session(const std::string& engine, const std::string& model) : m_client({engine}) {
        m_client.send({nextId(), OpenModel{model}});
        if (!std::holds_alternative<Opened>(receive().what)) throw Error("The model cannot be opened");
    }

    RequestId ask(RenderCells render) {
        const RequestId id = nextId();
        m_client.send({id, std::move(render)});
        return id;
    }

    Reply receive() {
        auto reply = m_client.receive(std::chrono::minutes(5));
        if (!reply) throw Error("The engine does not answer");
        return *reply;
    }

    /// Reads replies until a moment; gives back the last statistics among them.
    std::optional<Statistics> readUntil(Clock::time_point moment) {
        std::optional<Statistics> statistics;
        while (Clock::now() < moment) {
            const auto reply = m_client.receive(std::chrono::ceil<std::chrono::milliseconds>(moment - Clock::now()));
            if (reply && std::holds_alternative<Statistics>(reply->what)) statistics = std::get<Statistics>(reply->what);
        }
        return statistics;
    }

    /// Milliseconds until a request's picture of that stage has come.
    double untilPicture(RequestId id, Stage stage, Clock::time_point start) {
        for (;;) {
            const Reply reply = receive();
            const auto* picture = std::get_if<Picture>(&reply.what);
            if (reply.id == id && picture && picture->stage == stage) return since(start);
        }
    }

    double untilDone(RequestId id, Clock::time_point start) {
        for (;;) {
            const Reply reply = receive();
            if (reply.id == id && std::holds_alternative<Done>(reply.what)) return since(start);
        }
    }

    Statistics statistics() {
        m_client.send({nextId(), AskStatistics()});
        for (;;) {
            const Reply reply = receive();
            if (const auto* statistics = std::get_if<Statistics>(&reply.what)) return *statistics;
        }
    }

    /// MiB that the engine has in memory.
    double memory() {
        std::ifstream file("/proc/" + std::to_string(m_client.process().id()) + "/statm");
        double pages = 0;
        file >> pages >> pages;
        return pages * 4096 / (1 << 20);
    }

private:
    RequestId nextId() { return ++m_lastId; }

    Client m_client;
    RequestId m_lastId = 0;
};

double oneRender(Session& session) {
    std::vector<double> times;
    for (int i = 0; i < 9; ++i) {
        const auto start = Clock::now();
        times.push_back(session.untilDone(session.ask({.stages = Stages::Full, .cells = freshCells(1)}), start));
    }
    return median(times);
}

void measureGrid(Session& session) {
    auto start = Clock::now();
    const RequestId previews = session.ask({.stages = Stages::Preview, .cells = freshCells(gridCells)});
    const double first = session.untilPicture(previews, Stage::Preview, start), preview = session.untilDone(previews, start);
    start = Clock::now();
    const double full = session.untilDone(session.ask({.stages = Stages::Full, .cells = freshCells(gridCells)}), start);
    std::printf("%u previews: %.0f ms, the first after %.0f ms; full pictures: %.0f ms; previews / full: %.3f (at most 0.167)\n", gridCells,
                preview, first, full, preview / full);
}

/// Moves a slider 60 times a second. Gives back what became of the last move: milliseconds until its preview and its full picture.
std::pair<double, double> drag(Session& session, double seconds) {
    const auto begin = Clock::now();
    RequestId last = 0;
    Clock::time_point moved;
    for (int move = 0; move < int(60 * seconds); ++move) {
        session.readUntil(begin + std::chrono::milliseconds(1000 * move / 60));
        moved = Clock::now();
        last = session.ask({.group = "slider", .cells = freshCells(1)});
    }
    const double preview = session.untilPicture(last, Stage::Preview, moved);
    return {preview, session.untilPicture(last, Stage::Full, moved)};
}

void measureSlider(Session& session) {
    const double render = oneRender(session);
    session.ask({.group = "grid", .stages = Stages::Full, .cells = freshCells(1000, Priority::Hidden)});
    drag(session, 2);
    const double memoryBefore = session.memory();
    std::vector<double> previews, fulls;
    double worst = 0;
    for (double seconds : {10.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8}) {
        const auto [preview, full] = drag(session, seconds);
        previews.push_back(preview / render);
        fulls.push_back(full / render);
        worst = std::max(worst, fulls.back());
    }
    const Statistics statistics = session.statistics();
    std::printf(
        "One render: %.1f ms. After the last of the moves, in renders (at most 1.5): preview %.2f, full picture %.2f; at worst %.2f\n",
        render, median(previews), median(fulls), worst);
    std::printf("Rendered: %llu, of these stale: %llu; waiting beside the grid: at most the slider's 2 pictures, now %llu in all\n",
                static_cast<unsigned long long>(statistics.rendered), static_cast<unsigned long long>(statistics.stale),
                static_cast<unsigned long long>(statistics.queued));
    std::printf("Memory: %.0f MiB after 2 s, %.0f MiB at the end, of which kept pictures: %.0f MiB\n", memoryBefore, session.memory(),
                double(statistics.cacheBytes) / (1 << 20));
}

}  // namespace

/// Measures an engine as the window feels it: `engine_bench ENGINE [MODEL]`. Without a model it makes one of 256² pictures.
int main(int count, char** words) {
    if (count < 2 || count > 3) return std::fprintf(stderr, "Usage: engine_bench ENGINE [MODEL]\n"), 2;
    const auto folder = std::filesystem::temp_directory_path() / "charrette-bench" / "tiny";
    try {
        if (count == 2) writeModel(folder);
        Session session(words[1], count == 3 ? words[2] : folder.string());
        oneRender(session);
        measureGrid(session);
        measureSlider(session);
    } catch (const Error& error) {
        return std::fprintf(stderr, "engine_bench: %s\n", error.what()), 1;
    }
}
