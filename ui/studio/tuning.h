#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/design/card.h"
#include "core/design/settings.h"
#include "core/design/variant.h"

namespace charrette {

/// A parameter's value among some; its default where there is none that fits.
ParameterValue valueOf(const Parameter& parameter, const ParameterValues& values);

/// A direction's amount among some; 0 where there is none.
double amountOf(const std::map<std::string, double>& directions, const std::string& name);

/// How far variants stray from a number that was asked for.
constexpr double nearVariation = 0.12;

/// Settings of a model that nobody has touched yet: every parameter strays as the training data do.
Settings freshSettings(const Card& card);
/// The same without what does not fit the card, which is then as nobody has touched it.
Settings fitted(const Card& card, Settings settings);

/// A variant after the panel's values have changed: its numbers move by as much, within the range; what is no number becomes the new value.
Genome retuned(const Card& card, const Genome& genome, const Settings& before, const Settings& after);
/// Whether that is any change to variants.
bool changesValues(const Settings& before, const Settings& after);

/// Settings with a variant's values in the place of the panel's: new variants keep near them.
Settings withValuesOf(const Card& card, const Settings& settings, const Genome& genome);

}  // namespace charrette
