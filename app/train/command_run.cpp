#include <cmath>
#include <cstdio>

#include "app/command_line/terminal.h"
#include "app/train/commands.h"
#include "core/nn/training/process_group.h"
#include "core/nn/training/run.h"

namespace charrette {

namespace {

TrainingOptions configured(TrainingOptions training, const Arguments& arguments) {
    training = trainingOptionsAsked(arguments, std::move(training));
    training.seed = uint64_t(arguments.integer("seed", int64_t(training.seed), 0, INT32_MAX));
    return training;
}

RunOptions runOptions(const Arguments& arguments) {
    RunOptions options;
    options.data = arguments.text("data");
    options.out = arguments.text("out");
    options.from = arguments.text("from");
    options.configure = [&arguments](TrainingOptions training) { return configured(std::move(training), arguments); };
    if (arguments.has("budget-minutes")) options.budgetMinutes = arguments.number("budget-minutes", 0, 0.01, 1e6);
    if (arguments.has("images")) options.images = arguments.integer("images", 0, 1, INT64_C(1) << 40);
    options.checkpointMinutes = arguments.number("checkpoint-minutes", options.checkpointMinutes, 0.01, 1e6);
    options.reportMinutes = arguments.number("report-minutes", options.reportMinutes, 0.01, 1e6);
    options.device = deviceAsked(arguments);
    if (arguments.has("unrecorded")) options.recording = Recording::No;
    return options;
}

std::string timeText(double minutes) {
    if (minutes < 0) return "";
    long seconds = std::lround(minutes * 60);
    char text[48];
    std::snprintf(text, sizeof text, ", %ld:%02ld:%02ld left", seconds / 3600, seconds / 60 % 60, seconds % 60);
    return text;
}

}  // namespace

void trainRun(const Arguments& arguments, std::stop_token stop) {
    auto options = runOptions(arguments);
    options.group = processGroupFromEnvironment();
    prepareToCompute(arguments);
    StatusLine line;
    auto progress = [&](const RunProgress& now) {
        char text[160];
        std::snprintf(text, sizeof text, "%lld pictures, %lld pixels, error %.4f, %.1f pictures a second%s",
                      static_cast<long long>(now.images), static_cast<long long>(now.resolution), now.distance, now.imagesPerSecond,
                      timeText(now.minutesLeft).c_str());
        line.show(text);
    };
    auto say = [&](const std::string& sentence) {
        line.clear();
        std::puts(sentence.c_str());
        std::fflush(stdout);
    };
    runTraining(options, progress, say, stop);
}

}  // namespace charrette
