#include "core/nn/training/run.h"

#include <algorithm>
#include <chrono>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/design/condition.h"
#include "core/nn/training/pair_trainer.h"
#include "core/nn/training/report.h"

namespace charrette {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

torch::Device deviceNamed(const std::string& name) {
    try {
        torch::Device device(name);
        if (device.is_cuda() && !torch::cuda::is_available()) throw Error("There is no CUDA device here; use --device cpu.");
        return device;
    } catch (const c10::Error&) {
        throw Error("'" + name + "' is not a device; use cpu, cuda or cuda:N.");
    }
}

std::string parametersText(const Dataset& data) {
    auto list = nlohmann::json::array();
    for (const Parameter& parameter : data.parameters()) list.push_back(toJson(parameter));
    return list.dump();
}

/// Sums of the losses between two lines of the log.
struct Sums {
    double distance = 0, gradient = 0, divergence = 0, parameters = 0;
    int64_t steps = 0, images = 0;
    Clock::time_point since = Clock::now();

    void add(const PairLosses& losses, int64_t batch) {
        distance += losses.distance.item<double>();
        gradient += losses.gradient.item<double>();
        divergence += losses.divergence.item<double>();
        parameters += losses.parameters.item<double>();
        ++steps;
        images += batch;
    }
    double rate() const { return double(images) / std::max(secondsSince(since), 1e-9); }
};

class Run {
public:
    Run(const RunOptions& options, const std::function<void(const std::string&)>& say)
        : m_options(options),
          m_say(say),
          m_device(deviceNamed(options.device)),
          m_data(Dataset::open(options.data)),
          m_trainer(openTrainer()),
          m_training(m_data, TrainingSet::Split::Training, resolution(), channels(), m_device),
          m_heldOut(m_data, TrainingSet::Split::HeldOut, resolution(), channels(), m_device),
          m_shuffle(m_training.size(), m_trainer->options().seed) {
        say(std::to_string(m_training.size()) + " pictures to train on, " + std::to_string(m_heldOut.size()) + " held out.");
    }

    void train(const std::function<void(const RunProgress&)>& progress, std::stop_token stop) {
        while (!finished(stop)) {
            trainStep();
            if (secondsSince(m_sums.since) >= 1) progress(currentProgress());
            if (m_sums.steps >= 50) writeLine();
            if (secondsSince(m_lastCheckpoint) >= 60 * m_options.checkpointMinutes) checkpoint();
            if (secondsSince(m_lastReport) >= 60 * m_options.reportMinutes) report();
        }
        writeLine();
        checkpoint();
        report();
    }

private:
    int64_t resolution() const { return m_trainer->options().resolution; }
    int64_t channels() const { return m_trainer->options().imageChannels; }
    fs::path file(const char* name) const { return m_options.out / name; }

    std::unique_ptr<PairTrainer> openTrainer() {
        fs::create_directories(m_options.out / "sheets");
        auto conditions = int64_t(conditionSize(m_data.parameters()));
        fs::path own = file(checkpointName), from = fs::exists(own) ? own : m_options.from;
        if (from.empty()) return std::make_unique<PairTrainer>(m_options.training, conditions, m_device);
        auto trainer = PairTrainer::load(from, m_device);
        if (trainer->conditionSize() != conditions)
            throw Error(from.string() + ": its networks have " + std::to_string(trainer->conditionSize()) + " conditions, the data set has " +
                        std::to_string(conditions) + ".");
        truncateLog(file(logName), trainer->images());
        m_say("Going on from " + from.string() + " after " + std::to_string(trainer->images()) + " pictures.");
        return trainer;
    }

    double progressShare() const {
        double share = 0;
        if (m_options.budgetMinutes) share = secondsSince(m_start) / (60 * *m_options.budgetMinutes);
        if (m_options.images) share = std::max(share, double(m_trainer->images()) / double(*m_options.images));
        return share;
    }

    bool finished(std::stop_token stop) const { return stop.stop_requested() || progressShare() >= 1; }

    /// Full until the last fifth, then falling to a twentieth.
    double rateFactor() const { return std::clamp((1 - progressShare()) / 0.2, 0.05, 1.0); }

    void trainStep() {
        auto began = Clock::now();
        int64_t size = m_trainer->stage().batch;
        auto losses = m_trainer->step(m_training.batch(m_shuffle.at(m_trainer->images(), size)), rateFactor());
        m_sums.add(losses, size);
        m_trainer->seconds += secondsSince(began);
    }

    RunProgress currentProgress() const {
        double share = progressShare(), elapsed = secondsSince(m_start) / 60, left = -1;
        if (m_options.budgetMinutes) left = *m_options.budgetMinutes - elapsed;
        else if (m_options.images) left = double(*m_options.images - m_trainer->images()) / m_sums.rate() / 60;
        return {m_trainer->images(), m_trainer->stage().resolution, m_sums.distance / double(std::max<int64_t>(m_sums.steps, 1)), m_sums.rate(),
                share > 0 ? std::max(left, 0.0) : left};
    }

    void writeLine() {
        if (m_sums.steps == 0) return;
        double n = double(m_sums.steps);
        appendLine(file(logName), {{"images", m_trainer->images()},
                                   {"seconds", m_trainer->seconds},
                                   {"resolution", m_trainer->stage().resolution},
                                   {"distance", m_sums.distance / n},
                                   {"gradient", m_sums.gradient / n},
                                   {"divergence", m_sums.divergence / n},
                                   {"parameters", m_sums.parameters / n},
                                   {"rate_factor", rateFactor()},
                                   {"images_per_second", m_sums.rate()}});
        m_sums = {};
    }

    void checkpoint() {
        m_trainer->save(file(checkpointName), {{"parameters", parametersText(m_data)}, {"recipe", m_data.recipe()},
                                               {"pictures", std::to_string(m_data.entries().size())}});
        m_lastCheckpoint = Clock::now();
    }

    void report() {
        auto networks = m_trainer->averaged();
        int64_t at = m_trainer->stage().resolution;
        double distance = heldOutDistance(networks, m_heldOut, at);
        char number[32];
        std::snprintf(number, sizeof number, "%09lld", static_cast<long long>(m_trainer->images()));
        writeSampleSheet(m_options.out / "sheets" / (std::string(number) + ".png"), networks, m_heldOut, at);
        appendLine(file(logName), {{"images", m_trainer->images()}, {"seconds", m_trainer->seconds}, {"resolution", at}, {"held_out_distance", distance}});
        char sentence[160];
        std::snprintf(sentence, sizeof sentence, "%lld pictures seen: held-out pictures are reproduced at %lld pixels with a mean error of %.4f.",
                      static_cast<long long>(m_trainer->images()), static_cast<long long>(at), distance);
        m_say(sentence);
        m_lastReport = Clock::now();
        m_sums.since = Clock::now();
        m_sums.images = 0;
    }

    RunOptions m_options;
    std::function<void(const std::string&)> m_say;
    torch::Device m_device;
    Dataset m_data;
    std::unique_ptr<PairTrainer> m_trainer;
    TrainingSet m_training, m_heldOut;
    Shuffle m_shuffle;
    Sums m_sums;
    Clock::time_point m_start = Clock::now(), m_lastCheckpoint = m_start, m_lastReport = m_start;
};

}  // namespace

void runTraining(const RunOptions& options, const std::function<void(const RunProgress&)>& progress,
                 const std::function<void(const std::string&)>& say, std::stop_token stop) {
    Run(options, say).train(progress, stop);
}

}  // namespace charrette
