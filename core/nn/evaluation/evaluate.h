#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace charrette {

/// What is measured, and how much work is put into it.
struct EvaluationOptions {
    std::filesystem::path model;      ///< folder of a packaged model; the reports are written there
    std::filesystem::path data;       ///< folder of a packed data set
    std::filesystem::path regressor;  ///< used if it is there and fits the data set, else written; empty: the regressor is not kept
    int64_t regressorImages = 60'000;  ///< pictures that a regressor learns from, repeats counted
    std::optional<double> regressorMinutes{};  ///< time at which it ends before that
    int64_t classifierImages = 8000;  ///< pictures that each of the two classifiers sees
    std::string device = "cpu";
};

/// What a long evaluation tells about itself: activity, and its share that is done, from 0 to 1.
using EvaluationProgress = std::function<void(const std::string& activity, double share)>;

/// Measures a packaged model on the held-out split of a data set: writes `report.json`, `report.md` and pictures in `report/` beside its
/// card. An earlier report's history goes on. `say` gets sentences worth keeping. Throws `Error`.
void evaluateModel(const EvaluationOptions& options, const EvaluationProgress& progress, const std::function<void(const std::string&)>& say,
                   std::stop_token stop = {});

}  // namespace charrette
