#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/design/card.h"
#include "core/design/parameter.h"
#include "core/design/site.h"

namespace charrette {

/// A latent code: a seed (as NumPy's `RandomState(seed).randn`), or its values.
using Latent = std::variant<uint32_t, std::vector<float>>;

/// A latent code for the layers from `firstLayer` (1 to `layerLimit` - 1) up to the next such entry's, or to the last.
/// Style mixing: Karras et al. 2019, section 3.1.
struct LayerLatent {
    int firstLayer = 1;
    Latent latent = uint32_t(0);
    bool operator==(const LayerLatent&) const = default;
};

/// No network has more style vectors than this.
constexpr int layerLimit = 64;

/// The spatial noise a synthesis network adds: none, the constant pictures stored with its weights, or drawn from a seed.
struct Noise {
    enum class Kind { None, Constant, Seed };
    Kind kind = Kind::Constant;
    uint32_t seed = 0;
    bool operator==(const Noise&) const = default;
};

/// Pull of the style vectors towards their mean (Karras et al. 2019, section B): 1 leaves them, 0 gives the mean.
struct Truncation {
    double psi = 1;
    int cutoff = -1;  ///< only the first so many layers; -1: all
    bool operator==(const Truncation&) const = default;
};

/// All that decides an image. An immutable value: the same genome always gives the same image.
struct Genome {
    std::string modelHash = {};                     ///< `Card::modelHash` of its model; empty when not known
    ParameterValues parameters = {};                ///< one for every parameter of the card; of latent parameters those that are set
    Latent latent = uint32_t(0);                    ///< of all layers, or of those before the first of `layers`
    std::vector<LayerLatent> layers = {};           ///< in rising order; those beyond a model's last layer have no effect
    std::map<std::string, double> directions = {};  ///< amounts in standard deviations, by the direction's name
    Truncation truncation = {};
    Noise noise = {};
    std::optional<Site> site = {};  ///< behind the object; none: as learned
    bool operator==(const Genome&) const = default;
};

nlohmann::json toJson(const Genome& genome);

/// Reads what `toJson` wrote: the same genome, to the last bit. `format`, `version` and `latent` are required, other unknown fields
/// refused. Without mixed layers the text is what it was before there were any. Amounts of directions are within 100 standard deviations,
/// latent values within 10000. Throws `Error` with a sentence that names the field.
Genome genomeFromJson(const nlohmann::json& json, const std::string& where);
/// As above from text that may be hostile (at most 16 MiB; duplicate keys, deep nesting refused).
Genome genomeFromText(const std::string& text, const std::string& where);

/// The latent of one layer, 0 to `layerLimit` - 1.
const Latent& latentOfLayer(const Genome& genome, int layer);

/// Throws `Error` unless the genome fits the card: model hash (where both have one), every parameter known and in range, latent size,
/// directions known and finite, psi in [-2, 2]. Gives back the genome with the defaults and the card's model hash filled in.
Genome checkedGenome(const Genome& genome, const Card& card);

/// The latent's values as the network takes them. `size` is the card's latent size; explicit values must have that many.
std::vector<float> latentValues(const Latent& latent, size_t size);

}  // namespace charrette
