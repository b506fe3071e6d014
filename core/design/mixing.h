#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/design/card.h"
#include "core/design/genome.h"
#include "core/design/variant.h"

namespace charrette {

/// What breeding and interpolation are made of. Weights are one a parent and together 1.

/// The whole weight at one parent.
std::vector<double> allOf(size_t parent, size_t parents);

/// The parent of the largest weight, the first among equals.
size_t heaviest(std::span<const double> weights);

/// Numbers by the weights, integers rounded. Choices and toggles: the one of parent `chosen`.
ParameterValue blendedValue(const Parameter& parameter, std::span<const ParameterValue> values, std::span<const double> weights,
                            size_t chosen);

/// The weighted sum, brought to the weighted mean of the lengths; it is the length that mapping networks pass over. With the whole weight
/// at one parent, its very latent. `size` is the card's latent size.
Latent blendedLatent(std::span<const Latent> latents, std::span<const double> weights, size_t size);

/// Turned towards the latent of a seed: by 0 the same, by 1 that one. As normally distributed as both were.
Latent turnedLatent(const Latent& latent, uint32_t seed, double amount, size_t size);

/// Calls `latentOf` for every layer at which it may change, which are 0 and `firstLayers`, and sets the genome's latents by what it says.
void setLatents(Genome& genome, std::vector<int> firstLayers, const std::function<Latent(int layer)>& latentOf);

/// The layers at which the genomes' latents change.
std::vector<int> firstLayersOf(std::span<const Genome> genomes);

/// Every direction that one of them has, in order.
std::vector<std::string> directionsOf(std::span<const Genome> genomes);

/// The amount of a direction, 0 where the genome does not have it.
double amountOf(const Genome& genome, const std::string& direction);

/// The variants' genomes, checked against the card, with all defaults. Throws `Error`.
std::vector<Genome> checkedGenomes(const Card& card, std::span<const Variant> variants);

}  // namespace charrette
