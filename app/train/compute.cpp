#include <utility>

#include <nlohmann/json.hpp>

#include "app/train/commands.h"
#include "core/base/file.h"
#include "core/base/memory.h"
#include "core/nn/threads.h"
#include "core/nn/torch.h"

namespace charrette {

std::string deviceAsked(const Arguments& arguments) { return arguments.text("device", torch::cuda::is_available() ? "cuda" : "cpu"); }

TrainingOptions trainingOptionsAsked(const Arguments& arguments, TrainingOptions base) {
    if (arguments.has("options")) {
        const std::string file = arguments.text("options");
        base = trainingOptionsFromJson(nlohmann::json::parse(readTextFile(file, 1 << 20), nullptr, false), file, std::move(base));
    }
    base.resolution = arguments.integer("resolution", base.resolution, 16, 1024);
    return base;
}

void prepareToCompute(const Arguments& arguments) {
    keepMemory();
    at::globalContext().setBenchmarkCuDNN(true);
    at::globalContext().setFloat32MatmulPrecision("high");
    setComputeThreads(int(arguments.integer("threads", 0, 1, 1024)));
}

}  // namespace charrette
