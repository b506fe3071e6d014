#include "core/nn/evaluation/figures.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace charrette {

using nlohmann::json;

// Defined here for nlohmann_json, which finds them by their argument.
void to_json(json& object, const ParameterControl& control) {
    object = {{"name", control.name},
              {"on_real", control.onReal},
              {"on_generated", control.onGenerated},
              {"own_shift", control.ownShift},
              {"other_shift", control.otherShift},
              {"other_name", control.otherName}};
}

void to_json(json& object, const Reconstruction& reconstruction) {
    object = {{"mean_absolute_error", reconstruction.absolute}, {"psnr", reconstruction.psnr}, {"ssim", reconstruction.similarity}};
}

void to_json(json& object, const BesideReal& pair) { object = {{"generated", pair.generated}, {"real", pair.real}}; }

void to_json(json& object, const Realism& realism) {
    object = {{"accuracy", realism.accuracy}, {"standard_error", realism.deviation}, {"tested_pictures", realism.tested}};
}

void to_json(json& object, const HistoryLine& line) {
    object = {{"weights", line.weights},  {"images", line.images},   {"realism", line.realism}, {"frechet", line.frechet},
              {"frechet_of_real", line.frechetOfReal}, {"control", line.control}};
    if (line.realismInFeatures > 0) object["realism_in_features"] = line.realismInFeatures;
}

void from_json(const json& object, HistoryLine& line) {
    object.at("weights").get_to(line.weights);
    object.at("images").get_to(line.images);
    object.at("realism").get_to(line.realism);
    object.at("frechet").get_to(line.frechet);
    object.at("frechet_of_real").get_to(line.frechetOfReal);
    object.at("control").get_to(line.control);
    line.realismInFeatures = object.value("realism_in_features", 0.0);
}

json toJson(const Figures& figures) {
    json summary = {{"parameters", figures.control.size()}, {"near_real", 0}, {"well_read", 0}, {"well_obeyed", 0}};
    for (const auto& control : figures.control) {
        const bool wellRead = control.onReal >= control.wellRead();
        summary["near_real"] = summary["near_real"].get<int>() + control.isNearReal();
        summary["well_read"] = summary["well_read"].get<int>() + wellRead;
        summary["well_obeyed"] = summary["well_obeyed"].get<int>() + (wellRead && control.onGenerated >= control.wellRead());
    }
    summary["mean"] = meanControl(figures.control);
    return {{"model", figures.model},
            {"weights", figures.weights},
            {"recipe", figures.recipe},
            {"images", figures.images},
            {"training_seconds", figures.seconds},
            {"training_pictures", figures.trainingPictures},
            {"held_out_pictures", figures.heldOutPictures},
            {"regressor_images", figures.regressorImages},
            {"control", figures.control},
            {"control_summary", summary},
            {"realism", figures.realism},
            {"realism_in_features", figures.realismInFeatures},
            {"frechet", figures.frechet},
            {"reconstruction", figures.reconstruction},
            {"reconstruction_as_read", figures.fromReading},
            {"diversity", figures.diversity},
            {"nearest", figures.nearest},
            {"history", figures.history}};
}

std::vector<HistoryLine> continued(const json& report, const HistoryLine& line, const std::string& where) {
    std::vector<HistoryLine> history;
    try {
        history = report.value("history", json::array()).get<std::vector<HistoryLine>>();
    } catch (const json::exception&) {
        throw Error(where + ": its history cannot be read; move the report away to begin another one");
    }
    std::erase_if(history, [&](const HistoryLine& earlier) { return earlier.weights == line.weights; });
    history.push_back(line);
    return history;
}

double meanControl(const std::vector<ParameterControl>& controls) {
    double sum = 0;
    for (const auto& control : controls) sum += std::max(0.0, control.onGenerated);
    return controls.empty() ? 0 : sum / double(controls.size());
}

HistoryLine lineOf(const Figures& figures) {
    return {figures.weights,           figures.images,       figures.realism.accuracy, figures.frechet.generated, figures.frechet.real,
            meanControl(figures.control), figures.realismInFeatures.accuracy};
}

}  // namespace charrette
