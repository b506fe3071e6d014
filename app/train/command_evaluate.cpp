#include <cstdio>
#include <string>
#include <utility>

#include "app/command_line/terminal.h"
#include "app/train/commands.h"
#include "core/nn/evaluation/evaluate.h"

namespace charrette {

void evaluatePackaged(const Arguments& arguments, std::stop_token stop) {
    EvaluationOptions options;
    options.model = arguments.text("model");
    options.data = arguments.text("data");
    options.regressor = arguments.text("regressor");
    options.regressorImages = arguments.integer("regressor-images", options.regressorImages, 1, INT32_MAX);
    if (arguments.has("regressor-minutes")) options.regressorMinutes = arguments.number("regressor-minutes", 0, 0.001, 1e6);
    options.classifierImages = arguments.integer("classifier-images", options.classifierImages, 1, INT32_MAX);
    options.device = deviceAsked(arguments);
    prepareToCompute(arguments);
    StatusLine line;
    std::string last;
    auto progress = [&](const std::string& activity, double share) {
        char text[160];
        std::snprintf(text, sizeof text, share > 0 ? "%s: %.0f %%" : "%s", activity.c_str(), 100 * share);
        if (line.visible()) return line.show(text);
        // In a log, a line for each tenth, but none for what comes first, after which an error may be all there is to say.
        const std::string now = activity + std::to_string(int(10 * share)), before = std::exchange(last, now);
        if (before.empty() || before == now) return;
        std::puts(text);
        std::fflush(stdout);
    };
    auto say = [&](const std::string& sentence) {
        line.clear();
        std::puts(sentence.c_str());
    };
    evaluateModel(options, progress, say, stop);
}

}  // namespace charrette
