#include "core/design/parameter.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>

#include "core/base/text.h"
#include "core/design/json.h"

namespace charrette {
namespace {

bool isWhole(double number) { return number == std::floor(number) && std::abs(number) <= double(wholeLimit); }

std::string nameOf(const Parameter& parameter, const std::string& where) { return joined(where, "parameter '" + parameter.name + "'"); }

std::string rangeOf(const Parameter& parameter) {
    const std::string unit = parameter.unit.empty() ? "" : " " + parameter.unit;
    return "from " + valueToText(parameter.minimum) + " to " + valueToText(parameter.maximum) + unit;
}

std::string choicesOf(const Parameter& parameter) {
    std::string list;
    for (const std::string& choice : parameter.choices) list += (list.empty() ? "'" : ", '") + choice + "'";
    return list;
}

std::string expectationOf(const Parameter& parameter) {
    switch (parameter.kind) {
        case ParameterKind::Number:
            return "a number " + rangeOf(parameter);
        case ParameterKind::Integer:
            return "a whole number " + rangeOf(parameter);
        case ParameterKind::Choice:
            return "one of " + choicesOf(parameter);
        case ParameterKind::Toggle:
            return "on or off";
    }
    return {};
}

std::optional<double> asNumber(const ParameterValue& value) {
    if (const auto* number = std::get_if<double>(&value)) return *number;
    if (const auto* whole = std::get_if<int64_t>(&value)) return double(*whole);
    return {};
}

/// Empty unless the value is of the parameter's type and allowed.
std::optional<ParameterValue> fitting(const Parameter& parameter, const ParameterValue& value) {
    if (parameter.kind == ParameterKind::Toggle) {
        if (std::holds_alternative<bool>(value)) return value;
        return {};
    }
    if (parameter.kind == ParameterKind::Choice) {
        const auto* choice = std::get_if<std::string>(&value);
        if (choice && std::ranges::find(parameter.choices, *choice) != parameter.choices.end()) return value;
        return {};
    }
    const std::optional<double> number = asNumber(value);
    if (!number || !(*number >= parameter.minimum && *number <= parameter.maximum)) return {};
    if (parameter.kind == ParameterKind::Number) return ParameterValue(*number);
    if (!isWhole(*number)) return {};
    return ParameterValue(int64_t(*number));
}

std::optional<ParameterValue> parsed(const Parameter& parameter, const std::string& text) {
    if (parameter.kind == ParameterKind::Choice) return ParameterValue(text);
    if (parameter.kind == ParameterKind::Toggle) {
        static const std::set<std::string> on = {"on", "true", "yes", "1"}, off = {"off", "false", "no", "0"};
        if (on.count(text)) return ParameterValue(true);
        if (off.count(text)) return ParameterValue(false);
        return {};
    }
    if (const auto number = numberFromText(text)) return ParameterValue(*number);
    return {};
}

std::string textOf(double number) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    return std::string(buffer, end);
}

void checkRange(const Parameter& parameter, const std::string& where) {
    if (!std::isfinite(parameter.minimum)) refuse(where, "minimum must be a finite number, not " + textOf(parameter.minimum));
    if (!std::isfinite(parameter.maximum - parameter.minimum) || !(parameter.maximum > parameter.minimum)) {
        refuse(where, "maximum must be a finite number greater than minimum, not " + textOf(parameter.maximum));
    }
    if (parameter.kind != ParameterKind::Integer) return;
    if (!isWhole(parameter.minimum)) refuse(where, "minimum must be a whole number, not " + textOf(parameter.minimum));
    if (!isWhole(parameter.maximum)) refuse(where, "maximum must be a whole number, not " + textOf(parameter.maximum));
}

void checkChoices(const Parameter& parameter, const std::string& where) {
    if (parameter.choices.size() < 2 || parameter.choices.size() > 256) {
        refuse(where, "choices must be 2 to 256 texts, not " + std::to_string(parameter.choices.size()));
    }
    std::set<std::string> seen;
    for (const std::string& choice : parameter.choices) {
        if (choice.empty()) refuse(where, "choices must not have an empty text");
        checkText(choice, nameLimit, where, "choices");
        if (!seen.insert(choice).second) refuse(where, "choices must differ, but '" + choice + "' stands twice");
    }
}

void checkHistogram(const Parameter& parameter, const std::string& where) {
    const std::vector<double>& histogram = parameter.distribution.histogram;
    if (histogram.empty()) return;
    const size_t choices = parameter.kind == ParameterKind::Choice   ? parameter.choices.size()
                           : parameter.kind == ParameterKind::Toggle ? 2
                                                                     : 0;
    if (choices > 0 && histogram.size() != choices) {
        refuse(where, "distribution: histogram must have " + std::to_string(choices) + " shares, not " + std::to_string(histogram.size()));
    }
    if (histogram.size() > binLimit) refuse(where, "distribution: histogram must have at most " + std::to_string(binLimit) + " shares");
    for (double share : histogram) {
        if (!(share >= 0 && std::isfinite(share)))
            refuse(where, "distribution: histogram must have no share below 0, not " + textOf(share));
    }
    const double sum = std::accumulate(histogram.begin(), histogram.end(), 0.0);
    if (std::abs(sum - 1) > 1e-3) refuse(where, "distribution: histogram must sum to 1, not " + textOf(sum));
}

void checkMoments(const ParameterDistribution& distribution, const std::string& where) {
    if (!std::isfinite(distribution.mean)) refuse(where, "distribution: mean must be a finite number");
    if (!std::isfinite(distribution.deviation) || !(distribution.deviation > 0)) {
        refuse(where, "distribution: deviation must be a finite number above 0, not " + textOf(distribution.deviation));
    }
}

void checkTexts(const Parameter& parameter, const std::string& where) {
    checkText(parameter.label, labelLimit, where, "label");
    checkText(parameter.group, labelLimit, where, "group");
    checkText(parameter.tooltip, sentenceLimit, where, "tooltip");
    checkText(parameter.unit, unitLimit, where, "unit");
}

}  // namespace

bool isNumeric(const Parameter& parameter) { return parameter.kind == ParameterKind::Number || parameter.kind == ParameterKind::Integer; }

double numberOf(const ParameterValue& value) { return asNumber(value).value(); }

ParameterValue checkedValue(const Parameter& parameter, const ParameterValue& value, const std::string& where) {
    if (const auto result = fitting(parameter, value)) return *result;
    refuse(nameOf(parameter, where), "must be " + expectationOf(parameter) + ", not " + shown(toJson(value)));
}

ParameterValue valueFromText(const Parameter& parameter, const std::string& text) {
    if (const auto value = parsed(parameter, text)) return checkedValue(parameter, *value);
    refuse(nameOf(parameter, {}), "must be " + expectationOf(parameter) + ", not " + shown(text));
}

std::string valueToText(const ParameterValue& value) {
    if (const auto* number = std::get_if<double>(&value)) return textOf(*number);
    if (const auto* whole = std::get_if<int64_t>(&value)) return std::to_string(*whole);
    if (const auto* toggle = std::get_if<bool>(&value)) return *toggle ? "on" : "off";
    return std::get<std::string>(value);
}

void checkParameter(const Parameter& parameter, const std::string& where) {
    if (!isName(parameter.name, '_')) {
        refuse(joined(where, "parameter"), "name must be lower-case letters, digits and '_', at most 64, not " + shown(parameter.name));
    }
    const std::string place = nameOf(parameter, where);
    checkTexts(parameter, place);
    if (isNumeric(parameter)) {
        checkRange(parameter, place);
        checkMoments(parameter.distribution, place);
    }
    checkNumber(parameter.decimals, 0, 10, place, "decimals");
    if (parameter.kind == ParameterKind::Choice) checkChoices(parameter, place);
    checkHistogram(parameter, place);
    if (!fitting(parameter, parameter.defaultValue)) {
        refuse(place, "default must be " + expectationOf(parameter) + ", not " + shown(toJson(parameter.defaultValue)));
    }
}

}  // namespace charrette
