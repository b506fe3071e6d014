#include "core/design/starting_settings.h"

#include <algorithm>

namespace charrette {

Settings withStartingPoint(const Card& card, Settings fresh, const StartingPoint& point) {
    for (const auto& [name, value] : point.parameters) {
        fresh.parameters[name] = value;
        const auto declared = std::ranges::find(card.parameters, name, &Parameter::name);
        if (declared != card.parameters.end()) fresh.variation[name] = isNumeric(*declared) ? nearStartingPoint : 0;
    }
    fresh.seed = point.seed;
    return fresh;
}

}  // namespace charrette
