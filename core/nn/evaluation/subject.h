#pragma once

#include <filesystem>
#include <stop_token>
#include <string>

#include "core/design/card.h"
#include "core/nn/encoder.h"
#include "core/nn/evaluation/parameter_reader.h"
#include "core/nn/generator.h"
#include "core/nn/training/training_set.h"

namespace charrette {

/// What a checkpoint says of the training that made a model.
struct TrainingFacts {
    int64_t images = 0;  ///< seen; 0 when nothing is known
    double seconds = 0;
    bool mirror = false;
    std::vector<std::string> mirrorNegates;  ///< parameters of the model whose sign changes then
};

/// From a checkpoint, or nothing when it is not there. Throws `Error` when it is no checkpoint.
TrainingFacts trainingFacts(const std::filesystem::path& checkpoint);

/// A packaged model and the pictures that it is measured on. Conditions are as the model's card has them.
struct Subject {
    Card card;
    Generator generator{nullptr};
    Encoder encoder{nullptr};
    TrainingFacts facts;
    std::string recipe;                 ///< of the data set
    TrainingSet training, heldOut;
    torch::Tensor real, conditions;     ///< the first of the held-out pictures, [N, 3, r, r] and [N, condition]
    torch::Tensor generated;            ///< [N, 3, r, r], under the same conditions

    torch::Device device() const { return conditions.device(); }
};

/// Throws `Error` when the model or the data set is damaged, they do not fit, or there are too few held-out pictures.
Subject openSubject(const std::filesystem::path& model, const std::filesystem::path& data, const std::string& device, std::stop_token stop);

/// Pictures [N, 3, r, r] as people see them, in steps of 8 bits and within [-1, 1], of latents [N, latent] and conditions [N, condition].
torch::Tensor shownPictures(Generator& generator, const torch::Tensor& z, const torch::Tensor& c);
/// The same with latents from the prior, which depend on `seed` alone, and on the device of the conditions.
torch::Tensor shownSamples(Generator& generator, const torch::Tensor& c, uint32_t seed);

}  // namespace charrette
