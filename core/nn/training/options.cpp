#include "core/nn/training/options.h"

#include <algorithm>
#include <cmath>
#include <concepts>
#include <type_traits>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/nn/option_limits.h"

namespace charrette {

using nlohmann::json;

// Defined here for nlohmann_json, which finds them by their argument; below, too.
void to_json(json& text, AdversarialLoss loss) { text = loss == AdversarialLoss::Relativistic ? "relativistic" : "non_saturating"; }

void from_json(const json& text, AdversarialLoss& loss) {
    if (text != "relativistic" && text != "non_saturating")
        throw Error("Training options: the adversarial loss must be 'relativistic' or 'non_saturating', not " + text.dump());
    loss = text == "relativistic" ? AdversarialLoss::Relativistic : AdversarialLoss::NonSaturating;
}

namespace {

/// What a number must be for a run to be made of it.
enum class Sign { Any, NotNegative, Positive };

// The only lists of fields: `visit` gets the name and the value of each, and the sign where one is asked.

void eachField(auto& options, auto visit)
    requires std::same_as<std::remove_cvref_t<decltype(options)>, TrainingStage>
{
    visit("resolution", options.resolution);
    visit("images", options.images);
    visit("batch", options.batch);
    visit("adversarial", options.adversarial);
    visit("rate", options.rate);
}

void eachField(auto& options, auto visit)
    requires std::same_as<std::remove_cvref_t<decltype(options)>, AdversarialOptions>
{
    visit("loss", options.loss);
    visit("linear_rate", options.linearRate, Sign::Positive);
    visit("convolution_rate", options.convolutionRate, Sign::Positive);
    visit("discriminator_rate", options.discriminatorRate, Sign::Positive);
    visit("pair_weight", options.pairWeight, Sign::NotNegative);
    visit("feature_weight", options.featureWeight, Sign::NotNegative);
    visit("latent_weight", options.latentWeight, Sign::NotNegative);
    visit("condition_weight", options.conditionWeight, Sign::NotNegative);
    visit("penalty", options.penalty, Sign::NotNegative);
    visit("penalty_interval", options.penaltyInterval, Sign::Positive);
    visit("fold", options.fold);
    visit("colours_only", options.coloursOnly);
    visit("jitter", options.jitter, Sign::NotNegative);
    visit("grain", options.grain, Sign::NotNegative);
    visit("fewest_channels", options.fewestChannels, Sign::NotNegative);
    visit("augment_images", options.augmentImages, Sign::NotNegative);
}

void eachField(auto& options, auto visit)
    requires std::same_as<std::remove_cvref_t<decltype(options)>, TrainingOptions>
{
    visit("seed", options.seed);
    visit("resolution", options.resolution);
    visit("image_channels", options.imageChannels);
    visit("latent_size", options.latentSize);
    visit("latent_parameters", options.latentParameters);
    visit("style_size", options.styleSize);
    visit("mapping_layers", options.mappingLayers);
    visit("additions_up_to", options.additionsUpTo);
    visit("channels", options.channels);
    visit("last_channels", options.lastChannels, Sign::NotNegative);
    visit("stages", options.stages);
    visit("mirror", options.mirror);
    visit("mirror_negates", options.mirrorNegates);
    visit("linear_rate", options.linearRate, Sign::Positive);
    visit("convolution_rate", options.convolutionRate, Sign::Positive);
    visit("noise", options.noise);
    visit("mixed_precision", options.mixedPrecision);
    visit("average_images", options.averageImages, Sign::Positive);
    visit("saturation", options.saturation, Sign::Positive);
    visit("gradient_weight", options.gradientWeight, Sign::NotNegative);
    visit("structure_weight", options.structureWeight, Sign::NotNegative);
    visit("relief_weight", options.reliefWeight, Sign::NotNegative);
    visit("object_weight", options.objectWeight, Sign::NotNegative);
    visit("divergence_weight", options.divergenceWeight, Sign::NotNegative);
    visit("parameter_weight", options.parameterWeight, Sign::NotNegative);
    visit("reading_weight", options.readingWeight, Sign::NotNegative);
    visit("adversarial", options.adversarial);
}

json written(const auto& options) {
    json object;
    eachField(options, [&](const char* name, const auto& value, Sign = Sign::Any) { object[name] = value; });
    return object;
}

/// Fields that are left out keep their values.
void read(const json& object, auto& options) {
    eachField(options, [&](const char* name, auto& value, Sign = Sign::Any) {
        if (object.contains(name)) object[name].get_to(value);
    });
}

void checkSigns(const auto& options, const std::string& prefix) {
    auto refuse = [&](const char* name, const char* what) { throw Error("Training options: " + prefix + name + what); };
    eachField(options, [&]<typename Value>(const char* name, const Value& value, Sign sign = Sign::Any) {
        if constexpr (std::is_arithmetic_v<Value>) {
            const auto number = double(value);
            if (sign == Sign::Positive && !(number > 0 && std::isfinite(number))) refuse(name, " must be above 0");
            if (sign == Sign::NotNegative && !(number >= 0 && std::isfinite(number))) refuse(name, " must not be below 0");
        }
    });
}

}  // namespace

void to_json(json& object, const TrainingStage& stage) { object = written(stage); }
void from_json(const json& object, TrainingStage& stage) { read(object, stage); }
void to_json(json& object, const AdversarialOptions& options) { object = written(options); }
void from_json(const json& object, AdversarialOptions& options) { read(object, options); }

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

std::vector<int64_t> featureChannels(const TrainingOptions& options) {
    auto channels = options.channels;
    if (options.lastChannels > 0) channels.push_back(options.lastChannels);
    return channels;
}

TrainingOptions completed(TrainingOptions options) {
    if (options.channels.empty()) options.channels = smallChannels(options.resolution);
    if (options.stages.empty()) options.stages = coarseToFine(options.resolution);
    for (const TrainingStage& stage : options.stages) checkStage(stage, options.resolution);
    checkSigns(options, "");
    checkSigns(options.adversarial, "adversarial ");
    if (options.adversarial.jitter > 16) throw Error("Training options: jitter must be at most 16 pixels");
    if (options.adversarial.fewestChannels > sizeLimit)
        throw Error("Training options: adversarial fewest_channels must be at most " + std::to_string(sizeLimit));
    if (int64_t(options.latentParameters.size()) > options.latentSize)
        throw Error("Training options: latent_parameters names more numbers than the latent_size of " + std::to_string(options.latentSize));
    return options;
}

json toJson(const TrainingOptions& options) { return written(options); }

TrainingOptions trainingOptionsFromJson(const json& object, const std::string& where, TrainingOptions options) {
    if (!object.is_object()) throw Error(where + ": training options must be a JSON object");
    json complete = toJson(options);
    const json usual = toJson(completed({}));
    for (const auto& [name, value] : object.items()) {
        if (!usual.contains(name)) throw Error(where + ": training options do not have a field '" + name + "'");
        if (!sameType(value, usual[name])) throw Error(where + ": the training option '" + name + "' has the wrong type");
    }
    complete.merge_patch(object);
    read(complete, options);
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
    auto goesOn = [](const std::vector<int64_t>& from, const std::vector<int64_t>& to) {
        return std::ranges::mismatch(from, to).in1 == from.end();
    };
    const bool grows = now.resolution > before.resolution;
    if (!grows && now.channels != before.channels) refuse("channels", "; begin another run for that");
    if (!goesOn(before.channels, now.channels)) refuse("channels", ", and those of a larger resolution go on from them");
    if (!goesOn(featureChannels(before), featureChannels(now))) refuse("last_channels", ", which later ones go on from");
    if (!grows) return;
    if (std::ranges::find(now.stages, now.resolution, &TrainingStage::resolution) == now.stages.end())
        throw Error(where + ": a run that grows to " + std::to_string(now.resolution) + " pixels needs a stage of that resolution");
}

}  // namespace charrette
