#include "core/design/breeding.h"

#include <algorithm>
#include <numeric>

#include "core/design/condition.h"
#include "core/design/draws.h"
#include "core/design/json.h"
#include "core/design/latent_values.h"
#include "core/design/mixing.h"

namespace charrette {
namespace {

size_t pick(double uniform, size_t parents) { return std::min(size_t(uniform * double(parents)), parents - 1); }

/// How much of a part comes from each parent, and which one's choice or toggle it takes.
struct Inheritance {
    std::vector<double> shares;
    size_t chosen = 0;
};

Inheritance inherit(BreedingOptions::Mixing mixing, uint32_t seed, const std::string& part, bool isNumber, size_t parents) {
    const std::vector<double> draws = uniformFor("charrette-breeding", seed, part, parents + 1);
    const size_t chosen = pick(draws[parents], parents);
    if (mixing == BreedingOptions::Mixing::Uniform || !isNumber) return {allOf(chosen, parents), chosen};
    std::vector<double> shares(draws.begin(), draws.begin() + std::ptrdiff_t(parents));
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    if (!(sum > 0)) return {allOf(chosen, parents), chosen};
    for (double& share : shares) share /= sum;
    return {std::move(shares), chosen};
}

/// One child, made part by part.
class Breeder {
public:
    Breeder(const Card& card, std::span<const Genome> parents, const BreedingOptions& options, uint32_t seed)
        : m_card(card), m_parents(parents), m_options(options), m_seed(seed) {
        m_child.genome = parents[0];
    }

    NewVariant child() {
        for (const Parameter& parameter : m_card.parameters) addParameter(parameter);
        for (const LatentParameter& latent : m_card.latentParameters) addLatentParameter(latent);
        addLatents();
        for (const std::string& name : directionsOf(m_parents)) addDirection(name);
        m_child.origins.push_back({.part = Origin::Part::Truncation, .shares = allOf(0, m_parents.size())});
        m_child.origins.push_back({.part = Origin::Part::Noise, .shares = allOf(0, m_parents.size())});
        return std::move(m_child);
    }

private:
    void addParameter(const Parameter& parameter) {
        const std::string& name = parameter.name;
        Origin origin{.part = Origin::Part::Parameter, .name = name};
        ParameterValue& value = m_child.genome.parameters[name];
        if (const auto fixed = m_options.fixed.find(name); fixed != m_options.fixed.end()) {
            value = checkedValue(parameter, fixed->second);
        } else {
            std::vector<ParameterValue> values;
            for (const Genome& parent : m_parents) values.push_back(parent.parameters.at(name));
            const Inheritance inheritance = inherit(m_options.mixing, m_seed, "parameter:" + name, isNumeric(parameter), values.size());
            const ParameterValue mixed = blendedValue(parameter, values, inheritance.shares, inheritance.chosen);
            value = sampledValue(parameter, mixed, spreadOf(m_options.variation, name, m_options.mutation), m_seed);
            origin.shares = inheritance.shares;
            origin.isMutated = value != mixed;
        }
        m_child.origins.push_back(std::move(origin));
    }

    void addLatentParameter(const LatentParameter& latent) {
        const std::string& name = latent.parameter.name;
        if (!m_options.fixed.contains(name) && !isSetInAny(m_parents, name)) return;
        m_options.fixed.contains(name) || !latent.isArrangement() ? addParameter(latent.parameter) : addArrangement(latent);
    }

    /// One parent's. Where that one does not set it, the child's codes get its components.
    void addArrangement(const LatentParameter& latent) {
        const std::string& name = latent.parameter.name;
        const Inheritance inheritance =
            inherit(BreedingOptions::Mixing::Uniform, m_seed, "parameter:" + name, false, m_parents.size());
        const Genome& parent = m_parents[inheritance.chosen];
        m_child.genome.parameters.erase(name);
        if (const auto set = parent.parameters.find(name); set != parent.parameters.end())
            m_child.genome.parameters.insert(*set);
        else
            m_inherited.emplace_back(latent.components, componentsOf(latent, parent, m_card));
        m_child.origins.push_back({.part = Origin::Part::Parameter, .name = name, .shares = inheritance.shares});
    }

    Latent inheritedLatent(const Genome& parent, int layer) const {
        Latent latent = latentOfLayer(parent, layer);
        for (const auto& [components, values] : m_inherited)
            latent = withComponents(latent, components, values, size_t(m_card.latentSize));
        return latent;
    }

    void addLatents() {
        const size_t count = m_parents.size();
        std::vector<int> firstLayers = firstLayersOf(m_parents);
        std::array<size_t, layerGroups.size()> from;
        for (size_t i = 0; i < layerGroups.size(); ++i) {
            const double draw = uniformFor("charrette-breeding", m_seed, "latent:" + std::string(layerGroups[i].name), 1)[0];
            from[i] = m_options.latentFrom[i] < 0 ? pick(draw, count) : size_t(m_options.latentFrom[i]);
            firstLayers.push_back(layerGroups[i].firstLayer);
            m_child.origins.push_back({.part = Origin::Part::Latent,
                                       .name = layerGroups[i].name,
                                       .shares = allOf(from[i], count),
                                       .isMutated = m_options.mutation > 0});
        }
        setLatents(m_child.genome, firstLayers, [&](int layer) {
            const Genome& parent = m_parents[from[layerGroupOf(layer)]];
            return turnedLatent(inheritedLatent(parent, layer), m_seed, m_options.mutation, size_t(m_card.latentSize));
        });
    }

    void addDirection(const std::string& name) {
        const Inheritance inheritance = inherit(m_options.mixing, m_seed, "direction:" + name, true, m_parents.size());
        double amount = 0;
        for (size_t i = 0; i < m_parents.size(); ++i) amount += inheritance.shares[i] * amountOf(m_parents[i], name);
        m_child.genome.directions[name] = amount;
        m_child.origins.push_back({.part = Origin::Part::Direction, .name = name, .shares = inheritance.shares});
    }

    const Card& m_card;
    std::span<const Genome> m_parents;
    const BreedingOptions& m_options;
    uint32_t m_seed;
    NewVariant m_child;
    std::vector<std::pair<std::vector<int>, std::vector<float>>> m_inherited;  ///< components of the latent code, and their values
};

void checkOptions(const Card& card, size_t parents, const BreedingOptions& options) {
    checkNumber(int64_t(parents), 2, int64_t(parentLimit), "breeding", "parents");
    checkNumber(int64_t(options.count), 1, 10000, "breeding", "count");
    if (!(options.mutation >= 0 && options.mutation <= 1)) {
        refuse("breeding", "mutation must be from 0 to 1, not " + shown(options.mutation));
    }
    for (int parent : options.latentFrom) checkNumber(parent, -1, int64_t(parents) - 1, "breeding", "latentFrom");
    checkVariation(card, options.variation, "breeding");
    completeValues(card, options.fixed);
}

std::vector<VariantId> idsOf(std::span<const Variant> variants) {
    std::vector<VariantId> ids;
    for (const Variant& variant : variants) ids.push_back(variant.id);
    return ids;
}

/// Of a variant with one parent and the parent's directions, truncation and noise.
std::vector<Origin> originsAround(const Genome& parent, const Genome& child, const SamplingOptions& options) {
    std::vector<Origin> origins;
    for (const auto& [name, value] : child.parameters) {
        Origin& origin = origins.emplace_back(Origin{.part = Origin::Part::Parameter, .name = name});
        if (options.fixed.count(name)) continue;
        origin.shares = {1};
        origin.isMutated = value != parent.parameters.at(name);
    }
    for (const LayerGroup& group : layerGroups) {
        origins.push_back({.part = Origin::Part::Latent, .name = group.name, .shares = {1}, .isMutated = options.spread > 0});
    }
    for (const auto& [name, amount] : child.directions) {
        origins.push_back({.part = Origin::Part::Direction, .name = name, .shares = {1}});
    }
    origins.push_back({.part = Origin::Part::Truncation, .shares = {1}});
    origins.push_back({.part = Origin::Part::Noise, .shares = {1}});
    return origins;
}

}  // namespace

size_t layerGroupOf(int layer) {
    size_t group = 0;
    while (layer > layerGroups[group].lastLayer) ++group;
    return group;
}

std::vector<NewVariant> breed(const Card& card, std::span<const Variant> parents, const BreedingOptions& options) {
    checkOptions(card, parents.size(), options);
    const std::vector<Genome> genomes = withSetNumbersInAll(card, checkedGenomes(card, parents));
    std::vector<NewVariant> children;
    for (size_t i = 0; i < options.count; ++i) {
        children.push_back(Breeder(card, genomes, options, options.seed + uint32_t(i)).child());
        children.back().parents = idsOf(parents);
    }
    return children;
}

std::vector<NewVariant> exploreAround(const Card& card, const Variant& variant, const SamplingOptions& options) {
    const Genome centre = checkedGenome(variant.genome, card);
    SamplingOptions around = options;
    around.around = centre.parameters;
    std::vector<NewVariant> variants;
    for (const Genome& drawn : sampleGenomes(card, around)) {
        Genome genome = centre;
        genome.parameters = drawn.parameters;
        const uint32_t seed = std::get<uint32_t>(drawn.latent);
        setLatents(genome, firstLayersOf(std::span(&centre, 1)),
                   [&](int layer) { return turnedLatent(latentOfLayer(centre, layer), seed, options.spread, size_t(card.latentSize)); });
        variants.push_back({genome, {variant.id}, originsAround(centre, genome, options)});
    }
    return variants;
}

}  // namespace charrette
