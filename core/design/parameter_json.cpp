#include <array>
#include <cmath>

#include "core/design/json.h"
#include "core/design/parameter.h"

namespace charrette {

using nlohmann::json;

namespace {

// In the order of `ParameterKind`.
constexpr std::array<const char*, 4> kindNames = {"number", "integer", "choice", "toggle"};

/// Recipes give a range and decimals to every parameter; those of choices and toggles mean nothing.
void readRange(ObjectReader& reader, Parameter& parameter) {
    const bool numeric = isNumeric(parameter);
    if (numeric || reader.has("minimum")) parameter.minimum = reader.number("minimum");
    if (numeric || reader.has("maximum")) parameter.maximum = reader.number("maximum");
    if (reader.has("decimals")) parameter.decimals = int(reader.integer("decimals", 0, 10));
    if (numeric) return;
    parameter.minimum = 0;
    parameter.maximum = 1;
    parameter.decimals = 0;
}

void readDefault(ObjectReader& reader, Parameter& parameter) {
    if (isNumeric(parameter) || reader.has("default")) {
        parameter.defaultValue = parameterValueFromJson(reader.any("default"), reader.whereOf("default"));
    } else if (parameter.kind == ParameterKind::Toggle) {
        parameter.defaultValue = false;
    } else {
        parameter.defaultValue = parameter.choices.empty() ? std::string() : parameter.choices.front();
    }
}

void readDistribution(ObjectReader& reader, Parameter& parameter) {
    ParameterDistribution& distribution = parameter.distribution;
    if (isNumeric(parameter)) {
        distribution.mean = (parameter.minimum + parameter.maximum) / 2;
        distribution.deviation = (parameter.maximum - parameter.minimum) / std::sqrt(12.0);
    }
    if (!reader.has("distribution")) return;
    ObjectReader inner(reader.any("distribution"), reader.whereOf("distribution"));
    if (isNumeric(parameter)) {
        distribution.mean = inner.number("mean");
        distribution.deviation = inner.number("deviation");
    }
    if (inner.has("histogram")) distribution.histogram = inner.numbers("histogram", binLimit);
    inner.finish();
}

json distributionToJson(const Parameter& parameter) {
    json object = {{"histogram", parameter.distribution.histogram}};
    if (isNumeric(parameter)) {
        object["mean"] = parameter.distribution.mean;
        object["deviation"] = parameter.distribution.deviation;
    }
    return object;
}

}  // namespace

json toJson(const ParameterValue& value) {
    return std::visit([](const auto& held) { return json(held); }, value);
}

json toJson(const Parameter& parameter) {
    json object = {{"name", parameter.name},
                   {"label", parameter.label},
                   {"group", parameter.group},
                   {"tooltip", parameter.tooltip},
                   {"unit", parameter.unit},
                   {"kind", kindNames[size_t(parameter.kind)]},
                   {"default", toJson(parameter.defaultValue)},
                   {"distribution", distributionToJson(parameter)}};
    if (isNumeric(parameter)) {
        object["minimum"] = parameter.minimum;
        object["maximum"] = parameter.maximum;
    }
    if (parameter.kind == ParameterKind::Number) object["decimals"] = parameter.decimals;
    if (parameter.kind == ParameterKind::Choice) object["choices"] = parameter.choices;
    return object;
}

Parameter parameterFromJson(const json& object, const std::string& where) {
    ObjectReader reader(object, joined(where, "parameter"));
    Parameter parameter;
    parameter.name = reader.text("name");
    reader.setWhere(joined(where, "parameter " + shown(parameter.name)));
    parameter.kind = ParameterKind(reader.choice("kind", kindNames));
    parameter.label = reader.has("label") ? reader.text("label") : parameter.name;
    if (reader.has("group")) parameter.group = reader.text("group");
    if (reader.has("tooltip")) parameter.tooltip = reader.text("tooltip");
    if (reader.has("unit")) parameter.unit = reader.text("unit");
    readRange(reader, parameter);
    if (parameter.kind == ParameterKind::Choice) parameter.choices = reader.texts("choices", 256);
    readDefault(reader, parameter);
    readDistribution(reader, parameter);
    if (reader.has("sampling")) reader.object("sampling", 64);
    reader.finish();
    checkParameter(parameter, where);
    parameter.defaultValue = checkedValue(parameter, parameter.defaultValue, where);
    return parameter;
}

ParameterValue parameterValueFromJson(const json& value, const std::string& where) {
    if (value.is_boolean()) return value.get<bool>();
    if (value.is_number_unsigned() && value.get<uint64_t>() > uint64_t(INT64_MAX)) {
        refuse(where, "has a whole number that does not fit: " + value.dump());
    }
    if (value.is_number_integer()) return value.get<int64_t>();
    if (value.is_number()) {
        if (!std::isfinite(value.get<double>())) refuse(where, "must be a finite number, not " + shown(value));
        return value.get<double>();
    }
    if (!value.is_string()) refuse(where, "must be a number, a text, true or false, not " + shown(value));
    const auto& text = value.get_ref<const std::string&>();
    checkText(text, nameLimit, where, "the text");
    return text;
}

ParameterValues parameterValuesFromJson(const json& object, const std::string& where) {
    const ObjectReader reader(object, where);
    ParameterValues values;
    for (const auto& [name, value] : object.items()) values[name] = parameterValueFromJson(value, joined(where, shown(name)));
    return values;
}

}  // namespace charrette
