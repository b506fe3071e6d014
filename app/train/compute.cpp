#include <utility>

#include <nlohmann/json.hpp>

#include "app/train/commands.h"
#include "core/base/file.h"
#include "core/nn/threads.h"
#include "core/nn/torch.h"

#ifdef __GLIBC__  // known from the headers above
#include <malloc.h>
#endif

namespace charrette {

namespace {

/// glibc gives large blocks back to the system at once, so that every layer of every step waits for fresh pages. Keeping them is a quarter
/// faster.
void keepMemory() {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 2'000'000'000);
    mallopt(M_TOP_PAD, 256 << 20);
#endif
}

}  // namespace

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
