#pragma once

#include "core/nn/discriminator.h"
#include "core/nn/encoder.h"
#include "core/nn/generator.h"
#include "core/nn/training/options.h"

namespace charrette {

/// Shapes of the networks that a run trains. Throw `Error` when there are none of that shape.
GeneratorOptions generatorOptions(const TrainingOptions& options, int64_t conditionSize);
EncoderOptions encoderOptions(const TrainingOptions& options, int64_t conditionSize);
DiscriminatorOptions discriminatorOptions(const TrainingOptions& options, int64_t conditionSize);

/// The two networks that are shipped.
struct Autoencoder : torch::nn::Module {
    Autoencoder(const TrainingOptions& options, int64_t conditionSize);
    /// The type of both networks' features from now on.
    void computeIn(torch::ScalarType type);
    Generator generator;
    Encoder encoder;
};

}  // namespace charrette
