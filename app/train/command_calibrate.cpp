#include <cstdio>

#include "app/train/background.h"
#include "app/train/commands.h"
#include "app/train/progress.h"
#include "core/nn/evaluation/calibration.h"

namespace charrette {

void calibratePackaged(const Arguments& arguments, std::stop_token stop) {
    CalibrationOptions options;
    options.model = arguments.text("model");
    options.data = arguments.text("data");
    options.regressor = arguments.text("regressor");
    options.regressorImages = arguments.integer("regressor-images", options.regressorImages, 1, INT32_MAX);
    options.device = deviceAsked(arguments);
    prepareToCompute(arguments);
    Progress progress;
    const auto gains = calibrateModel(
        options, [&](const std::string& activity, double share) { progress.show(activity, share); },
        [&](const std::string& sentence) { progress.say(sentence); }, stop);
    progress.clear();
    // The generator is another one now.
    if (!arguments.has("without-previews")) startAlongside({"preview", options.model.string(), "--background"});
    std::printf("%-24s %6s %8s %8s %6s\n", "Lost in reading", "real", "before", "after", "gain");
    for (const auto& gain : gains)
        std::printf("%-24s %6.2f %8.2f %8.2f %6.2f\n", gain.name.c_str(), gain.onReal, gain.before, gain.after, gain.gain);
}

}  // namespace charrette
