#pragma once

#include "core/design/settings.h"

namespace charrette {

/// How far variants stray from a number that a starting point names.
constexpr double nearStartingPoint = 0.12;

/// Settings that nobody has touched, with what a starting point names: numbers are kept near its values, choices and toggles at them; the
/// rest stays free. The seed is the starting point's, so that its first variant is the one that stands for it.
Settings withStartingPoint(const Card& card, Settings fresh, const StartingPoint& point);

}  // namespace charrette
