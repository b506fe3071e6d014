#pragma once

#include <cstddef>
#include <vector>

#include "core/design/card.h"
#include "core/design/parameter.h"

namespace charrette {

/// Parameters become the condition vector in the order of the card, without gaps:
///   Number, Integer: one component, (value - mean) / deviation of the training data;
///   Toggle:          one component, -1 for off and 1 for on;
///   Choice:          one component a choice, 1 at the chosen one and 0 elsewhere (one-hot).

/// Components that one parameter takes in the condition vector.
size_t conditionSize(const Parameter& parameter);
/// Length of the whole condition vector.
size_t conditionSize(const std::vector<Parameter>& parameters);

/// The condition vector. Every value is checked and must be named in `parameters`; a parameter without a value takes its default.
std::vector<float> conditionVector(const std::vector<Parameter>& parameters, const ParameterValues& values);
/// The same for a model, of whose latent parameters none is in the condition vector.
std::vector<float> conditionVector(const Card& card, const ParameterValues& values);

/// The values nearest to a condition vector that a network read from a picture: numbers clamped to the range and integers
/// rounded, the largest component's choice, on for components above 0.
ParameterValues valuesFromCondition(const std::vector<Parameter>& parameters, const std::vector<float>& condition);

/// Values with every parameter's default filled in. Throws `Error` for a name that is not a parameter.
ParameterValues completeValues(const std::vector<Parameter>& parameters, const ParameterValues& values);
/// The same for a model, whose latent parameters may be among the values: these are checked and passed through, and have no default.
ParameterValues completeValues(const Card& card, const ParameterValues& values);

}  // namespace charrette
