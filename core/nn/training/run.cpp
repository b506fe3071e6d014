#include "core/nn/training/run.h"
#include "core/nn/device.h"

#include <algorithm>
#include <chrono>
#include <map>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/design/condition.h"
#include "core/nn/training/parameters.h"
#include "core/nn/training/process_group.h"
#include "core/nn/training/report.h"
#include "core/nn/training/trainer.h"

namespace charrette {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Lines of the log end, and checkpoints are written, after a multiple of so many steps of the whole run. A run that was killed and goes on
/// from its checkpoint then writes the same lines as one that was not.
constexpr int64_t stepsPerLine = 50;

/// Sums of the losses between two lines of the log.
struct Sums {
    struct Sum {
        torch::Tensor value;
        int64_t count = 0;
    };  ///< the value is read once a line, since reading waits for the device
    std::map<std::string, Sum> losses;
    int64_t images = 0;
    Clock::time_point since = Clock::now();

    void add(const Losses& step, int64_t batch) {
        for (const auto& [name, loss] : step) {
            auto& [value, count] = losses[name];
            auto addend = loss.detach().to(torch::kFloat64);
            value = count++ > 0 ? value + addend : addend;
        }
        images += batch;
    }
    double mean(const std::string& name) const {
        auto sum = losses.find(name);
        return sum == losses.end() ? 0 : sum->second.value.item<double>() / double(sum->second.count);
    }
    double rate() const { return double(images) / std::max(secondsSince(since), 1e-9); }
};

class Run {
public:
    Run(const RunOptions& options, const std::function<void(const std::string&)>& say, std::stop_token stop)
        : m_options(options),
          m_say(say),
          m_device(deviceNamed(options.device)),
          m_data(Dataset::open(options.data)),
          m_trainer(openTrainer()),
          m_roles(rolesIn(*m_trainer, file(checkpointName))),
          m_training(m_data, TrainingSet::Split::Training, resolution(), channels(), m_roles, m_device, stop),
          m_heldOut(m_data, TrainingSet::Split::HeldOut, resolution(), channels(), m_roles, m_device, stop),
          m_shuffle(m_training.size(), m_trainer->options().seed),
          m_mirror(m_roles, m_trainer->options().mirrorNegates) {
        if (m_options.group) join();
        if (!leads()) return;
        for (const auto* set : {&m_training, &m_heldOut})
            for (const std::string& sentence : set->skipped()) say("Left out: " + sentence);
        say(std::to_string(m_training.size()) + " pictures to train on, " + std::to_string(m_heldOut.size()) + " held out.");
    }

    void train(const std::function<void(const RunProgress&)>& progress, std::stop_token stop) {
        while (!finished(stop)) {
            trainStep();
            if (!leads()) continue;
            if (secondsSince(m_lastProgress) >= 1) showProgress(progress);
            if (m_trainer->steps() % stepsPerLine != 0) continue;
            writeLine();
            if (secondsSince(m_lastCheckpoint) >= 60 * m_options.checkpointMinutes) checkpoint();
            if (secondsSince(m_lastReport) >= 60 * m_options.reportMinutes) report();
        }
        if (!leads()) return;
        if (m_trainer->images() == m_imagesBefore && fs::exists(file(checkpointName))) return;
        writeLine();
        checkpoint();
        report();
    }

private:
    bool leads() const { return !m_options.group || m_options.group->rank() == 0; }

    void join() {
        m_trainer->join(m_options.group);
        auto images = torch::tensor({double(m_trainer->images())}, torch::kFloat64);
        m_options.group->average(images);
        if (images.item<double>() != double(m_trainer->images()))
            throw Error("The processes of this run begin from different checkpoints; all must see the same --out and --from");
    }

    int64_t resolution() const { return m_trainer->options().resolution; }
    int64_t channels() const { return m_trainer->options().imageChannels; }
    fs::path file(const char* name) const { return m_options.out / name; }

    std::unique_ptr<Trainer> openTrainer() {
        if (leads()) makeFolder(m_options.out / "sheets");
        auto trainer = newOrResumed();
        if (leads()) truncateLog(file(logName), trainer->images());
        return trainer;
    }

    std::unique_ptr<Trainer> newOrResumed() {
        fs::path own = file(checkpointName), from = fs::exists(own) ? own : m_options.from;
        if (from.empty()) {
            auto options = m_options.configure ? m_options.configure({}) : TrainingOptions();
            const auto roles = rolesOf(m_data.parameters(), options.latentParameters);
            auto trainer = std::make_unique<Trainer>(options, int64_t(conditionSize(roles.conditions)), m_device, m_options.recording);
            trainer->facts = {{"parameters", parametersToText(roles.conditions)}, {"latents", parametersToText(roles.latents)}};
            return trainer;
        }
        auto trainer = Trainer::load(from, m_device, m_options.configure, m_options.recording);
        rolesIn(*trainer, from);
        if (leads()) m_say("Going on from " + from.string() + " after " + std::to_string(trainer->images()) + " pictures.");
        return trainer;
    }

    /// Those that a trainer's run began with, with their distributions. Throws `Error` naming the file when the data set has others.
    Roles rolesIn(const Trainer& trainer, const fs::path& file) const {
        const std::string where = file.string();
        const auto [conditions, latents] = rolesOf(m_data.parameters(), trainer.options().latentParameters);
        Roles roles{parametersFromText(trainer.facts.at("parameters"), where), latents};
        checkSameParameters(roles.conditions, conditions, where);
        if (auto kept = trainer.facts.find("latents"); kept != trainer.facts.end()) roles.latents = parametersFromText(kept->second, where);
        checkSameParameters(roles.latents, latents, where);
        return roles;
    }

    double progressShare() const {
        double share = 0;
        if (m_options.budgetMinutes) share = secondsSince(m_start) / (60 * *m_options.budgetMinutes);
        if (m_options.images) share = std::max(share, double(m_trainer->images()) / double(*m_options.images));
        return share;
    }

    /// All processes end after the same step: when one was asked to, or when the first one's budget is spent.
    bool finished(std::stop_token stop) {
        m_share = progressShare();
        bool stopped = stop.stop_requested();
        if (m_options.group) {
            auto state = torch::tensor({stopped ? 1.0 : 0.0, leads() ? m_share : 0.0}, torch::kFloat64);
            m_options.group->average(state);
            stopped = state[0].item<double>() > 0;
            m_share = state[1].item<double>() * double(m_options.group->count());
        }
        return stopped || m_share >= 1;
    }

    /// Full until the last fifth, then falling to a twentieth.
    double rateFactor() const { return std::clamp((1 - m_share) / 0.2, 0.05, 1.0); }

    void trainStep() {
        auto began = Clock::now();
        int64_t size = m_trainer->stage().batch;
        auto losses = m_trainer->step(batch(size), rateFactor());
        m_sums.add(losses, size);
        m_trainer->seconds += secondsSince(began);
    }

    void showProgress(const std::function<void(const RunProgress&)>& progress) {
        progress(currentProgress());
        m_lastProgress = Clock::now();
    }

    Batch batch(int64_t size) {
        int64_t first = m_trainer->images();
        auto plain = m_training.batch(m_shuffle.at(first, size));
        return m_trainer->options().mirror ? m_mirror.apply(plain, m_shuffle.coins(first, size)) : plain;
    }

    RunProgress currentProgress() const {
        double share = progressShare(), elapsed = secondsSince(m_start) / 60, left = -1;
        if (m_options.budgetMinutes)
            left = *m_options.budgetMinutes - elapsed;
        else if (m_options.images)
            left = double(*m_options.images - m_trainer->images()) / m_sums.rate() / 60;
        return {m_trainer->images(), m_trainer->stage().resolution, m_sums.mean("distance"), m_sums.rate(),
                share > 0 ? std::max(left, 0.0) : left};
    }

    void writeLine() {
        if (m_sums.losses.empty()) return;
        nlohmann::json line = {{"images", m_trainer->images()},
                               {"seconds", m_trainer->seconds},
                               {"resolution", m_trainer->stage().resolution},
                               {"rate_factor", rateFactor() * m_trainer->stageRate()},
                               {"images_per_second", m_sums.rate()}};
        if (m_trainer->options().adversarial.augmentImages > 0) line["augmentation"] = m_trainer->augmentation();
        for (const auto& [name, sum] : m_sums.losses) line[name] = m_sums.mean(name);
        appendLine(file(logName), line);
        m_sums = {};
    }

    void checkpoint() {
        m_trainer->facts["recipe"] = m_data.recipe();
        m_trainer->facts["latents"] = parametersToText(m_roles.latents);  // what an older checkpoint does not have
        m_trainer->save(file(checkpointName));
        m_lastCheckpoint = Clock::now();
    }

    void report() {
        auto networks = m_trainer->averaged();
        int64_t at = m_trainer->stage().resolution;
        double distance = heldOutErrors(networks, m_heldOut, at).absolute;
        char number[32];
        std::snprintf(number, sizeof number, "%09lld", static_cast<long long>(m_trainer->images()));
        writeSampleSheet(m_options.out / "sheets" / (std::string(number) + ".png"), networks, m_heldOut, at, resolution() > 128 ? 6 : 12);
        appendLine(file(logName),
                   {{"images", m_trainer->images()}, {"seconds", m_trainer->seconds}, {"resolution", at}, {"held_out_distance", distance}});
        char sentence[160];
        std::snprintf(sentence, sizeof sentence,
                      "%lld pictures seen: held-out pictures are reproduced at %lld pixels with a mean error of %.4f.",
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
    std::unique_ptr<Trainer> m_trainer;
    Roles m_roles;
    TrainingSet m_training, m_heldOut;
    Shuffle m_shuffle;
    Mirror m_mirror;
    int64_t m_imagesBefore = m_trainer->images();
    double m_share = 0;  ///< of the budget that is spent, the same in all processes
    Sums m_sums;
    Clock::time_point m_start = Clock::now(), m_lastCheckpoint = m_start, m_lastReport = m_start, m_lastProgress = m_start;
};

}  // namespace

void runTraining(const RunOptions& options, const std::function<void(const RunProgress&)>& progress,
                 const std::function<void(const std::string&)>& say, std::stop_token stop) {
    Run(options, say, stop).train(progress, stop);
}

}  // namespace charrette
