#pragma once

#include <string>
#include <vector>

#include "core/design/card.h"
#include "core/design/variant.h"

namespace charrette {

/// `steps` variants from `first` to `second`, both included, 2 to 1000. Numbers change evenly, choices and toggles half-way; latents turn
/// along the arc between them. A latent number that only one of them sets goes to what the other shows of it; arrangements that differ turn
/// into one another with the latents. Throws `Error`.
std::vector<NewVariant> interpolate(const Card& card, const Variant& first, const Variant& second, size_t steps);

/// The variant at `way` between `first` (0) and `second` (1), as `interpolate` makes it. With a group, only the card's parameters of that group
/// change, latent ones between what the two variants show; everything else stays the first's. Throws `Error`, also for a group that the card
/// does not have.
NewVariant between(const Card& card, const Variant& first, const Variant& second, double way, const std::string& group = {});

/// One axis of a sheet.
struct Axis {
    enum class Kind {
        Parameter,  ///< numbers evenly from `from` to `to`; all choices, or off and on
        Direction,  ///< amounts in standard deviations, evenly from `from` to `to`
        Between,    ///< from the corner to `other`, as `interpolate`
    };

    Kind kind = Kind::Parameter;
    std::string name = {};  ///< of the parameter or direction
    double from = 0, to = 1;
    size_t steps = 5;  ///< 1 to 100; a choice or toggle has as many as it has values
    Variant other = {};
};

/// The steps that an axis really has. Throws `Error` for an axis that does not fit.
size_t stepsOf(const Card& card, const Axis& axis);

/// A sheet's cells, row by row: the corner with each axis's value in its place; an axis of kind `Between` comes first. Throws `Error`.
std::vector<NewVariant> sheet(const Card& card, const Variant& corner, const Axis& rows, const Axis& columns);

}  // namespace charrette
