#pragma once

#include <vector>

#include "core/design/card.h"
#include "core/design/settings.h"
#include "core/design/variant.h"

namespace charrette {

/// Settings of a model that nobody has touched yet: every parameter strays as the training data do.
Settings freshSettings(const Card& card);

/// A variant after the panel's values have changed: its numbers move by as much, within the range; what is no number becomes the new value.
Genome retuned(const Card& card, const Genome& genome, const Settings& before, const Settings& after);
/// Whether that is any change to variants.
bool changesValues(const Settings& before, const Settings& after);

/// Settings with a variant's values in the place of the panel's.
Settings withValuesOf(const Settings& settings, const Genome& genome);

}  // namespace charrette
