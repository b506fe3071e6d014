#include "core/nn/training/benchmark.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "core/base/error.h"
#include "core/nn/device.h"
#include "core/nn/training/convolution_log.h"
#include "core/nn/training/trainer.h"

namespace charrette {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Time of a job whose last result is waited for.
double timeOf(const std::function<void()>& job, torch::Device device) {
    const auto start = Clock::now();
    job();
    if (device.is_cuda()) torch::cuda::synchronize();
    return secondsSince(start);
}

bool sameKind(const TrainingStage& a, const TrainingStage& b) {
    return a.resolution == b.resolution && a.batch == b.batch && a.adversarial == b.adversarial;
}

StageSpeed measured(TrainingOptions options, const TrainingStage& stage, int64_t conditionSize, torch::Device device, double seconds,
                    std::stop_token stop) {
    options.stages = {stage};
    Trainer trainer(options, conditionSize, device), unrecorded(options, conditionSize, device, Recording::No);
    const Batch batch = {2 * torch::rand({stage.batch, options.imageChannels, options.resolution, options.resolution}, device) - 1,
                         torch::randn({stage.batch, conditionSize}, device)};
    const int64_t steps = stage.adversarial ? options.adversarial.penaltyInterval : 4;
    auto cycle = [&](Trainer& learner) {
        for (int64_t i = 0; i < steps; ++i) learner.step(batch, 1e-3);  // so slowly that random pictures lead nowhere
    };
    ConvolutionReplay convolutions(convolutionsOf([&] { cycle(unrecorded); }), device);
    Replay bare([&] { convolutions.run(); }, device.is_cuda() ? Recording::Yes : Recording::No);
    for (int i = 0; i < (device.is_cuda() ? 5 : 1); ++i) cycle(trainer), bare.run();  // until both are recorded
    double fastest = std::numeric_limits<double>::infinity(), fastestBare = fastest;
    const auto start = Clock::now();
    for (int round = 0; round < 2 || secondsSince(start) < 2 * seconds; ++round) {
        if (stop.stop_requested()) throw Error("The measurement was stopped");
        fastest = std::min(fastest, timeOf([&] { cycle(trainer); }, device));
        fastestBare = std::min(fastestBare, timeOf([&] { bare.run(); }, device));
    }
    const double images = double(steps * stage.batch);
    return {stage, images / fastest, images / fastestBare};
}

}  // namespace

std::vector<StageSpeed> measureStages(const TrainingOptions& options, int64_t conditionSize, const std::string& device, double seconds,
                                      std::stop_token stop) {
    const auto whole = completed(options);
    const auto on = deviceNamed(device);
    std::vector<StageSpeed> speeds;
    for (const TrainingStage& stage : whole.stages) {
        const auto isSame = [&](const StageSpeed& speed) { return sameKind(speed.stage, stage); };
        if (std::ranges::none_of(speeds, isSame)) speeds.push_back(measured(whole, stage, conditionSize, on, seconds, stop));
    }
    return speeds;
}

}  // namespace charrette
