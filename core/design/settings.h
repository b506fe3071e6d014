#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/design/sampling.h"

namespace charrette {

/// Names a model to people and to the engine, also when it is not there.
struct ModelReference {
    std::string name = {};   ///< `Card::name`; empty: no model was chosen yet
    std::string title = {};  ///< `Card::title`
    std::string hash = {};   ///< `Card::modelHash`
    bool operator==(const ModelReference&) const = default;
};

/// What the parameter panel shows, and what a new generation is made from.
struct Settings {
    ModelReference model = {};
    ParameterValues parameters = {};
    std::set<std::string> locked = {};              ///< parameters that new variants keep
    std::map<std::string, double> variation = {};   ///< how far a parameter may stray, 0 to 1 as `SamplingOptions::variation`
    std::map<std::string, double> directions = {};  ///< amounts in standard deviations
    double truncation = 1;                          ///< -2 to 2
    double spread = 1;                              ///< 0 to 1
    uint32_t seed = 0;                              ///< of the next generation
    int count = 24;                                 ///< of its variants, 1 to 10000
    std::optional<Site> site = {};                  ///< behind all variants; none: as learned
    bool operator==(const Settings&) const = default;
};

nlohmann::json toJson(const Settings& settings);
/// Throws `Error` with a sentence that names the field. Whether the values fit a card is not known here.
Settings settingsFromJson(const nlohmann::json& json, const std::string& where);

/// A new generation around what the panel shows.
SamplingOptions samplingOptions(const Settings& settings);

}  // namespace charrette
