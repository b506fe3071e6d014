#include <cstdio>

#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "core/design/model_folders.h"
#include "core/engine/preview_quality.h"
#include "core/nn/threads.h"

namespace charrette {

namespace {

nlohmann::json toJson(const PreviewLikeness& likeness) {
    return {{"median", likeness.median}, {"worst_5_percent", likeness.worst5}, {"colour_levels", likeness.colour}};
}

void printJson(const PreviewQuality& quality) {
    nlohmann::json parts = nlohmann::json::object();
    for (const PreviewPart& part : quality.parts)
        parts[part.name] = {{"whole", toJson(part.whole)}, {"inside", toJson(part.inside)}, {"tiny", toJson(part.tiny)}, {"mean", toJson(part.mean)}};
    std::puts(nlohmann::json{{"parts", parts}, {"time_ratio", quality.timeRatio}}.dump(2).c_str());
}

void print(const PreviewQuality& quality) {
    std::puts("            whole frame             inside the mask, median");
    std::puts("            median  95 %  colour    preview  colour  16 pixels  mean picture");
    for (const auto& [name, whole, inside, tiny, mean] : quality.parts)
        std::printf("%-10s  %6.3f  %.3f  %6.1f    %7.3f  %6.1f  %9.3f  %12.3f\n", name.c_str(), whole.median, whole.worst5, whole.colour,
                    inside.median, inside.colour, tiny.median, mean.median);
    std::printf("24 previews take %.2f of their full pictures' time\n", quality.timeRatio);
}

}  // namespace

void measureModelPreviews(const Arguments& arguments, std::stop_token stop) {
    setComputeThreads(0);
    const auto count = size_t(arguments.integer("count", 200, 10, 10'000));
    const auto quality = measurePreviews(findModel(arguments.text("model")), count, stop);
    arguments.has("json") ? printJson(quality) : print(quality);
}

}  // namespace charrette
