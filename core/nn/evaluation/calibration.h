#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/design/parameter.h"
#include "core/nn/evaluation/evaluate.h"
#include "core/nn/generator.h"

namespace charrette {

/// How a calibration changed what is read from pictures. What a reading loses: of numbers the mean squared error in variances (1 - R²), of
/// choices and toggles the cross entropy as a share of that of a guess.
struct ParameterGain {
    std::string name;
    double onReal = 0, before = 0, after = 0;  ///< lost from real pictures, and from generated ones before and after
    double gain = 1;                           ///< what the parameter's part of the condition was multiplied with, about its middle
};

/// One loss a parameter, [parameters], of condition vectors [N, condition] as a regressor reads them (logits of choices and toggles) against
/// true ones.
torch::Tensor readingLosses(const torch::Tensor& read, const torch::Tensor& truth, const std::vector<Parameter>& parameters);

/// Conditions [N, condition] with each parameter's part multiplied with its gain: numbers about their mean, choices about equal shares of all.
torch::Tensor stretched(const torch::Tensor& conditions, const std::vector<Parameter>& parameters, const torch::Tensor& gains);

/// Makes weights of a generator's mapping take conditions as if `stretched` by gains [parameters], and count `emphasis` times as much.
void stretchConditions(Generator& generator, const std::vector<Parameter>& parameters, const torch::Tensor& gains, double emphasis);

/// Gains [count], within a factor of 1.5 of 1, with which `loss`, a scalar that depends on them and on the step, becomes small (Adam).
torch::Tensor soughtGains(int64_t count, int64_t steps, const std::function<torch::Tensor(const torch::Tensor& gains, int64_t step)>& loss);

struct CalibrationOptions {
    std::filesystem::path model;       ///< folder of a packaged model, whose generator and card are written anew
    std::filesystem::path data;        ///< folder of the data set that it learned from
    std::filesystem::path regressor;   ///< used if it is there and fits, else written; empty: the regressor is not kept
    int64_t regressorImages = 60'000;  ///< pictures that a regressor learns from, repeats counted
    int64_t steps = 60;                ///< of 64 pictures
    std::string device = "cpu";
};

/// Seeks gains for a packaged model's conditions with which its pictures are read no worse than real ones, as far as gains can bring that
/// about, and writes them into its weights. They are sought with conditions of the training split and latents from the prior, by a regressor
/// that sees pictures halved once (but for models below 64 pixels) and is not the one that the model is evaluated with. `say` gets sentences
/// worth keeping. Throws `Error`, and then nothing has changed.
std::vector<ParameterGain> calibrateModel(const CalibrationOptions& options, const EvaluationProgress& progress,
                                          const std::function<void(const std::string&)>& say, std::stop_token stop = {});

}  // namespace charrette
