#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/base/error.h"
#include "core/design/frame.h"
#include "core/design/protocol.h"
#include "tests/core/design/sample_card.h"

/// An engine that paints flat colours, and misbehaves as its arguments say, each NAME=VALUE:
///   lives=FILE    gets a byte with every start
///   log=FILE      gets every request's header as a line, and "end" when the input ends
///   trouble=KIND  what happens when trouble does: kill, exit, hang, garbage, oversize, part
///   at=WHEN       when it does: start, or after so many pictures; never when left out
///   times=COUNT   only in the first so many lives
///   poison=CELL   trouble comes instead of this cell's full picture
///   coverage=yes  its pictures have coverage and depth; on a site, samples are 100 more
///   bad=CELL      this cell fails
///   delay=MS      before each picture
///   deaf=FILE     reads nothing before this file exists
///   refuse=MODEL  cannot be opened
///   stubborn=yes  does not end with its input
/// The model "refused" cannot be opened, "deadly" brings trouble, the parameters of "other" are of other kinds,
/// "started" has two starting points.

using namespace charrette;

namespace {

struct Arguments {
    std::map<std::string, std::string> values;
    std::string operator[](const std::string& name) const {
        const auto found = values.find(name);
        return found == values.end() ? std::string() : found->second;
    }
    long number(const std::string& name, long otherwise) const {
        const std::string text = (*this)[name];
        return text.empty() ? otherwise : std::stol(text);
    }
};

struct Job {
    RequestId request;
    Stage stage;
    size_t index;
    Cell cell;
    PixelFormat pixels = PixelFormat::Rgb8;
    /// As the real engine has it.
    auto urgency() const { return std::tuple(cell.priority, stage, ~request, index); }
};

void write(std::span<const std::byte> bytes) {
    std::fwrite(bytes.data(), 1, bytes.size(), stdout);
    std::fflush(stdout);
}

void send(const Reply& reply) { write(toBytes(toFrame(reply))); }

void hang() {
    for (;;) pause();
}

class FakeEngine {
public:
    explicit FakeEngine(Arguments arguments) : m_arguments(std::move(arguments)) {
        m_hasTrouble = countLife() <= m_arguments.number("times", 1'000'000);
    }

    [[noreturn]] void run() {
        if (m_arguments["at"] == "start") makeTrouble();
        while (!m_arguments["deaf"].empty() && !std::filesystem::exists(m_arguments["deaf"])) poll(nullptr, 0, 5);
        for (;;) {
            if (hasInput(m_jobs.empty() ? -1 : untilNext()))
                readInput();
            else
                renderNext();
        }
    }

private:
    long countLife() const {
        const std::string file = m_arguments["lives"];
        if (file.empty()) return 1;
        std::ofstream(file, std::ios::app) << '.';
        return long(std::filesystem::file_size(file));
    }

    static bool hasInput(int timeout) {
        pollfd input = {STDIN_FILENO, POLLIN, 0};
        return poll(&input, 1, timeout) > 0;
    }

    /// Milliseconds; requests that come meanwhile do not put the next picture off.
    int untilNext() const {
        const auto next = m_lastPicture + std::chrono::milliseconds(m_arguments.number("delay", 0));
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - std::chrono::steady_clock::now());
        return std::max(0, int(left.count()));
    }

    void readInput() {
        std::array<std::byte, 1 << 16> piece;
        const ssize_t count = read(STDIN_FILENO, piece.data(), piece.size());
        if (count <= 0) endOfInput();
        if (m_jobs.empty()) m_lastPicture = std::chrono::steady_clock::now();
        m_reader.feed(std::span(piece).first(size_t(count)));
        while (const auto frame = m_reader.next()) handle(*frame);
    }

    void log(const std::string& line) const { std::ofstream(m_arguments["log"], std::ios::app) << line << '\n'; }

    void endOfInput() const {
        log("end");
        if (m_arguments["stubborn"] == "yes") hang();
        std::_Exit(0);
    }

    void handle(const Frame& frame) try {
        log(frame.header);
        const Request request = requestFromFrame(frame);
        std::visit([&](const auto& what) { serve(request.id, what); }, request.what);
    } catch (const Error& error) {
        send({requestIdOf(frame), Failed{error.what()}});
    }

    static void makeOther(Card& card) {
        card.name = "other";
        card.weightsHash = std::string(64, 'b');
        std::swap(card.parameters.front().name, card.parameters.back().name);
    }

    void serve(RequestId id, const OpenModel& open) {
        if (open.model == "deadly") makeTrouble();
        if (open.model == "refused" || open.model == m_arguments["refuse"])
            return send({id, Failed{"There is no model '" + open.model + "'"}});
        send({0, Notice{"It is told"}});
        Card card = sampleCard();
        card.title = open.model;
        if (open.model == "other") makeOther(card);
        if (m_arguments["coverage"] == "yes") card.channels = {"red", "green", "blue", "coverage", "depth"};
        if (open.model == "started")
            card.startingPoints = {{"High stool", {{"height", 510.0}, {"back", std::string("none")}}, 5}, {"Armchair", {{"arms", true}}, 9}};
        send({id, Opened{card}});
        m_model = open.model;
    }

    void serve(RequestId id, const AddPhoto& photo) {
        m_photo = photo.photo;
        send({id, Done()});
    }

    void serve(RequestId id, const RenderCells& render) {
        for (Stage stage : {Stage::Preview, Stage::Full}) {
            if (render.stages == (stage == Stage::Full ? Stages::Preview : Stages::Full)) continue;
            for (size_t i = 0; i < render.cells.size(); ++i) m_jobs.push_back({id, stage, i, render.cells[i], render.pixels});
        }
    }

    void serve(RequestId id, Cancel cancel) {
        if (std::erase_if(m_jobs, [&](const Job& job) { return job.request == cancel.request; }) > 0)
            send({cancel.request, Done{Done::Outcome::Cancelled}});
        send({id, Done()});
    }

    void serve(RequestId id, Heartbeat heartbeat) { send({id, heartbeat}); }

    void serve(RequestId id, AskStatistics) {
        send({id, Statistics{.model = m_model, .devices = {"cpu"}, .rendered = uint64_t(m_pictures)}});
    }

    void renderNext() {
        if (m_arguments.number("at", -1) == m_pictures) makeTrouble();
        const auto next = std::ranges::min_element(m_jobs, {}, &Job::urgency);
        const Job job = *next;
        if (m_arguments.number("poison", -1) == long(job.cell.cell) && job.stage == Stage::Full) makeTrouble();
        m_jobs.erase(next);
        m_lastPicture = std::chrono::steady_clock::now();
        answer(job);
        if (std::ranges::none_of(m_jobs, [&](const Job& other) { return other.request == job.request; })) send({job.request, Done()});
    }

    void answer(const Job& job) {
        if (m_arguments.number("bad", -1) == long(job.cell.cell)) return send({job.request, Failed{"It is bad", {job.cell.cell}}});
        const auto& site = job.cell.genome.site;
        if (site && site->name == "photo" && site->photo != m_photo) return send({job.request, Failed{"The photo is not here", {job.cell.cell}}});
        const int side = job.stage == Stage::Full ? 16 : 8;
        Picture picture{.cell = job.cell.cell, .stage = job.stage, .width = side, .height = side, .pixels = job.pixels};
        picture.samples.assign(size_t(side * side * 3), std::byte(job.cell.cell + (site ? 100 : 0)));
        // A file's contents are its text alone.
        if (isFile(job.pixels)) picture.samples.resize(job.cell.text.size());
        if (isFile(job.pixels)) std::ranges::copy(std::as_bytes(std::span(job.cell.text)), picture.samples.begin());
        send({job.request, picture});
        ++m_pictures;
    }

    void makeTrouble() const {
        if (!m_hasTrouble) return;
        const std::string kind = m_arguments["trouble"];
        std::fprintf(stderr, "fake: it is about to %s\n", kind.c_str());
        if (kind == "kill") raise(SIGKILL);
        if (kind == "exit") std::_Exit(3);
        if (kind == "garbage") write(toBytes(Frame{"this is no reply"}));
        if (kind == "oversize") write(std::vector<std::byte>(8, std::byte(0xff)));
        if (kind == "part") write(std::vector<std::byte>(6, std::byte(1))), std::_Exit(0);
        hang();
    }

    Arguments m_arguments;
    bool m_hasTrouble = false;
    FrameReader m_reader;
    std::string m_model, m_photo;
    std::vector<Job> m_jobs;
    long m_pictures = 0;
    std::chrono::steady_clock::time_point m_lastPicture;  ///< or the end of idleness
};

}  // namespace

int main(int count, char** words) {
    Arguments arguments;
    for (const std::string word : std::span(words + 1, size_t(count - 1)))
        arguments.values[word.substr(0, word.find('='))] = word.substr(word.find('=') + 1);
    FakeEngine(std::move(arguments)).run();
}
