#include "core/nn/generator_options.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/design/json.h"

namespace charrette {

using nlohmann::json;

namespace {

int64_t blocksUpTo(int64_t resolution) {
    int64_t count = 1;
    for (int64_t r = 4; r < resolution; r *= 2) ++count;
    return count;
}

bool isPowerOfTwo(int64_t value) { return value > 0 && (value & (value - 1)) == 0; }

[[noreturn]] void refuseOptions(const std::string& where, const std::string& what) { throw Error(where + ": generator options: " + what + "."); }

void checkRange(int64_t value, int64_t low, int64_t high, const char* field, const std::string& where) {
    if (value < low || value > high)
        refuseOptions(where, std::string(field) + " must be from " + std::to_string(low) + " to " + std::to_string(high) + ", not " +
                          std::to_string(value));
}

int64_t integer(const json& object, const char* field, const std::string& where) {
    if (!object.contains(field) || !object[field].is_number_integer()) refuseOptions(where, std::string(field) + " must be an integer");
    return object[field].get<int64_t>();
}

std::string word(const json& object, const char* field, const std::string& where) {
    if (!object.contains(field) || !object[field].is_string()) refuseOptions(where, std::string(field) + " must be a word");
    return object[field].get<std::string>();
}

/// The index of `value` among `words`.
int chosen(const std::string& value, std::initializer_list<const char*> words, const char* field, const std::string& where) {
    auto found = std::find(words.begin(), words.end(), value);
    if (found == words.end()) refuseOptions(where, std::string(field) + " '" + value + "' is not known");
    return int(found - words.begin());
}

json parsed(const std::string& text, const std::string& where) {
    json object = parseJson(text, where + ": generator options");
    if (!object.is_object()) refuseOptions(where, "they are not a JSON object");
    return object;
}

GeneratorOptions fromReference(const json& object, const std::string& where) {
    GeneratorOptions options;
    options.resolution = integer(object, "res", where);
    options.imageChannels = integer(object, "channels", where);
    options.latentSize = integer(object, "z_dim", where);
    options.conditionSize = integer(object, "c_dim", where);
    options.styleSize = integer(object, "w_dim", where);
    options.mappingLayers = integer(object, "layers", where);
    options.architecture = Architecture(chosen(word(object, "arch", where), {"skip", "resnet"}, "arch", where));
    checkRange(options.resolution, 16, 1024, "res", where);
    options.channels = referenceChannels(options.resolution, integer(object, "cb", where), integer(object, "cm", where));
    return options;
}

GeneratorOptions fromOurs(const json& object, const std::string& where) {
    GeneratorOptions options;
    options.resolution = integer(object, "resolution", where);
    options.imageChannels = integer(object, "image_channels", where);
    options.latentSize = integer(object, "latent_size", where);
    options.conditionSize = integer(object, "condition_size", where);
    options.styleSize = integer(object, "style_size", where);
    options.mappingLayers = integer(object, "mapping_layers", where);
    if (!object.contains("mapping_rate") || !object["mapping_rate"].is_number()) refuseOptions(where, "mapping_rate must be a number");
    options.mappingRate = object["mapping_rate"].get<double>();
    if (!object.contains("channels") || !object["channels"].is_array()) refuseOptions(where, "channels must be a list");
    for (const json& count : object["channels"]) {
        if (!count.is_number_integer()) refuseOptions(where, "channels must be a list of integers");
        options.channels.push_back(count.get<int64_t>());
    }
    options.architecture = Architecture(chosen(word(object, "architecture", where), {"skip", "resnet"}, "architecture", where));
    options.start = Start(chosen(word(object, "start", where), {"constant", "style"}, "start", where));
    options.lastStep = LastStep(chosen(word(object, "last_step", where), {"convolution", "pixel_shuffle"}, "last_step", where));
    return options;
}

}  // namespace

int64_t GeneratorOptions::styleLayers() const { return 2 * blocksUpTo(featureResolution()); }

int64_t GeneratorOptions::channelsAt(int64_t at) const { return channels.at(size_t(blocksUpTo(at) - 1)); }

std::vector<int64_t> referenceChannels(int64_t resolution, int64_t base, int64_t maximum) {
    std::vector<int64_t> channels;
    for (int64_t r = 4; r <= resolution; r *= 2) channels.push_back(std::min(base / r, maximum));
    return channels;
}

int64_t fewestWeights(const GeneratorOptions& options) {
    int64_t style = options.styleSize, count = options.latentSize * style + (options.mappingLayers - 1) * style * style;
    count += options.conditionSize > 0 ? style * (options.conditionSize + style) : 0;
    int64_t in = 0;
    for (int64_t resolution = 4; resolution <= options.featureResolution(); resolution *= 2) {
        int64_t out = options.channelsAt(resolution);
        count += 9 * (in * out + out * out) + style * (in + out) + resolution * resolution;
        if (options.start == Start::Style && resolution <= 8) count += style * out * resolution * resolution;
        in = out;
    }
    return count;
}

void checkOptions(const GeneratorOptions& options, const std::string& where) {
    checkRange(options.resolution, 16, 1024, "resolution", where);
    if (!isPowerOfTwo(options.resolution)) refuseOptions(where, "resolution must be a power of two");
    if (options.imageChannels != 3 && options.imageChannels != 5) refuseOptions(where, "image channels must be 3 or 5");
    checkRange(options.latentSize, 1, 4096, "latent size", where);
    checkRange(options.conditionSize, 0, 4096, "condition size", where);
    checkRange(options.styleSize, 1, 4096, "style size", where);
    checkRange(options.mappingLayers, 1, 32, "mapping layers", where);
    if (!(std::isfinite(options.mappingRate) && options.mappingRate > 0)) refuseOptions(where, "mapping rate must be greater than 0");
    checkRange(int64_t(options.channels.size()), blocksUpTo(options.featureResolution()), blocksUpTo(options.featureResolution()),
               "the number of channel counts", where);
    for (int64_t count : options.channels) checkRange(count, 1, 4096, "channels", where);
    if (options.architecture == Architecture::Residual && options.lastStep == LastStep::PixelShuffle)
        refuseOptions(where, "a pixel shuffle needs the skip architecture");
}

json toJson(const GeneratorOptions& options) {
    return {{"resolution", options.resolution},
            {"image_channels", options.imageChannels},
            {"latent_size", options.latentSize},
            {"condition_size", options.conditionSize},
            {"style_size", options.styleSize},
            {"mapping_layers", options.mappingLayers},
            {"mapping_rate", options.mappingRate},
            {"channels", options.channels},
            {"architecture", options.architecture == Architecture::Skip ? "skip" : "resnet"},
            {"start", options.start == Start::Constant ? "constant" : "style"},
            {"last_step", options.lastStep == LastStep::Convolution ? "convolution" : "pixel_shuffle"}};
}

GeneratorOptions generatorOptionsFromMetadata(const std::map<std::string, std::string>& metadata, const std::string& where) {
    GeneratorOptions options;
    if (auto ours = metadata.find("generator"); ours != metadata.end())
        options = fromOurs(parsed(ours->second, where), where);
    else if (auto reference = metadata.find("options"); reference != metadata.end())
        options = fromReference(parsed(reference->second, where), where);
    else
        throw Error(where + ": the metadata do not say what network the weights belong to ('generator' or 'options' expected).");
    checkOptions(options, where);
    return options;
}

}  // namespace charrette
