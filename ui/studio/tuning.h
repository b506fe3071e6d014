#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/design/card.h"
#include "core/design/settings.h"
#include "core/design/variant.h"

namespace charrette {

/// A parameter's value among some; its default where there is none that fits.
ParameterValue valueOf(const Parameter& parameter, const ParameterValues& values);

/// What a genome shows of a parameter: its value; of a latent one that it does not set, what its latent code stands for. Empty for an
/// arrangement that is not set, and for a latent parameter of a genome that does not fit the card.
std::optional<ParameterValue> shownValue(const Card& card, const Parameter& parameter, const Genome& genome);

/// All that a person can set, as the card has it: the declared parameters, then the latent ones.
std::vector<const Parameter*> allParameters(const Card& card);
/// The headings under which they stand, in the order in which they come; those that have but latent parameters at the end.
std::vector<std::string> groupsOf(const Card& card);

/// A direction's amount among some; 0 where there is none.
double amountOf(const std::map<std::string, double>& directions, const std::string& name);

/// How far variants stray from a number that was asked for.
constexpr double nearVariation = 0.12;

/// Settings of a model that nobody has touched yet: every parameter strays as the training data do, and no latent one is set.
Settings freshSettings(const Card& card);
/// The same without what does not fit the card, which is then as nobody has touched it.
Settings fitted(const Card& card, Settings settings);

/// A variant after the panel's values have changed: its numbers move by as much, within the range; what is no number becomes the new value.
/// A latent number that the panel sets for the first time moves from what the variant shows, by as much as the slider from its middle; one
/// that the panel frees is the latent code's again.
Genome retuned(const Card& card, const Genome& genome, const Settings& before, const Settings& after);
/// Whether that is any change to variants.
bool changesValues(const Settings& before, const Settings& after);

/// Settings with a variant's values in the place of the panel's: new variants keep near them.
Settings withValuesOf(const Card& card, const Settings& settings, const Genome& genome);

}  // namespace charrette
