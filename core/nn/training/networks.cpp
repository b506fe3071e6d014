#include "core/nn/training/networks.h"

#include <algorithm>

namespace charrette {

GeneratorOptions generatorOptions(const TrainingOptions& options, int64_t conditionSize) {
    GeneratorOptions shape{.resolution = options.resolution,
                           .imageChannels = options.imageChannels,
                           .latentSize = options.latentSize,
                           .conditionSize = conditionSize,
                           .styleSize = options.styleSize,
                           .mappingLayers = options.mappingLayers,
                           .mappingRate = 1,
                           .channels = featureChannels(options),
                           .start = Start::Style,
                           .additionsUpTo = options.additionsUpTo,
                           .lastStep = options.lastChannels > 0 ? LastStep::Convolution : LastStep::PixelShuffle};
    checkOptions(shape, "Training options");
    return shape;
}

EncoderOptions encoderOptions(const TrainingOptions& options, int64_t conditionSize) {
    EncoderOptions shape{
        .resolution = options.resolution, .latentSize = options.latentSize, .conditionSize = conditionSize, .channels = options.channels};
    checkOptions(shape, "Training options");
    return shape;
}

DiscriminatorOptions discriminatorOptions(const TrainingOptions& options, int64_t conditionSize) {
    const bool folds = options.adversarial.fold;
    auto channels = options.channels;
    if (!folds) channels.push_back((channels.back() + 15) / 16 * 8);  // one more block, half as wide, in eights
    for (auto& count : channels) count = std::max(count, options.adversarial.fewestChannels);
    return {.resolution = options.resolution,
            .imageChannels = options.adversarial.coloursOnly ? 3 : options.imageChannels,
            .conditionSize = conditionSize,
            .channels = channels,
            .folding = folds ? Folding::Yes : Folding::No};
}

Autoencoder::Autoencoder(const TrainingOptions& options, int64_t conditionSize)
    : generator(register_module("generator", Generator(generatorOptions(options, conditionSize)))),
      encoder(register_module("encoder", Encoder(encoderOptions(options, conditionSize)))) {}

void Autoencoder::computeIn(torch::ScalarType type) {
    generator->synthesis->computeIn(type);
    encoder->computeIn(type);
}

}  // namespace charrette
