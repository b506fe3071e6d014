#include "ui/studio/tuning.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/design/latent_values.h"

namespace charrette {

namespace {

ParameterValue movedBy(const Parameter& parameter, const ParameterValue& value, double change) {
    const double moved = std::clamp(numberOf(value) + change, parameter.minimum, parameter.maximum);
    if (parameter.kind == ParameterKind::Integer) return int64_t(std::llround(moved));
    return moved;
}

const ParameterValue* find(const ParameterValues& values, const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? nullptr : &found->second;
}

bool fits(const Parameter& parameter, const ParameterValue& value) {
    try {
        checkedValue(parameter, value);
        return true;
    } catch (const Error&) {
        return false;
    }
}

/// An arrangement is the same in all variants.
double nearVariationOf(const LatentParameter& latent) { return latent.isArrangement() ? 0 : nearVariation; }

void retune(Genome& made, const LatentParameter& latent, const Card& card, const Settings& before, const Settings& after) {
    const std::string& name = latent.parameter.name;
    const ParameterValue *from = find(before.parameters, name), *to = find(after.parameters, name);
    if (from ? to && *from == *to : !to) return;
    const auto own = to && !latent.isArrangement() ? shownValue(card, latent.parameter, made) : std::nullopt;
    if (!to)
        made.parameters.erase(name);
    else if (!own)
        made.parameters[name] = *to;
    else
        made.parameters[name] = movedBy(latent.parameter, *own, numberOf(*to) - numberOf(from ? *from : latent.parameter.defaultValue));
}

/// The variant's value becomes the panel's; where the variant does not set it, nor does the panel.
void take(Settings& taken, const LatentParameter& latent, const Genome& genome) {
    const std::string& name = latent.parameter.name;
    const ParameterValue* own = find(genome.parameters, name);
    if (!own || !fits(latent.parameter, *own)) {
        taken.parameters.erase(name);
        taken.variation.erase(name);
        taken.locked.erase(name);
        return;
    }
    taken.parameters[name] = *own;
    const auto [variation, isNew] = taken.variation.try_emplace(name, nearVariationOf(latent));
    if (variation->second >= 1) variation->second = nearVariationOf(latent);
}

}  // namespace

std::optional<ParameterValue> shownValue(const Card& card, const Parameter& parameter, const Genome& genome) {
    if (!findLatentParameter(card, parameter.name)) return valueOf(parameter, genome.parameters);
    try {
        return effectiveValue(parameter, genome, card);
    } catch (const Error&) {
        return {};
    }
}

std::vector<const Parameter*> allParameters(const Card& card) {
    std::vector<const Parameter*> all;
    for (const Parameter& parameter : card.parameters) all.push_back(&parameter);
    for (const LatentParameter& latent : card.latentParameters) all.push_back(&latent.parameter);
    return all;
}

std::vector<std::string> groupsOf(const Card& card) {
    std::vector<std::string> groups;
    for (const Parameter* parameter : allParameters(card))
        if (std::ranges::find(groups, parameter->group) == groups.end()) groups.push_back(parameter->group);
    return groups;
}

double amountOf(const std::map<std::string, double>& directions, const std::string& name) {
    const auto found = directions.find(name);
    return found == directions.end() ? 0 : found->second;
}

ParameterValue valueOf(const Parameter& parameter, const ParameterValues& values) {
    const auto found = values.find(parameter.name);
    try {
        return found == values.end() ? parameter.defaultValue : checkedValue(parameter, found->second);
    } catch (const Error&) {
        return parameter.defaultValue;
    }
}

Settings freshSettings(const Card& card) {
    Settings settings;
    settings.model = {card.name, card.title, card.modelHash()};
    for (const Parameter& parameter : card.parameters) settings.parameters[parameter.name] = parameter.defaultValue;
    settings.truncation = card.truncation;
    settings.seed = 7;
    return settings;
}

Settings fitted(const Card& card, Settings settings) {
    ParameterValues values;
    for (const Parameter& parameter : card.parameters) values[parameter.name] = valueOf(parameter, settings.parameters);
    for (const LatentParameter& latent : card.latentParameters) {
        const ParameterValue* set = find(settings.parameters, latent.parameter.name);
        if (!set || !fits(latent.parameter, *set)) continue;
        values[latent.parameter.name] = checkedValue(latent.parameter, *set);
        settings.variation.try_emplace(latent.parameter.name, nearVariationOf(latent));  // set, and so near its value
    }
    std::erase_if(settings.locked, [&](const std::string& name) { return !values.contains(name); });
    std::erase_if(settings.variation, [&](const auto& item) { return !values.contains(item.first); });
    std::erase_if(settings.directions, [&](const auto& item) {
        return std::ranges::find(card.directions, item.first, &Direction::name) == card.directions.end();
    });
    settings.parameters = std::move(values);
    return settings;
}

Genome retuned(const Card& card, const Genome& genome, const Settings& before, const Settings& after) {
    Genome made = genome;
    for (const Parameter& parameter : card.parameters) {
        const ParameterValue from = valueOf(parameter, before.parameters), to = valueOf(parameter, after.parameters);
        if (from == to) continue;
        ParameterValue& own = made.parameters[parameter.name];
        own = isNumeric(parameter) ? movedBy(parameter, valueOf(parameter, genome.parameters), numberOf(to) - numberOf(from)) : to;
    }
    for (const LatentParameter& latent : card.latentParameters) retune(made, latent, card, before, after);
    for (const Direction& direction : card.directions) {
        const double change = amountOf(after.directions, direction.name) - amountOf(before.directions, direction.name);
        if (change != 0) made.directions[direction.name] = amountOf(genome.directions, direction.name) + change;
    }
    if (before.truncation != after.truncation) made.truncation.psi = after.truncation;
    return made;
}

bool changesValues(const Settings& before, const Settings& after) {
    return before.parameters != after.parameters || before.directions != after.directions || before.truncation != after.truncation;
}

Settings withValuesOf(const Card& card, const Settings& settings, const Genome& genome) {
    Settings taken = settings;
    for (const Parameter& parameter : card.parameters) {
        taken.parameters[parameter.name] = valueOf(parameter, genome.parameters);
        const auto [variation, isNew] = taken.variation.try_emplace(parameter.name, 1);
        if (!isNumeric(parameter)) variation->second = 0;
        if (variation->second >= 1) variation->second = nearVariation;
    }
    for (const LatentParameter& latent : card.latentParameters) take(taken, latent, genome);
    taken.directions = genome.directions;
    taken.truncation = genome.truncation.psi;
    return taken;
}

}  // namespace charrette
