#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/design/card.h"
#include "core/design/genome.h"

namespace charrette {

/// What a genome's latent parameters are in its latent codes.

/// The code as the network takes it: a seed's draws or explicit values, with the components of every latent parameter that `values` sets in
/// their places. Throws `Error` for values that do not fit.
std::vector<float> latentValues(const Latent& latent, const ParameterValues& values, const Card& card);

/// What a genome shows of a latent parameter: the value that it sets, or else the one that its first layer's code stands for. Empty for an
/// arrangement that is not set: its components have no number.
std::optional<ParameterValue> effectiveValue(const LatentParameter& latent, const Genome& genome, const Card& card);
/// The same of any parameter; of a declared one the genome's value, or its default. Throws `Error` for a value that does not fit.
std::optional<ParameterValue> effectiveValue(const Parameter& parameter, const Genome& genome, const Card& card);

/// Whether one of the genomes sets the parameter.
bool isSetInAny(std::span<const Genome> genomes, const std::string& name);

/// The genomes with the latent numbers that one of them sets set in all of them, to what each shows.
std::vector<Genome> withSetNumbersInAll(const Card& card, std::span<const Genome> genomes);

/// The code as explicit values with these in the places of some components.
Latent withComponents(const Latent& latent, const std::vector<int>& components, const std::vector<float>& values, size_t size);

/// The arrangement's components in the genome's first layer, whether it is set or not.
std::vector<float> componentsOf(const LatentParameter& arrangement, const Genome& genome, const Card& card);

}  // namespace charrette
