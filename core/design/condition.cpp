#include "core/design/condition.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "core/design/json.h"

namespace charrette {
namespace {

void append(std::vector<float>& condition, const Parameter& parameter, const ParameterValue& value) {
    const auto standardized = [&](double number) {
        return float((number - parameter.distribution.mean) / parameter.distribution.deviation);
    };
    switch (parameter.kind) {
        case ParameterKind::Number:
            condition.push_back(standardized(std::get<double>(value)));
            break;
        case ParameterKind::Integer:
            condition.push_back(standardized(double(std::get<int64_t>(value))));
            break;
        case ParameterKind::Toggle:
            condition.push_back(std::get<bool>(value) ? 1.f : -1.f);
            break;
        case ParameterKind::Choice:
            for (const std::string& choice : parameter.choices) condition.push_back(choice == std::get<std::string>(value) ? 1.f : 0.f);
            break;
    }
}

ParameterValue nearestValue(const Parameter& parameter, std::span<const float> components) {
    if (parameter.kind == ParameterKind::Toggle) return components[0] > 0;
    if (parameter.kind == ParameterKind::Choice) {
        return parameter.choices[size_t(std::ranges::max_element(components) - components.begin())];
    }
    if (std::isnan(components[0])) return parameter.defaultValue;
    const double number = components[0] * parameter.distribution.deviation + parameter.distribution.mean;
    const double clamped = std::clamp(number, parameter.minimum, parameter.maximum);
    if (parameter.kind == ParameterKind::Integer) return int64_t(std::llround(clamped));
    return clamped;
}

[[noreturn]] void refuseUnknown(const std::string& name, const std::vector<std::string>& known) {
    std::string list;
    for (const std::string& each : known) list += (list.empty() ? "" : ", ") + each;
    refuse("parameter " + shown(name), "is not known; " + (list.empty() ? "this model has none" : "there are " + list));
}

std::vector<std::string> namesOf(const std::vector<Parameter>& parameters) {
    std::vector<std::string> names;
    for (const Parameter& parameter : parameters) names.push_back(parameter.name);
    return names;
}

std::vector<std::string> namesOf(const Card& card) {
    std::vector<std::string> names = namesOf(card.parameters);
    for (const LatentParameter& latent : card.latentParameters) names.push_back(latent.parameter.name);
    return names;
}

ParameterValues declaredAmong(const Card& card, ParameterValues values) {
    for (const LatentParameter& latent : card.latentParameters) values.erase(latent.parameter.name);
    return values;
}

}  // namespace

size_t conditionSize(const Parameter& parameter) { return parameter.kind == ParameterKind::Choice ? parameter.choices.size() : 1; }

size_t conditionSize(const std::vector<Parameter>& parameters) {
    size_t size = 0;
    for (const Parameter& parameter : parameters) size += conditionSize(parameter);
    return size;
}

std::vector<float> conditionVector(const std::vector<Parameter>& parameters, const ParameterValues& values) {
    const ParameterValues complete = completeValues(parameters, values);
    std::vector<float> condition;
    condition.reserve(conditionSize(parameters));
    for (const Parameter& parameter : parameters) append(condition, parameter, complete.at(parameter.name));
    return condition;
}

ParameterValues valuesFromCondition(const std::vector<Parameter>& parameters, const std::vector<float>& condition) {
    if (condition.size() != conditionSize(parameters)) {
        refuse("condition",
               "must have " + std::to_string(conditionSize(parameters)) + " components, not " + std::to_string(condition.size()));
    }
    ParameterValues values;
    std::span<const float> rest = condition;
    for (const Parameter& parameter : parameters) {
        const size_t size = conditionSize(parameter);
        values[parameter.name] = nearestValue(parameter, rest.first(size));
        rest = rest.subspan(size);
    }
    return values;
}

ParameterValues completeValues(const std::vector<Parameter>& parameters, const ParameterValues& values) {
    ParameterValues complete;
    for (const Parameter& parameter : parameters) {
        const auto found = values.find(parameter.name);
        complete[parameter.name] = checkedValue(parameter, found == values.end() ? parameter.defaultValue : found->second);
    }
    for (const auto& [name, value] : values) {
        if (!complete.count(name)) refuseUnknown(name, namesOf(parameters));
    }
    return complete;
}

ParameterValues completeValues(const Card& card, const ParameterValues& values) {
    for (const auto& [name, value] : values) {
        if (!findParameter(card, name)) refuseUnknown(name, namesOf(card));
    }
    ParameterValues complete = completeValues(card.parameters, declaredAmong(card, values));
    for (const auto& [name, value] : values) {
        if (const LatentParameter* latent = findLatentParameter(card, name)) complete[name] = checkedValue(latent->parameter, value);
    }
    return complete;
}

std::vector<float> conditionVector(const Card& card, const ParameterValues& values) {
    return conditionVector(card.parameters, declaredAmong(card, values));
}

}  // namespace charrette
