#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/design/parameter.h"
#include "core/nn/evaluation/learning.h"
#include "core/nn/evaluation/picture_reader.h"
#include "core/nn/training/training_set.h"

namespace charrette {

/// A regressor that reads a data set's parameters back from pictures, and has learned from real ones alone.
struct ParameterReader {
    PictureReader network{nullptr};     ///< its outputs are a condition vector; of choices the logits
    std::vector<Parameter> parameters;  ///< with the distributions that it learned by
    std::string recipe;                 ///< of the data set
    int64_t images = 0;                 ///< seen while it learned
};

/// What the pictures of a data set are, as far as a regressor depends on it.
struct ReaderSubject {
    std::vector<Parameter> parameters;
    std::string recipe;
    int64_t resolution = 128;
};

/// How pictures of a batch may be changed while their conditions stay true; the same for all that is compared.
struct Augmentation {
    bool mirror = false;
    std::vector<std::string> mirrorNegates;  ///< numbers whose sign changes then
    int64_t shift = 2;                       ///< up to so many pixels, up or down and left or right
};

/// The whole batch moved by a few pixels that depend on `seed` alone; the edges are repeated.
torch::Tensor movedAtRandom(const torch::Tensor& pictures, int64_t shift, uint64_t seed);

/// Mean over the parameters of what an output [N, condition] loses against the truth: squared error of numbers, cross entropy of choices
/// and toggles. A scalar.
torch::Tensor readingLoss(const torch::Tensor& outputs, const torch::Tensor& truth, const std::vector<Parameter>& parameters);

/// Learns from the training split, whose conditions were made with `subject`'s parameters. Throws `Error` when stopped.
ParameterReader learnedReader(const TrainingSet& training, const ReaderSubject& subject, const Augmentation& augmentation,
                              const Learning& learning, uint64_t seed, const std::function<void(double)>& progress, std::stop_token stop);

void saveReader(const std::filesystem::path& file, const ParameterReader& reader);
/// Throws `Error` when the file does not hold a regressor.
ParameterReader loadReader(const std::filesystem::path& file);
/// Whether a regressor can be used for that data set: the same recipe, the same parameters, as many pixels.
bool fits(const ParameterReader& reader, const ReaderSubject& subject);

/// [N, condition] in terms of one list of parameters' means and deviations, said in those of another; the lists differ in nothing else.
torch::Tensor restated(const torch::Tensor& conditions, const std::vector<Parameter>& from, const std::vector<Parameter>& to);

/// What a network sees in `count` pictures, which `pictures` gives by first and number, a few at a time. On the CPU, without gradients.
Reading readInChunks(PictureReader& network, int64_t count, const std::function<torch::Tensor(int64_t first, int64_t count)>& pictures);

}  // namespace charrette
