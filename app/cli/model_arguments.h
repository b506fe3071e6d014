#pragma once

#include <string>

#include "app/command_line/arguments.h"
#include "core/design/card.h"
#include "core/design/genome.h"

namespace charrette {

/// `--seed`, 0 to 2^32 - 1.
uint32_t seedFrom(const Arguments& arguments);

/// `--truncation`, or the model's own.
double truncationFrom(const Arguments& arguments, const Card& card);

/// The values that `--set name=value` gives, checked against the card. Throws `Error` naming the parameters that there are.
ParameterValues valuesFrom(const Arguments& arguments, const Card& card);

/// The card's parameter of that name. Throws `Error`.
const Parameter& parameterNamed(const std::string& name, const Card& card);

/// A genome of the given seed, values and truncation, everything else at its default.
Genome genomeFrom(const Arguments& arguments, const Card& card);

}  // namespace charrette
