#include "core/design/interpolation.h"

#include <algorithm>
#include <cmath>

#include "core/design/breeding.h"
#include "core/design/json.h"
#include "core/design/latent_values.h"
#include "core/design/mixing.h"

namespace charrette {
namespace {

std::vector<double> weightsAt(double way) { return {1 - way, way}; }

/// From 0 at the first step to 1 at the last; 0 where there is but one.
double wayOf(size_t step, size_t steps) { return steps < 2 ? 0 : double(step) / double(steps - 1); }

ParameterValue blendedParameter(const Parameter& parameter, std::span<const Genome> genomes, std::span<const double> weights) {
    std::vector<ParameterValue> values;
    for (const Genome& genome : genomes) values.push_back(genome.parameters.at(parameter.name));
    return blendedValue(parameter, values, weights, heaviest(weights));
}

void blendLatents(Genome& genome, std::span<const Genome> genomes, std::span<const double> weights, size_t size) {
    setLatents(genome, firstLayersOf(genomes), [&](int layer) {
        std::vector<Latent> latents;
        for (const Genome& parent : genomes) latents.push_back(latentOfLayer(parent, layer));
        return blendedLatent(latents, weights, size);
    });
}

bool haveTheSame(std::span<const Genome> genomes, const std::string& name) {
    const auto value = [&](const Genome& genome) {
        const auto found = genome.parameters.find(name);
        return found == genome.parameters.end() ? std::optional<ParameterValue>() : found->second;
    };
    return std::ranges::all_of(genomes, [&](const Genome& genome) { return value(genome) == value(genomes[0]); });
}

/// Into the genome's codes goes what it sets, so that codes turn from one arrangement into the other.
void moveIntoCodes(Genome& genome, const LatentParameter& arrangement, const Card& card) {
    if (!genome.parameters.contains(arrangement.parameter.name)) return;
    const std::vector<float> own = componentsOf(arrangement, genome, card);
    const auto move = [&](Latent& latent) { latent = withComponents(latent, arrangement.components, own, size_t(card.latentSize)); };
    move(genome.latent);
    for (LayerLatent& layer : genome.layers) move(layer.latent);
    genome.parameters.erase(arrangement.parameter.name);
}

/// The same pictures, of which all set the same latent parameters; such as can be blended.
std::vector<Genome> alike(const Card& card, std::span<const Genome> genomes) {
    std::vector<Genome> made = withSetNumbersInAll(card, genomes);
    for (const LatentParameter& latent : card.latentParameters) {
        if (!latent.isArrangement() || haveTheSame(genomes, latent.parameter.name)) continue;
        for (Genome& genome : made) moveIntoCodes(genome, latent, card);
    }
    return made;
}

Genome blendedGenome(const Card& card, std::span<const Genome> whole, std::span<const double> weights) {
    if (weights[heaviest(weights)] == 1) return whole[heaviest(weights)];
    const std::vector<Genome> genomes = alike(card, whole);
    Genome genome = genomes[heaviest(weights)];
    for (auto& [name, value] : genome.parameters) value = blendedParameter(*findParameter(card, name), genomes, weights);
    blendLatents(genome, genomes, weights, size_t(card.latentSize));
    genome.truncation.psi = 0;
    for (size_t i = 0; i < genomes.size(); ++i) genome.truncation.psi += weights[i] * genomes[i].truncation.psi;
    for (const std::string& name : directionsOf(genomes)) {
        genome.directions[name] = 0;
        for (size_t i = 0; i < genomes.size(); ++i) genome.directions[name] += weights[i] * amountOf(genomes[i], name);
    }
    return genome;
}

std::vector<Origin> blendedOrigins(const Card& card, std::span<const Genome> genomes, const std::vector<double>& weights) {
    const std::vector<double> one = allOf(heaviest(weights), weights.size());
    std::vector<Origin> origins;
    for (const Parameter& parameter : card.parameters) {
        origins.push_back({.part = Origin::Part::Parameter, .name = parameter.name, .shares = isNumeric(parameter) ? weights : one});
    }
    for (const LatentParameter& latent : card.latentParameters) {
        const std::string& name = latent.parameter.name;
        if (isSetInAny(genomes, name)) origins.push_back({.part = Origin::Part::Parameter, .name = name, .shares = weights});
    }
    for (const LayerGroup& group : layerGroups) origins.push_back({.part = Origin::Part::Latent, .name = group.name, .shares = weights});
    for (const std::string& name : directionsOf(genomes)) {
        origins.push_back({.part = Origin::Part::Direction, .name = name, .shares = weights});
    }
    origins.push_back({.part = Origin::Part::Truncation, .shares = weights});
    origins.push_back({.part = Origin::Part::Noise, .shares = one});
    return origins;
}

/// As `genomes` and `variants` are ordered.
NewVariant blend(const Card& card, std::span<const Genome> genomes, std::span<const Variant> variants, const std::vector<double>& weights) {
    NewVariant blended{.genome = blendedGenome(card, genomes, weights), .origins = blendedOrigins(card, genomes, weights)};
    for (const Variant& variant : variants) blended.parents.push_back(variant.id);
    return blended;
}

/// The components of an arrangement, on the way from the first genome's to the second's, in the codes of `genome`.
void moveComponents(Genome& genome, const LatentParameter& arrangement, const Card& card, std::span<const Genome> genomes,
                    std::span<const double> weights) {
    std::vector<Latent> ends;
    for (const Genome& end : genomes) ends.push_back(componentsOf(arrangement, end, card));
    const size_t count = arrangement.components.size();
    const auto components = std::get<std::vector<float>>(blendedLatent(ends, weights, count));
    const auto move = [&](Latent& latent) { latent = withComponents(latent, arrangement.components, components, size_t(card.latentSize)); };
    move(genome.latent);
    for (LayerLatent& layer : genome.layers) move(layer.latent);
    genome.parameters.erase(arrangement.parameter.name);
}

void moveLatentParameter(Genome& genome, const LatentParameter& latent, const Card& card, std::span<const Genome> genomes,
                         std::span<const double> weights) {
    if (latent.isArrangement()) return moveComponents(genome, latent, card, genomes, weights);
    std::vector<ParameterValue> values;
    for (const Genome& end : genomes) values.push_back(*effectiveValue(latent, end, card));
    genome.parameters[latent.parameter.name] = blendedValue(latent.parameter, values, weights, heaviest(weights));
}

void setShares(std::vector<Origin>& origins, const std::string& parameter, const std::vector<double>& shares) {
    const auto found = std::ranges::find_if(
        origins, [&](const Origin& origin) { return origin.part == Origin::Part::Parameter && origin.name == parameter; });
    if (found == origins.end())
        origins.push_back({.part = Origin::Part::Parameter, .name = parameter, .shares = shares});
    else
        found->shares = shares;
}

/// The first variant, but for one group's parameters.
NewVariant blendGroup(const Card& card, std::span<const Genome> genomes, std::span<const Variant> variants, const std::vector<double>& weights,
                      const std::string& group) {
    NewVariant blended = blend(card, genomes, variants, allOf(0, genomes.size()));
    bool isAny = false;
    for (const Parameter& parameter : card.parameters) {
        if (parameter.group != group) continue;
        isAny = true;
        blended.genome.parameters[parameter.name] = blendedParameter(parameter, genomes, weights);
        setShares(blended.origins, parameter.name, isNumeric(parameter) ? weights : allOf(heaviest(weights), weights.size()));
    }
    for (const LatentParameter& latent : card.latentParameters) {
        if (latent.parameter.group != group) continue;
        isAny = true;
        if (weights[0] == 1) continue;
        moveLatentParameter(blended.genome, latent, card, genomes, weights);
        setShares(blended.origins, latent.parameter.name, weights);
    }
    if (!isAny) refuse("interpolation", "the model has no group " + shown(group));
    return blended;
}

const Parameter& parameterOf(const Card& card, const std::string& name) {
    const Parameter* found = findParameter(card, name);
    if (!found) refuse("axis", "the model has no parameter " + shown(name));
    return *found;
}

ParameterValue valueAt(const Parameter& parameter, const Axis& axis, size_t step) {
    if (parameter.kind == ParameterKind::Toggle) return step == 1;
    if (parameter.kind == ParameterKind::Choice) return parameter.choices.at(step);
    const double number = axis.from + wayOf(step, axis.steps) * (axis.to - axis.from);
    return checkedValue(parameter, parameter.kind == ParameterKind::Integer ? std::round(number) : number, "axis");
}

/// The part of a variant that is no parent's any more.
void markAsSet(NewVariant& variant, Origin::Part part, const std::string& name) {
    const auto isIt = [&](const Origin& origin) { return origin.part == part && origin.name == name; };
    const auto found = std::ranges::find_if(variant.origins, isIt);
    if (found == variant.origins.end()) {
        variant.origins.push_back({.part = part, .name = name});
    } else {
        found->shares.clear();
    }
}

void apply(const Card& card, NewVariant& variant, const Axis& axis, size_t step) {
    if (axis.kind == Axis::Kind::Parameter) {
        variant.genome.parameters[axis.name] = valueAt(parameterOf(card, axis.name), axis, step);
        markAsSet(variant, Origin::Part::Parameter, axis.name);
    } else if (axis.kind == Axis::Kind::Direction) {
        variant.genome.directions[axis.name] = axis.from + wayOf(step, axis.steps) * (axis.to - axis.from);
        markAsSet(variant, Origin::Part::Direction, axis.name);
    }
}

/// Adds the other variant of an axis between two, and its weight at that step.
void weigh(std::vector<double>& weights, const Axis& axis, size_t step) {
    if (axis.kind != Axis::Kind::Between) return;
    const double way = wayOf(step, axis.steps);
    for (double& weight : weights) weight *= 1 - way;
    weights.push_back(way);
}

}  // namespace

std::vector<NewVariant> interpolate(const Card& card, const Variant& first, const Variant& second, size_t steps) {
    checkNumber(int64_t(steps), 2, 1000, "interpolation", "steps");
    const std::vector<Variant> ends = {first, second};
    const std::vector<Genome> genomes = checkedGenomes(card, ends);
    std::vector<NewVariant> variants;
    for (size_t step = 0; step < steps; ++step) variants.push_back(blend(card, genomes, ends, weightsAt(wayOf(step, steps))));
    return variants;
}

NewVariant between(const Card& card, const Variant& first, const Variant& second, double way, const std::string& group) {
    if (!(way >= 0 && way <= 1)) refuse("interpolation", "the way must be from 0 to 1");
    const std::vector<Variant> ends = {first, second};
    const std::vector<Genome> genomes = checkedGenomes(card, ends);
    const std::vector<double> weights = weightsAt(way);
    return group.empty() ? blend(card, genomes, ends, weights) : blendGroup(card, genomes, ends, weights, group);
}

size_t stepsOf(const Card& card, const Axis& axis) {
    checkNumber(int64_t(axis.steps), 1, 100, "axis", "steps");
    if (!std::isfinite(axis.from) || !std::isfinite(axis.to)) refuse("axis", "must go from a finite number to another");
    if (axis.kind == Axis::Kind::Direction) {
        checkedGenome({.directions = {{axis.name, axis.from}}}, card);
        checkedGenome({.directions = {{axis.name, axis.to}}}, card);
    }
    if (axis.kind != Axis::Kind::Parameter) return axis.steps;
    const Parameter& parameter = parameterOf(card, axis.name);
    if (parameter.kind == ParameterKind::Toggle) return 2;
    return parameter.kind == ParameterKind::Choice ? parameter.choices.size() : axis.steps;
}

std::vector<NewVariant> sheet(const Card& card, const Variant& corner, const Axis& rows, const Axis& columns) {
    const size_t height = stepsOf(card, rows), width = stepsOf(card, columns);
    std::vector<Variant> parents = {corner};
    if (rows.kind == Axis::Kind::Between) parents.push_back(rows.other);
    if (columns.kind == Axis::Kind::Between) parents.push_back(columns.other);
    const std::vector<Genome> genomes = checkedGenomes(card, parents);
    std::vector<NewVariant> cells;
    for (size_t cell = 0; cell < height * width; ++cell) {
        std::vector<double> weights = {1};
        weigh(weights, rows, cell / width);
        weigh(weights, columns, cell % width);
        cells.push_back(blend(card, genomes, parents, weights));
        apply(card, cells.back(), rows, cell / width);
        apply(card, cells.back(), columns, cell % width);
    }
    return cells;
}

}  // namespace charrette
