#include "core/nn/training/options.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace charrette {

using nlohmann::json;

// Defined here for nlohmann_json, which finds them by their argument.
void to_json(json& object, const TrainingStage& stage) {
    object = {{"resolution", stage.resolution},
              {"images", stage.images},
              {"batch", stage.batch},
              {"adversarial", stage.adversarial},
              {"rate", stage.rate}};
}

void from_json(const json& object, TrainingStage& stage) {
    stage.resolution = object.value("resolution", stage.resolution);
    stage.images = object.value("images", stage.images);
    stage.batch = object.value("batch", stage.batch);
    stage.adversarial = object.value("adversarial", stage.adversarial);
    stage.rate = object.value("rate", stage.rate);
}

void to_json(json& text, AdversarialLoss loss) { text = loss == AdversarialLoss::Relativistic ? "relativistic" : "non_saturating"; }

void from_json(const json& text, AdversarialLoss& loss) {
    if (text != "relativistic" && text != "non_saturating")
        throw Error("Training options: the adversarial loss must be 'relativistic' or 'non_saturating', not " + text.dump());
    loss = text == "relativistic" ? AdversarialLoss::Relativistic : AdversarialLoss::NonSaturating;
}

void to_json(json& object, const AdversarialOptions& options) {
    object = {{"loss", options.loss},
              {"linear_rate", options.linearRate},
              {"convolution_rate", options.convolutionRate},
              {"discriminator_rate", options.discriminatorRate},
              {"pair_weight", options.pairWeight},
              {"feature_weight", options.featureWeight},
              {"latent_weight", options.latentWeight},
              {"condition_weight", options.conditionWeight},
              {"penalty", options.penalty},
              {"penalty_interval", options.penaltyInterval},
              {"fold", options.fold},
              {"jitter", options.jitter},
              {"grain", options.grain},
              {"augment_images", options.augmentImages}};
}

void from_json(const json& object, AdversarialOptions& options) {
    object.at("loss").get_to(options.loss);
    object.at("linear_rate").get_to(options.linearRate);
    object.at("convolution_rate").get_to(options.convolutionRate);
    object.at("discriminator_rate").get_to(options.discriminatorRate);
    object.at("pair_weight").get_to(options.pairWeight);
    object.at("feature_weight").get_to(options.featureWeight);
    object.at("latent_weight").get_to(options.latentWeight);
    object.at("condition_weight").get_to(options.conditionWeight);
    object.at("penalty").get_to(options.penalty);
    object.at("penalty_interval").get_to(options.penaltyInterval);
    object.at("fold").get_to(options.fold);
    object.at("jitter").get_to(options.jitter);
    object.at("grain").get_to(options.grain);
    object.at("augment_images").get_to(options.augmentImages);
}

namespace {

/// Whether a value is of the type of the default it replaces, down to the entries of lists.
bool sameType(const json& value, const json& usual) {
    if (usual.is_number_float()) return value.is_number();
    if (usual.is_number_unsigned()) return value.is_number_integer() && value >= 0;
    if (usual.is_number()) return value.is_number_integer();
    if (value.type() != usual.type()) return false;
    if (value.is_primitive()) return true;
    if (usual.is_array() && usual.empty())  // a list of names
        return std::all_of(value.begin(), value.end(), [](const json& name) { return name.is_string(); });
    for (const auto& [name, part] : value.items())
        if (usual.is_object() ? !usual.contains(name) || !sameType(part, usual[name]) : !sameType(part, usual.front())) return false;
    return true;
}

void checkStage(const TrainingStage& stage, int64_t resolution) {
    bool fits = stage.resolution >= 8 && stage.resolution <= resolution && (stage.resolution & (stage.resolution - 1)) == 0;
    if (!fits)
        throw Error("Training options: a stage of " + std::to_string(stage.resolution) + " pixels does not fit a network of " +
                    std::to_string(resolution));
    if (stage.batch < 1 || stage.batch > 4096) throw Error("Training options: a stage's batch must be from 1 to 4096 pictures");
    if (!(stage.rate > 0 && stage.rate <= 1)) throw Error("Training options: a stage's rate must be above 0 and at most 1");
    if (stage.images < 0 || stage.images > 1'000'000'000'000)
        throw Error("Training options: a stage's images must be from 0 to 1,000,000,000,000");
    if (stage.adversarial && (stage.resolution != resolution || stage.batch % 4 != 0))
        throw Error("Training options: an adversarial stage must have the run's " + std::to_string(resolution) +
                    " pixels and a batch that is a multiple of 4");
}

using Numbers = std::initializer_list<std::pair<const char*, double>>;

void checkNumbers(const Numbers& positive, const Numbers& notNegative) {
    for (auto [field, value] : positive)
        if (!(value > 0 && std::isfinite(value))) throw Error("Training options: " + std::string(field) + " must be above 0");
    for (auto [field, value] : notNegative)
        if (!(value >= 0 && std::isfinite(value))) throw Error("Training options: " + std::string(field) + " must not be below 0");
}

void checkNumbers(const TrainingOptions& options) {
    checkNumbers(
        {{"linear_rate", options.linearRate}, {"convolution_rate", options.convolutionRate}, {"average_images", options.averageImages}},
        {{"gradient_weight", options.gradientWeight},
         {"structure_weight", options.structureWeight},
         {"relief_weight", options.reliefWeight},
         {"object_weight", options.objectWeight},
         {"divergence_weight", options.divergenceWeight},
         {"parameter_weight", options.parameterWeight},
         {"reading_weight", options.readingWeight}});
    const AdversarialOptions& adversarial = options.adversarial;
    checkNumbers({{"adversarial linear_rate", adversarial.linearRate},
                  {"adversarial convolution_rate", adversarial.convolutionRate},
                  {"discriminator_rate", adversarial.discriminatorRate},
                  {"penalty_interval", double(adversarial.penaltyInterval)}},
                 {{"pair_weight", adversarial.pairWeight},
                  {"feature_weight", adversarial.featureWeight},
                  {"latent_weight", adversarial.latentWeight},
                  {"condition_weight", adversarial.conditionWeight},
                  {"penalty", adversarial.penalty},
                  {"jitter", double(adversarial.jitter)},
                  {"grain", adversarial.grain},
                  {"augment_images", double(adversarial.augmentImages)}});
    if (adversarial.jitter > 16) throw Error("Training options: jitter must be at most 16 pixels");
}

}  // namespace

std::vector<int64_t> smallChannels(int64_t resolution) {
    const std::vector<int64_t> all = {96, 96, 80, 56, 32, 24, 16, 16};
    std::vector<int64_t> channels;
    for (int64_t r = 4; r <= resolution / 2; r *= 2) channels.push_back(all[std::min(channels.size(), all.size() - 1)]);
    return channels;
}

std::vector<TrainingStage> coarseToFine(int64_t resolution) {
    std::vector<TrainingStage> stages;
    for (int64_t r = 32; r <= resolution / 2; r *= 2) stages.push_back({.resolution = r, .images = 60'000});
    stages.push_back({.resolution = resolution});
    return stages;
}

TrainingOptions completed(TrainingOptions options) {
    if (options.channels.empty()) options.channels = smallChannels(options.resolution);
    if (options.stages.empty()) options.stages = coarseToFine(options.resolution);
    for (const TrainingStage& stage : options.stages) checkStage(stage, options.resolution);
    checkNumbers(options);
    if (int64_t(options.latentParameters.size()) > options.latentSize)
        throw Error("Training options: latent_parameters names more numbers than the latent_size of " + std::to_string(options.latentSize));
    return options;
}

json toJson(const TrainingOptions& options) {
    return {{"seed", options.seed},
            {"resolution", options.resolution},
            {"image_channels", options.imageChannels},
            {"latent_size", options.latentSize},
            {"latent_parameters", options.latentParameters},
            {"style_size", options.styleSize},
            {"mapping_layers", options.mappingLayers},
            {"additions_up_to", options.additionsUpTo},
            {"channels", options.channels},
            {"stages", options.stages},
            {"mirror", options.mirror},
            {"mirror_negates", options.mirrorNegates},
            {"linear_rate", options.linearRate},
            {"convolution_rate", options.convolutionRate},
            {"noise", options.noise},
            {"mixed_precision", options.mixedPrecision},
            {"average_images", options.averageImages},
            {"gradient_weight", options.gradientWeight},
            {"structure_weight", options.structureWeight},
            {"relief_weight", options.reliefWeight},
            {"object_weight", options.objectWeight},
            {"divergence_weight", options.divergenceWeight},
            {"parameter_weight", options.parameterWeight},
            {"reading_weight", options.readingWeight},
            {"adversarial", options.adversarial}};
}

TrainingOptions trainingOptionsFromJson(const json& object, const std::string& where, TrainingOptions options) {
    if (!object.is_object()) throw Error(where + ": training options must be a JSON object");
    json complete = toJson(options);
    const json usual = toJson(completed({}));
    for (const auto& [name, value] : object.items()) {
        if (!usual.contains(name)) throw Error(where + ": training options do not have a field '" + name + "'");
        if (!sameType(value, usual[name])) throw Error(where + ": the training option '" + name + "' has the wrong type");
    }
    complete.merge_patch(object);
    complete.at("seed").get_to(options.seed);
    complete.at("resolution").get_to(options.resolution);
    complete.at("image_channels").get_to(options.imageChannels);
    complete.at("latent_size").get_to(options.latentSize);
    complete.at("latent_parameters").get_to(options.latentParameters);
    complete.at("style_size").get_to(options.styleSize);
    complete.at("mapping_layers").get_to(options.mappingLayers);
    complete.at("additions_up_to").get_to(options.additionsUpTo);
    complete.at("channels").get_to(options.channels);
    complete.at("stages").get_to(options.stages);
    complete.at("mirror").get_to(options.mirror);
    complete.at("mirror_negates").get_to(options.mirrorNegates);
    complete.at("linear_rate").get_to(options.linearRate);
    complete.at("convolution_rate").get_to(options.convolutionRate);
    complete.at("noise").get_to(options.noise);
    complete.at("mixed_precision").get_to(options.mixedPrecision);
    complete.at("average_images").get_to(options.averageImages);
    complete.at("gradient_weight").get_to(options.gradientWeight);
    complete.at("structure_weight").get_to(options.structureWeight);
    complete.at("relief_weight").get_to(options.reliefWeight);
    complete.at("object_weight").get_to(options.objectWeight);
    complete.at("divergence_weight").get_to(options.divergenceWeight);
    complete.at("parameter_weight").get_to(options.parameterWeight);
    complete.at("reading_weight").get_to(options.readingWeight);
    complete.at("adversarial").get_to(options.adversarial);
    return options;
}

void checkFits(const TrainingOptions& before, const TrainingOptions& now, const std::string& where) {
    const json had = toJson(before), asked = toJson(now);
    auto refuse = [&](const char* field, const char* what) {
        throw Error(where + ": its networks have the " + field + " " + had[field].dump() + ", not " + asked[field].dump() + what);
    };
    for (const char* field : {"image_channels", "latent_size", "latent_parameters", "style_size", "mapping_layers"})
        if (had[field] != asked[field]) refuse(field, "; begin another run for that");
    if (now.resolution < before.resolution) refuse("resolution", ", which can grow, not shrink");
    if (now.additionsUpTo < before.additionsUpTo) refuse("additions_up_to", ", which can grow, not shrink");
    if (before.noise && !now.noise) refuse("noise", ", which they have learned to use");
    if (now.resolution == before.resolution) {
        if (now.channels != before.channels) refuse("channels", "; begin another run for that");
        return;
    }
    if (std::ranges::mismatch(before.channels, now.channels).in1 != before.channels.end())
        refuse("channels", ", and those of a larger resolution go on from them");
    if (std::ranges::find(now.stages, now.resolution, &TrainingStage::resolution) == now.stages.end())
        throw Error(where + ": a run that grows to " + std::to_string(now.resolution) + " pixels needs a stage of that resolution");
}

}  // namespace charrette
