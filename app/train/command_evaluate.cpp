#include <string>

#include "app/train/commands.h"
#include "app/train/progress.h"
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
    Progress progress;
    evaluateModel(
        options, [&](const std::string& activity, double share) { progress.show(activity, share); },
        [&](const std::string& sentence) { progress.say(sentence); }, stop);
}

}  // namespace charrette
