#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace charrette {

enum class ParameterKind { Number, Integer, Choice, Toggle };

/// A parameter's value: a number, an integer, the name of a choice, or on and off.
using ParameterValue = std::variant<double, int64_t, std::string, bool>;

/// Values by parameter name.
using ParameterValues = std::map<std::string, ParameterValue>;

/// How the training data are spread over one parameter.
/// Number and Integer: `mean`, `deviation` (> 0), and `histogram`, the share of the data in equal bins from minimum to maximum.
/// Choice and Toggle: `histogram` alone, the share of each choice (of off and on).
struct ParameterDistribution {
    double mean = 0;
    double deviation = 1;
    std::vector<double> histogram;
};

/// A design quantity that a network is conditioned on, in the designer's words and units.
struct Parameter {
    std::string name;     ///< in files and on the command line: [a-z][a-z0-9_]*, at most 64
    std::string label;    ///< for people
    std::string group;    ///< heading under which it stands
    std::string tooltip;  ///< one sentence; may be empty
    std::string unit;     ///< "mm", "°"; may be empty
    ParameterKind kind = ParameterKind::Number;
    double minimum = 0;  ///< Number, Integer
    double maximum = 1;
    int decimals = 2;                  ///< Number: how many are shown
    std::vector<std::string> choices;  ///< Choice: 2 to 256 names
    ParameterValue defaultValue = 0.0;
    ParameterDistribution distribution;
};

/// Whether the parameter has a range of numbers: a Number or an Integer.
bool isNumeric(const Parameter& parameter);

/// The number that a Number's or an Integer's value is.
double numberOf(const ParameterValue& value);

/// Checks a value against its parameter and brings it to the parameter's type (a whole number given for a Number becomes
/// a double). Throws `Error` naming the parameter: wrong type, not finite, out of range, unknown choice. `where` names
/// the file or object in the message.
ParameterValue checkedValue(const Parameter& parameter, const ParameterValue& value, const std::string& where = {});

/// Reads a value from text as a command line gives it ("180", "fluted", "on"), and checks it.
ParameterValue valueFromText(const Parameter& parameter, const std::string& text);

/// The value as `valueFromText` reads it; numbers with as many digits as needed to get the same number back.
std::string valueToText(const ParameterValue& value);

/// Checks a complete parameter definition. Throws `Error` naming the parameter and the field.
void checkParameter(const Parameter& parameter, const std::string& where = {});

nlohmann::json toJson(const Parameter& parameter);
nlohmann::json toJson(const ParameterValue& value);
/// Only name and kind are required, and minimum, maximum and default of numbers, and choices of choices. Without a distribution, a number
/// counts as spread evenly over its range. The field `sampling` of recipes is passed over; other unknown fields are refused.
/// `where` names the file or object in messages. Both throw `Error`.
Parameter parameterFromJson(const nlohmann::json& json, const std::string& where);
ParameterValue parameterValueFromJson(const nlohmann::json& json, const std::string& where);
/// An object of values by name. How many and how named is not checked. Throws `Error`.
ParameterValues parameterValuesFromJson(const nlohmann::json& json, const std::string& where);

}  // namespace charrette
