#include "ui/studio/tuning.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace charrette {

namespace {

ParameterValue movedBy(const Parameter& parameter, const ParameterValue& value, double change) {
    const double moved = std::clamp(numberOf(value) + change, parameter.minimum, parameter.maximum);
    if (parameter.kind == ParameterKind::Integer) return int64_t(std::llround(moved));
    return moved;
}

}  // namespace

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
    taken.directions = genome.directions;
    taken.truncation = genome.truncation.psi;
    return taken;
}

}  // namespace charrette
