#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace charrette {

enum class Architecture { Skip, Residual };

/// What the features at 4² start from.
enum class Start {
    Constant,  ///< a learned picture, as in the reference
    Style,     ///< a linear layer of the style vector, and others added from 8² up to `additionsUpTo`
};

/// How the last step to the full resolution is made.
enum class LastStep {
    Convolution,   ///< a block of its own, as in the reference
    PixelShuffle,  ///< features stop at half the resolution; 4 x channels are laid out as 2 x 2 pixels
};

/// Shape of a generator; saved as JSON beside its weights.
struct GeneratorOptions {
    int64_t resolution = 256;      ///< power of two, 16 to 1024
    int64_t imageChannels = 3;     ///< 3, or 5 with coverage and depth
    int64_t latentSize = 512;
    int64_t conditionSize = 0;
    int64_t styleSize = 512;
    int64_t mappingLayers = 8;
    double mappingRate = 0.01;     ///< learning rate multiplier of the mapping layers, part of their scale
    std::vector<int64_t> channels; ///< from 4² up to `featureResolution()`
    Architecture architecture = Architecture::Skip;
    Start start = Start::Constant;
    int64_t additionsUpTo = 8;     ///< 8, 16 or 32: where the last addition from the style vector is made, of a network that starts from it
    LastStep lastStep = LastStep::Convolution;

    /// Resolution of the last block of features.
    int64_t featureResolution() const { return lastStep == LastStep::PixelShuffle ? resolution / 2 : resolution; }
    /// Style vectors that the synthesis network takes: one a convolution and one for the last picture layer.
    int64_t styleLayers() const;
    int64_t channelsAt(int64_t resolution) const;
    /// Whether features of this resolution get something made from the style vector alone.
    bool hasAddition(int64_t resolution) const { return start == Start::Style && resolution > 4 && resolution <= additionsUpTo; }
};

/// Channels of the reference's networks: min(base / resolution, maximum) from 4² to `resolution`.
std::vector<int64_t> referenceChannels(int64_t resolution, int64_t base, int64_t maximum);

/// A lower bound of the weights that a network of these options holds; most of them. Cheap: nothing is allocated.
int64_t fewestWeights(const GeneratorOptions& options);

/// Throws `Error` naming the field when a network of these options cannot be built.
void checkOptions(const GeneratorOptions& options, const std::string& where);

nlohmann::json toJson(const GeneratorOptions& options);
/// From a weights file's metadata: ours under "generator", or the reference data's under "options". Throws `Error` naming `where`.
GeneratorOptions generatorOptionsFromMetadata(const std::map<std::string, std::string>& metadata, const std::string& where);

}  // namespace charrette
