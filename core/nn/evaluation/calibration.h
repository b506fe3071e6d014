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

/// How much of a parameter's change is read from pictures: slopes of least squares of what is read against what is true, so 1 is all of it.
struct ParameterGain {
    std::string name;
    double onReal = 0, before = 0, after = 0;  ///< from real pictures, and from generated ones before and after the calibration
    double gain = 1;                           ///< what the parameter's part of the condition was multiplied with, about its middle
};

/// One slope a parameter, of condition vectors [N, condition] as a regressor reads them (logits of choices and toggles) against true ones;
/// of choices and toggles the probabilities count.
std::vector<double> readingSlopes(const torch::Tensor& read, const torch::Tensor& truth, const std::vector<Parameter>& parameters);

/// Makes a generator take conditions as if each parameter's part were multiplied with its gain: numbers about their mean, choices about equal
/// shares of all options. Its weights change and nothing else.
void stretchConditions(Generator& generator, const std::vector<Parameter>& parameters, const std::vector<double>& gains);

/// Stretches a generator's conditions until as much of a change is read from its pictures as from real ones, by a factor of at most 1.5. What
/// is read better than that stays, and so does what is hardly read from real pictures. `slopes` reads pictures that the generator makes now.
std::vector<ParameterGain> calibrate(Generator& generator, const std::vector<Parameter>& parameters, const std::vector<double>& onReal,
                                     const std::function<std::vector<double>()>& slopes);

struct CalibrationOptions {
    std::filesystem::path model;       ///< folder of a packaged model, whose generator and card are written anew
    std::filesystem::path data;        ///< folder of the data set that it learned from
    std::filesystem::path regressor;   ///< used if it is there and fits the data set, else written; empty: the regressor is not kept
    int64_t regressorImages = 60'000;  ///< pictures that a regressor learns from, repeats counted
    std::string device = "cpu";
};

/// Calibrates a packaged model with pictures of the training split and latents from the prior. The regressor should be another one than the
/// model is evaluated with; those that learn here and there differ. `say` gets sentences worth keeping. Throws `Error`, and then nothing has
/// changed.
std::vector<ParameterGain> calibrateModel(const CalibrationOptions& options, const EvaluationProgress& progress,
                                          const std::function<void(const std::string&)>& say, std::stop_token stop = {});

}  // namespace charrette
