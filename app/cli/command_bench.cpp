#include <cstdio>

#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "core/design/card.h"
#include "core/design/model_folders.h"
#include "core/nn/inference/benchmark.h"
#include "core/nn/preview_head.h"
#include "core/nn/safetensors.h"
#include "core/nn/threads.h"

namespace charrette {

namespace {

/// "256,4096,256": resolution, and base and maximum of the channels, as in the published reference.
GeneratorOptions shapeFromText(const std::string& text) {
    int resolution = 0, base = 0, maximum = 0, end = 0;
    if (std::sscanf(text.c_str(), "%d,%d,%d%n", &resolution, &base, &maximum, &end) != 3 || size_t(end) != text.size() ||
        !isResolution(resolution))
        throw UsageError("--shape must be RESOLUTION,CHANNEL_BASE,CHANNEL_MAXIMUM, such as 256,4096,256, not '" + text + "'");
    GeneratorOptions options{.resolution = resolution, .channels = referenceChannels(resolution, base, maximum)};
    checkOptions(options, "--shape");
    return options;
}

GeneratorOptions shapeOf(const Arguments& arguments) {
    if (arguments.has("model") == arguments.has("shape")) throw UsageError("one of --model and --shape is needed");
    if (arguments.has("shape")) return shapeFromText(arguments.text("shape"));
    auto folder = findModel(arguments.text("model"));
    auto weights = folder / readCard(folder / "card.json").weights;
    return generatorOptionsFromMetadata(SafetensorsFile::read(weights).metadata(), weights.string());
}

void print(const BenchmarkResult& result) {
    std::printf(
        "%.2f ms an image, %.2f GFLOP an image, %.1f GFLOPS; a bare convolution reaches %.1f GFLOPS, ratio %.2f; peak memory %.0f MiB\n",
        result.millisecondsPerImage, result.gflopPerImage, result.gflops, result.bareGflops, result.ratio(), result.peakMebibytes);
}

void printJson(const BenchmarkResult& result) {
    nlohmann::ordered_json json = {{"ms_per_image", result.millisecondsPerImage},
                                   {"gflop_per_image", result.gflopPerImage},
                                   {"gflops", result.gflops},
                                   {"bare_conv_gflops", result.bareGflops},
                                   {"ratio", result.ratio()},
                                   {"peak_mib", result.peakMebibytes}};
    std::puts(json.dump(2).c_str());
}

}  // namespace

void benchmarkModel(const Arguments& arguments, std::stop_token) {
    setComputeThreads(0);
    BenchmarkOptions options{.generator = shapeOf(arguments), .device = arguments.text("device", "cpu")};
    options.batch = arguments.integer("batch", 1, 1, 256);
    options.seconds = arguments.number("seconds", options.seconds, 0, 600);
    options.previews = arguments.has("preview");
    if (options.previews && !isWorthPreviews(options.generator)) throw UsageError("pictures of 64 pixels and less have no previews");
    auto result = benchmark(options);
    arguments.has("json") ? printJson(result) : print(result);
}

}  // namespace charrette
