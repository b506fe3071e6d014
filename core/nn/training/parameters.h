#pragma once

#include <string>
#include <vector>

#include "core/design/latent_parameter.h"
#include "core/design/parameter.h"

namespace charrette {

/// A list of parameters as JSON, as checkpoints keep it, and back. Reading throws `Error` naming `where`.
std::string parametersToText(const std::vector<Parameter>& parameters);
std::vector<Parameter> parametersFromText(const std::string& text, const std::string& where);

/// What a card says of the numbers that the latent code begins with, in their order. Numbers that share their label and group are one
/// arrangement, named by what their names begin with: "tree_line_0", "tree_line_1", … become "tree_line".
std::vector<LatentParameter> latentParametersOf(const std::vector<Parameter>& latents);

/// Throws `Error` naming `where` and the first difference unless a data set has the parameters that a network learned: the same names in the same
/// order, kinds and choices. Ranges and distributions may differ.
void checkSameParameters(const std::vector<Parameter>& network, const std::vector<Parameter>& data, const std::string& where);

}  // namespace charrette
