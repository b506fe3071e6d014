#include "core/design/mixing.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace charrette {
namespace {

double length(const std::vector<double>& values) {
    double squares = 0;
    for (double value : values) squares += value * value;
    return std::sqrt(squares);
}

std::vector<double> valuesOf(const Latent& latent, size_t size) {
    const std::vector<float> values = latentValues(latent, size);
    return {values.begin(), values.end()};
}

}  // namespace

std::vector<double> allOf(size_t parent, size_t parents) {
    std::vector<double> weights(parents, 0);
    weights[parent] = 1;
    return weights;
}

size_t heaviest(std::span<const double> weights) { return size_t(std::ranges::max_element(weights) - weights.begin()); }

ParameterValue blendedValue(const Parameter& parameter, std::span<const ParameterValue> values, std::span<const double> weights,
                            size_t chosen) {
    if (!isNumeric(parameter) || weights[chosen] == 1) return values[chosen];
    double number = 0;
    for (size_t i = 0; i < values.size(); ++i) number += weights[i] * numberOf(values[i]);
    number = std::clamp(number, parameter.minimum, parameter.maximum);
    if (parameter.kind == ParameterKind::Integer) return int64_t(std::llround(number));
    return number;
}

Latent blendedLatent(std::span<const Latent> latents, std::span<const double> weights, size_t size) {
    const size_t most = heaviest(weights);
    const auto isTheSame = [&](const Latent& latent) { return latent == latents[most]; };
    if (weights[most] == 1 || std::ranges::all_of(latents, isTheSame)) return latents[most];
    std::vector<double> sum(size, 0);
    double wanted = 0;
    for (size_t i = 0; i < latents.size(); ++i) {
        const std::vector<double> values = valuesOf(latents[i], size);
        wanted += weights[i] * length(values);
        for (size_t k = 0; k < size; ++k) sum[k] += weights[i] * values[k];
    }
    const double is = length(sum);
    const double factor = is > 1e-6 * wanted ? wanted / is : 1;
    std::vector<float> blended;
    for (double value : sum) blended.push_back(float(value * factor));
    return blended;
}

Latent turnedLatent(const Latent& latent, uint32_t seed, double amount, size_t size) {
    if (amount == 0) return latent;
    if (amount == 1) return seed;
    const double kept = 1 - amount, drawn = std::sqrt(1 - kept * kept);
    const std::vector<double> from = valuesOf(latent, size), towards = valuesOf(seed, size);
    std::vector<float> turned;
    for (size_t k = 0; k < size; ++k) turned.push_back(float(kept * from[k] + drawn * towards[k]));
    return turned;
}

void setLatents(Genome& genome, std::vector<int> firstLayers, const std::function<Latent(int layer)>& latentOf) {
    genome.latent = latentOf(0);
    genome.layers.clear();
    std::ranges::sort(firstLayers);
    Latent last = genome.latent;
    for (int layer : firstLayers) {
        Latent next = latentOf(layer);
        if (layer == 0 || next == last) continue;
        genome.layers.push_back({layer, next});
        last = std::move(next);
    }
}

std::vector<int> firstLayersOf(std::span<const Genome> genomes) {
    std::set<int> layers;
    for (const Genome& genome : genomes)
        for (const LayerLatent& layer : genome.layers) layers.insert(layer.firstLayer);
    return {layers.begin(), layers.end()};
}

std::vector<std::string> directionsOf(std::span<const Genome> genomes) {
    std::set<std::string> names;
    for (const Genome& genome : genomes)
        for (const auto& [name, amount] : genome.directions) names.insert(name);
    return {names.begin(), names.end()};
}

double amountOf(const Genome& genome, const std::string& direction) {
    const auto found = genome.directions.find(direction);
    return found == genome.directions.end() ? 0 : found->second;
}

std::vector<Genome> checkedGenomes(const Card& card, std::span<const Variant> variants) {
    std::vector<Genome> genomes;
    for (const Variant& variant : variants) genomes.push_back(checkedGenome(variant.genome, card));
    return genomes;
}

}  // namespace charrette
