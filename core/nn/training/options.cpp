#include "core/nn/training/options.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace charrette {

using nlohmann::json;

// Defined here for nlohmann_json, which finds them by their argument.
void to_json(json& object, const Stage& stage) { object = {{"resolution", stage.resolution}, {"images", stage.images}, {"batch", stage.batch}}; }

void from_json(const json& object, Stage& stage) {
    object.at("resolution").get_to(stage.resolution);
    object.at("images").get_to(stage.images);
    object.at("batch").get_to(stage.batch);
}

std::vector<int64_t> smallChannels(int64_t resolution) {
    const std::vector<int64_t> all = {96, 96, 80, 56, 32, 24, 16, 16};
    std::vector<int64_t> channels;
    for (int64_t r = 4; r <= resolution / 2; r *= 2) channels.push_back(all[std::min(channels.size(), all.size() - 1)]);
    return channels;
}

std::vector<Stage> coarseToFine(int64_t resolution) {
    std::vector<Stage> stages;
    for (int64_t r = 32; r < resolution; r *= 2) stages.push_back({.resolution = r, .images = 60'000});
    stages.push_back({.resolution = resolution});
    return stages;
}

TrainingOptions completed(TrainingOptions options) {
    if (options.channels.empty()) options.channels = smallChannels(options.resolution);
    if (options.stages.empty()) options.stages = coarseToFine(options.resolution);
    for (const Stage& stage : options.stages) {
        bool fits = stage.resolution >= 8 && stage.resolution <= options.resolution && (stage.resolution & (stage.resolution - 1)) == 0;
        if (!fits) throw Error("Training options: a stage of " + std::to_string(stage.resolution) + " pixels does not fit a network of " +
                               std::to_string(options.resolution) + ".");
        if (stage.batch < 1 || stage.batch > 4096) throw Error("Training options: a batch must be from 1 to 4096 pictures.");
    }
    return options;
}

json toJson(const TrainingOptions& options) {
    return {{"seed", options.seed},
            {"resolution", options.resolution},
            {"image_channels", options.imageChannels},
            {"latent_size", options.latentSize},
            {"style_size", options.styleSize},
            {"mapping_layers", options.mappingLayers},
            {"channels", options.channels},
            {"stages", options.stages},
            {"linear_rate", options.linearRate},
            {"convolution_rate", options.convolutionRate},
            {"average_images", options.averageImages},
            {"gradient_weight", options.gradientWeight},
            {"object_weight", options.objectWeight},
            {"divergence_weight", options.divergenceWeight},
            {"parameter_weight", options.parameterWeight}};
}

TrainingOptions trainingOptionsFromJson(const json& object, const std::string& where) {
    TrainingOptions options;
    try {
        if (!object.is_object()) throw Error(where + ": training options must be a JSON object.");
        json complete = toJson(options);
        for (const auto& [name, value] : object.items())
            if (!complete.contains(name)) throw Error(where + ": training options do not have a field '" + name + "'.");
        complete.update(object);
        complete.at("seed").get_to(options.seed);
        complete.at("resolution").get_to(options.resolution);
        complete.at("image_channels").get_to(options.imageChannels);
        complete.at("latent_size").get_to(options.latentSize);
        complete.at("style_size").get_to(options.styleSize);
        complete.at("mapping_layers").get_to(options.mappingLayers);
        complete.at("channels").get_to(options.channels);
        complete.at("stages").get_to(options.stages);
        complete.at("linear_rate").get_to(options.linearRate);
        complete.at("convolution_rate").get_to(options.convolutionRate);
        complete.at("average_images").get_to(options.averageImages);
        complete.at("gradient_weight").get_to(options.gradientWeight);
        complete.at("object_weight").get_to(options.objectWeight);
        complete.at("divergence_weight").get_to(options.divergenceWeight);
        complete.at("parameter_weight").get_to(options.parameterWeight);
    } catch (const json::exception&) {
        throw Error(where + ": a training option has the wrong type.");
    }
    return completed(options);
}

}  // namespace charrette
