#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/design/card.h"
#include "core/design/sampling.h"
#include "core/design/variant.h"

namespace charrette {

/// Groups of layers, as in Karras et al. 2019: 4² and 8² decide the form, 16² and 32² the parts, those above the material.
struct LayerGroup {
    const char* name;
    int firstLayer, lastLayer;  ///< inclusive
};
constexpr std::array<LayerGroup, 3> layerGroups = {{{"coarse", 0, 2}, {"middle", 3, 6}, {"fine", 7, layerLimit - 1}}};

/// The index of the group that has this layer, 0 to `layerLimit` - 1.
size_t layerGroupOf(int layer);

/// How children come from their parents.
struct BreedingOptions {
    enum class Mixing {
        Uniform,  ///< each parameter and direction is one parent's
        Blended,  ///< each is between the parents' values: numbers by a weight a parent, choices and toggles by chance
    };

    uint32_t seed = 0;  ///< child i depends on `seed + i` alone, so also not on how many there are
    size_t count = 24;
    Mixing mixing = Mixing::Uniform;
    /// The parent whose latent a layer group takes, from 0; -1: any, drawn for each child.
    std::array<int, layerGroups.size()> latentFrom = {-1, -1, -1};
    double mutation = 0.1;       ///< 0: none; 1: the parents no longer count. Moves parameters and latents as `exploreAround`
    ParameterValues fixed = {};  ///< locked: these values in every child
    std::map<std::string, double> variation = {};  ///< as `SamplingOptions::variation`, times `mutation`
};

/// Children of two to four variants of the same model; truncation and noise are the first parent's. Each child records where its parts came
/// from. A latent parameter that no parent sets comes with the latents; one that a parent sets is inherited as others are, and what the
/// other parents show of it counts as theirs. Throws `Error` for options or parents that do not fit.
std::vector<NewVariant> breed(const Card& card, std::span<const Variant> parents, const BreedingOptions& options);

/// Variants around one: as `sampleGenomes` with `options.fixed`, `spread`, `variation`, `seed` and `count`, but around the variant's values
/// instead of the defaults. Its latents turn by the spread, towards the one that a seed gives: 0 leaves them, 1 replaces them; latent
/// parameters that it does not set turn with them. Directions, truncation and noise are the variant's. Throws `Error`.
std::vector<NewVariant> exploreAround(const Card& card, const Variant& variant, const SamplingOptions& options);

}  // namespace charrette
