#include "ui/studio/tuning.h"

#include <algorithm>
#include <cmath>


namespace charrette {

namespace {

double amountOf(const std::map<std::string, double>& directions, const std::string& name) {
    const auto found = directions.find(name);
    return found == directions.end() ? 0 : found->second;
}

ParameterValue valueOf(const Parameter& parameter, const ParameterValues& values) {
    const auto found = values.find(parameter.name);
    return found == values.end() ? parameter.defaultValue : found->second;
}

ParameterValue movedBy(const Parameter& parameter, const ParameterValue& value, double change) {
    const double moved = std::clamp(numberOf(value) + change, parameter.minimum, parameter.maximum);
    if (parameter.kind == ParameterKind::Integer) return int64_t(std::llround(moved));
    return moved;
}

}  // namespace

Settings freshSettings(const Card& card) {
    Settings settings;
    settings.model = {card.name, card.title, card.modelHash()};
    for (const Parameter& parameter : card.parameters) settings.parameters[parameter.name] = parameter.defaultValue;
    settings.truncation = card.truncation;
    settings.seed = 7;
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

Settings withValuesOf(const Settings& settings, const Genome& genome) {
    Settings taken = settings;
    for (const auto& [name, value] : genome.parameters) taken.parameters[name] = value;
    taken.directions = genome.directions;
    taken.truncation = genome.truncation.psi;
    return taken;
}

}  // namespace charrette
