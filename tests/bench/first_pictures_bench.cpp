// How long it takes from the window's start until its 24 sharp pictures are there, beside what an engine that has the model open takes for
// these 24 alone, and where the rest goes: `first_pictures_bench CHARRETTE ENGINE MODEL`. Each in turn, in several rounds; medians. Fails
// above the limits. On the processors that it is given: `taskset -c 0,1 first_pictures_bench …` measures two cores.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include <QApplication>
#include <QProcess>
#include <QTemporaryDir>

#include "core/base/error.h"
#include "core/engine/client/client.h"
#include "ui/studio/tuning.h"

using namespace charrette;

namespace {

using Clock = std::chrono::steady_clock;
constexpr int rounds = 7;
constexpr double secondsLimit = 2, ratioLimit = 3;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double median(std::vector<double> times) {
    std::ranges::nth_element(times, times.begin() + ptrdiff_t(times.size() / 2));
    return times[times.size() / 2];
}

/// Seconds until the window writes a word; throws when it does not.
class StartedWindow {
public:
    StartedWindow(const QStringList& command, const QProcessEnvironment& environment) {
        m_process.setProcessEnvironment(environment);
        m_process.setStandardErrorFile(QProcess::nullDevice());
        m_start = Clock::now();
        m_process.start(command[0], command.mid(1));
    }
    ~StartedWindow() {
        m_process.terminate();
        if (!m_process.waitForFinished(3000)) m_process.kill(), m_process.waitForFinished();
    }
    double until(const char* word) {
        while (!m_said.contains(word) && m_process.waitForReadyRead(60'000)) m_said += m_process.readAllStandardOutput();
        if (!m_said.contains(word)) throw Error("The window did not come to say '" + std::string(word) + "'");
        return secondsSince(m_start);
    }

private:
    QProcess m_process;
    Clock::time_point m_start;
    QByteArray m_said;
};

/// What an engine takes, in seconds.
struct EngineTimes {
    double start, open, pictures;
};

template <class What>
What wait(Client& client) {
    for (;;) {
        const auto reply = client.receive(std::chrono::minutes(1));
        if (!reply) throw Error("The engine does not answer");
        if (const auto* failed = std::get_if<Failed>(&reply->what)) throw Error(failed->sentence);
        if (const auto* what = std::get_if<What>(&reply->what)) return *what;
    }
}

/// The window's first draft.
RenderCells firstCells(const Card& card) {
    RenderCells render;
    for (Genome& genome : sampleGenomes(card, samplingOptions(freshSettings(card))))
        render.cells.push_back({uint32_t(render.cells.size()), Priority::Visible, std::move(genome)});
    return render;
}

EngineTimes engineAlone(const std::string& engine, const std::string& model) {
    auto start = Clock::now();
    Client client({engine});
    client.send({1, Heartbeat()});
    wait<Heartbeat>(client);
    EngineTimes times{.start = secondsSince(start), .open = 0, .pictures = 0};
    start = Clock::now();
    client.send({2, OpenModel{model}});
    const Card card = wait<Opened>(client).card;
    times.open = secondsSince(start);
    start = Clock::now();
    client.send({3, firstCells(card)});
    wait<Done>(client);
    times.pictures = secondsSince(start);
    return times;
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.size() != 4) return std::fprintf(stderr, "Usage: first_pictures_bench CHARRETTE ENGINE MODEL\n"), 2;
    std::vector<double> filled, pictures, start, open, alone;
    try {
        for (int round = 0; round < rounds; ++round) {
            const QTemporaryDir home;
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            for (const char* folder : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"}) environment.insert(folder, home.filePath(folder));
            StartedWindow window({arguments[1], "--say-when-painted", "--engine", arguments[2], "--model", arguments[3]}, environment);
            filled.push_back(window.until("filled"));
            pictures.push_back(window.until("pictures"));
            const EngineTimes times = engineAlone(arguments[2].toStdString(), arguments[3].toStdString());
            start.push_back(times.start);
            open.push_back(times.open);
            alone.push_back(times.pictures);
        }
    } catch (const Error& error) {
        return std::fprintf(stderr, "first_pictures_bench: %s\n", error.what()), 1;
    }
    const double total = median(pictures), ratio = total / median(alone);
    std::printf("the window whole after %.2f s, 24 sharp pictures after %.2f s (at most %.0f); an engine with the model open takes %.2f s for "
                "them: ratio %.2f (at most %.0f). Before that, an engine starts in %.2f s and opens the model in %.2f s\n",
                median(filled), total, secondsLimit, median(alone), ratio, ratioLimit, median(start), median(open));
    return total <= secondsLimit && ratio <= ratioLimit ? 0 : 1;
}
