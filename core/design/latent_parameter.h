#pragma once

#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/design/parameter.h"

namespace charrette {

/// A named quantity that the latent code holds: a slider that nobody has to set. While a genome does not name it, it varies with the seed;
/// a genome that does sets the components of all its latent codes.
///   Number: one component, the normal score of the value under the training distribution.
///   Integer: the value numbers an arrangement, and the components are standard normal draws from it ("another arrangement of trees").
struct LatentParameter {
    Parameter parameter = {};
    std::vector<int> components = {0};  ///< counted from 0, all different; one for a Number

    bool isArrangement() const { return parameter.kind == ParameterKind::Integer; }
};

/// Where a number lies among the training data, as a draw from the standard normal distribution that lies as high: its rank by the
/// parameter's histogram (evenly spread without one) through the inverse of the normal distribution, within ±3.1.
double normalScore(const Parameter& parameter, double value);
/// The value whose normal score this is, within the parameter's range.
double valueOfNormalScore(const Parameter& parameter, double score);

/// What the latent components are for a value, in the order of `components`. Throws `Error` for a value that does not fit.
std::vector<float> latentComponents(const LatentParameter& latent, const ParameterValue& value);

nlohmann::json toJson(const LatentParameter& latent);
/// Reads what `toJson` wrote. Throws `Error` naming the field.
LatentParameter latentParameterFromJson(const nlohmann::json& json, const std::string& where);

}  // namespace charrette
