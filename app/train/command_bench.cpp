#include <cstdio>

#include "app/train/commands.h"
#include "core/nn/training/benchmark.h"

namespace charrette {

void benchTraining(const Arguments& arguments, std::stop_token stop) {
    const TrainingOptions options = trainingOptionsAsked(arguments);
    const auto conditions = arguments.integer("conditions", 20, 0, 4096);
    const double seconds = arguments.number("seconds", 10, 0.1, 3600);
    prepareToCompute(arguments);
    std::puts("stage             batch   images a second   bare convolutions   share");
    for (const StageSpeed& speed : measureStages(options, conditions, deviceAsked(arguments), seconds, stop))
        std::printf("%4lld %-13s %4lld %17.1f %19.1f %6.0f %%\n", static_cast<long long>(speed.stage.resolution),
                    speed.stage.adversarial ? "adversarial" : "from pairs", static_cast<long long>(speed.stage.batch), speed.imagesPerSecond,
                    speed.bareImagesPerSecond, 100 * speed.share());
}

}  // namespace charrette
