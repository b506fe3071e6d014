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

/// The values that `--set name=value` gives, checked against the card. Throws `UsageError` with what the parameter takes, or the name that
/// was probably meant.
ParameterValues valuesFrom(const Arguments& arguments, const Card& card);

/// The card's parameter of that name. Throws `UsageError`.
const Parameter& parameterNamed(const std::string& name, const Card& card);

/// Throws `Error` unless the file that an option names, if it is given, can lie where it says: in a folder that there is, and not be one.
/// Call it before slow work.
void checkOutput(const Arguments& arguments, const std::string& option);

/// A genome of the given seed, values and truncation, everything else at its default.
Genome genomeFrom(const Arguments& arguments, const Card& card);

}  // namespace charrette
