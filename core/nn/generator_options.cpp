#include "core/nn/generator_options.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/design/card.h"
#include "core/design/json.h"
#include "core/nn/option_limits.h"

namespace charrette {

using nlohmann::json;

namespace {

// In the order of their enumerations.
constexpr std::array<const char*, 2> architectureNames = {"skip", "resnet"}, startNames = {"constant", "style"},
                                     lastStepNames = {"convolution", "pixel_shuffle"};

int64_t blocksUpTo(int64_t resolution) {
    int64_t count = 1;
    for (int64_t r = 4; r < resolution; r *= 2) ++count;
    return count;
}

GeneratorOptions fromReference(ObjectReader& reader) {
    GeneratorOptions options;
    options.resolution = reader.integer("res");
    options.imageChannels = reader.integer("channels");
    options.latentSize = reader.integer("z_dim");
    options.conditionSize = reader.integer("c_dim");
    options.styleSize = reader.integer("w_dim");
    options.mappingLayers = reader.integer("layers");
    options.architecture = Architecture(reader.choice("arch", architectureNames));
    options.channels = referenceChannels(options.resolution, reader.integer("cb"), reader.integer("cm"));
    return options;
}

GeneratorOptions fromOurs(ObjectReader& reader) {
    GeneratorOptions options;
    options.resolution = reader.integer("resolution");
    options.imageChannels = reader.integer("image_channels");
    options.latentSize = reader.integer("latent_size");
    options.conditionSize = reader.integer("condition_size");
    options.styleSize = reader.integer("style_size");
    options.mappingLayers = reader.integer("mapping_layers");
    options.mappingRate = reader.number("mapping_rate");
    options.channels = reader.integers("channels", channelLimit);
    options.architecture = Architecture(reader.choice("architecture", architectureNames));
    options.start = Start(reader.choice("start", startNames));
    options.additionsUpTo = reader.integer("additions_up_to");
    options.lastStep = LastStep(reader.choice("last_step", lastStepNames));
    reader.finish();
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
        if (options.hasAddition(resolution) || (options.start == Start::Style && resolution == 4)) count += style * out * resolution * resolution;
        in = out;
    }
    return count;
}

void checkOptions(const GeneratorOptions& options, const std::string& where) {
    const std::string place = joined(where, "generator options");
    if (!isResolution(options.resolution)) refuse(place, "resolution must be a power of two from 16 to 1024");
    if (options.imageChannels != 3 && options.imageChannels != 5) refuse(place, "image channels must be 3 or 5");
    checkNumber(options.latentSize, 1, sizeLimit, place, "latent size");
    checkNumber(options.conditionSize, 0, sizeLimit, place, "condition size");
    checkNumber(options.styleSize, 1, sizeLimit, place, "style size");
    checkNumber(options.mappingLayers, 1, 32, place, "mapping layers");
    if (!(std::isfinite(options.mappingRate) && options.mappingRate > 0)) refuse(place, "mapping rate must be greater than 0");
    const bool fits = options.additionsUpTo == 8 || options.additionsUpTo == 16 || options.additionsUpTo == 32;
    if (!fits || options.additionsUpTo > options.featureResolution())
        refuse(place, "additions up to must be 8, 16 or 32, and not beyond the features' " + std::to_string(options.featureResolution()));
    const int64_t blocks = blocksUpTo(options.featureResolution());
    checkNumber(int64_t(options.channels.size()), blocks, blocks, place, "the number of channel counts");
    for (int64_t count : options.channels) checkNumber(count, 1, sizeLimit, place, "channels");
    if (options.architecture == Architecture::Residual && options.lastStep == LastStep::PixelShuffle)
        refuse(place, "a pixel shuffle needs the skip architecture");
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
            {"architecture", architectureNames[size_t(options.architecture)]},
            {"start", startNames[size_t(options.start)]},
            {"additions_up_to", options.additionsUpTo},
            {"last_step", lastStepNames[size_t(options.lastStep)]}};
}

GeneratorOptions generatorOptionsFromMetadata(const std::map<std::string, std::string>& metadata, const std::string& where) {
    auto found = metadata.find("generator");
    const bool ours = found != metadata.end();
    if (!ours) found = metadata.find("options");
    if (found == metadata.end())
        refuse(where, "the metadata do not say what network the weights belong to ('generator' or 'options' expected)");
    const std::string place = joined(where, "generator options");
    const json object = parseJson(found->second, place);
    ObjectReader reader(object, place);
    const GeneratorOptions options = ours ? fromOurs(reader) : fromReference(reader);
    checkOptions(options, where);
    return options;
}

}  // namespace charrette
