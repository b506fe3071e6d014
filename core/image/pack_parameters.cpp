#include "core/image/pack_parameters.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/design/json.h"

namespace charrette {
namespace {

constexpr size_t maximumChoices = 256, histogramBins = 32;
constexpr double largestMeasurable = 1e100;  ///< so that no sum of squares overflows

std::optional<double> numberIn(const ParameterValue& value) {
    if (const auto* real = std::get_if<double>(&value)) return std::isfinite(*real) ? std::optional(*real) : std::nullopt;
    if (const auto* integer = std::get_if<int64_t>(&value)) return double(*integer);
    if (const auto* text = std::get_if<std::string>(&value)) return numberFromText(*text);
    return std::nullopt;
}

bool isMeasurable(double minimum, double maximum) { return minimum >= -largestMeasurable && maximum <= largestMeasurable; }

bool isToggle(const ParameterValue& value) {
    const auto* text = std::get_if<std::string>(&value);
    static const std::set<std::string> words = {"on", "off", "true", "false"};
    return text ? words.contains(*text) : std::holds_alternative<bool>(value);
}

std::vector<ParameterValue> columnValues(const Table& table, const std::string& column) {
    std::vector<ParameterValue> values;
    for (const auto& row : table.rows) {
        if (const auto found = row.values.find(column); found != row.values.end()) values.push_back(found->second);
    }
    return values;
}

/// A column's heading as a parameter's name: [a-z][a-z0-9_]*.
std::string parameterName(const std::string& column) {
    std::string name = column;
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
        const bool plain = c < 128 && std::isalnum(c);
        return plain ? char(std::tolower(c)) : '_';
    });
    if (name[0] < 'a' || name[0] > 'z') name.insert(0, "p_");
    return name.substr(0, 64);
}

std::string parameterLabel(std::string column) {
    std::replace(column.begin(), column.end(), '_', ' ');
    if (static_cast<unsigned char>(column[0]) < 128) column[0] = char(std::toupper(static_cast<unsigned char>(column[0])));
    return column;
}

void makeNumeric(Parameter& parameter, std::vector<double> numbers) {
    std::sort(numbers.begin(), numbers.end());
    parameter.minimum = numbers.front();
    parameter.maximum = numbers.back();
    const double median = numbers[(numbers.size() - 1) / 2];
    const bool whole = std::all_of(numbers.begin(), numbers.end(),
                                   [](double number) { return number == std::round(number) && std::abs(number) < double(wholeLimit); });
    parameter.kind = whole ? ParameterKind::Integer : ParameterKind::Number;
    if (whole)
        parameter.defaultValue = int64_t(median);
    else
        parameter.defaultValue = median;
    parameter.decimals = std::clamp(2 - int(std::floor(std::log10(parameter.maximum - parameter.minimum))), 0, 6);
}

void makeChoice(Parameter& parameter, const std::map<std::string, size_t>& counts) {
    parameter.kind = ParameterKind::Choice;
    for (const auto& [choice, count] : counts) parameter.choices.push_back(choice);
    const auto fewer = [](const auto& a, const auto& b) { return a.second < b.second; };
    parameter.defaultValue = std::max_element(counts.begin(), counts.end(), fewer)->first;
}

/// Gives the parameter its kind and range, or says why the column cannot become one.
std::optional<std::string> describe(Parameter& parameter, const std::vector<ParameterValue>& values) {
    std::map<std::string, size_t> counts;
    std::vector<double> numbers;
    for (const auto& value : values) {
        ++counts[valueToText(value)];
        if (const auto number = numberIn(value)) numbers.push_back(*number);
    }
    if (counts.empty()) return "it is empty";
    if (counts.size() == 1) return "it has the same value, '" + counts.begin()->first + "', in every row";
    if (std::all_of(values.begin(), values.end(), isToggle)) {
        parameter.kind = ParameterKind::Toggle;
        parameter.defaultValue = false;
    } else if (numbers.size() == values.size()) {
        const auto [lowest, highest] = std::minmax_element(numbers.begin(), numbers.end());
        if (*lowest == *highest) return "it has the same number in every row";
        if (!isMeasurable(*lowest, *highest)) return "its numbers go beyond 1e100";
        makeNumeric(parameter, std::move(numbers));
    } else if (counts.size() > maximumChoices) {
        return "it has more than " + std::to_string(maximumChoices) + " different texts";
    } else {
        makeChoice(parameter, counts);
    }
    try {
        checkParameter(parameter);
    } catch (const Error& error) {
        return error.what();
    }
    return std::nullopt;
}

ParameterValue fittedValue(const Parameter& parameter, const ParameterValue& value) {
    const auto* text = std::get_if<std::string>(&value);
    if (parameter.kind == ParameterKind::Choice) return checkedValue(parameter, text ? *text : valueToText(value));
    return text ? valueFromText(parameter, *text) : checkedValue(parameter, value);
}

size_t binOf(const Parameter& parameter, const ParameterValue& value, size_t bins) {
    if (const auto* on = std::get_if<bool>(&value)) return *on ? 1 : 0;
    if (const auto* choice = std::get_if<std::string>(&value)) {
        return size_t(std::find(parameter.choices.begin(), parameter.choices.end(), *choice) - parameter.choices.begin());
    }
    const double share = (numberIn(value).value() - parameter.minimum) / (parameter.maximum - parameter.minimum);
    return std::min(size_t(std::max(share, 0.0) * double(bins)), bins - 1);
}

void measureSpread(ParameterDistribution& distribution, const std::vector<double>& numbers) {
    double sum = 0, squares = 0;
    for (double number : numbers) sum += number;
    distribution.mean = sum / double(numbers.size());
    for (double number : numbers) squares += (number - distribution.mean) * (number - distribution.mean);
    const double deviation = std::sqrt(squares / double(numbers.size()));
    distribution.deviation = deviation > 0 ? deviation : 1;
}

}  // namespace

ParameterPlan definedParameters(const std::filesystem::path& file, const Table& table) {
    const auto where = "Parameters '" + file.string() + "'";
    const auto json = parseJson(readTextFile(file, jsonByteLimit), where);
    if (!json.is_array() || json.empty()) throw Error(where + ": the file must hold a JSON list of parameter definitions");
    ParameterPlan plan;
    std::set<std::string> seen;
    for (const auto& item : json) {
        Parameter parameter = parameterFromJson(item, where);
        if (!seen.insert(parameter.name).second) throw Error(where + ": parameter '" + parameter.name + "' is defined twice");
        if (!isMeasurable(parameter.minimum, parameter.maximum)) {
            throw Error(where + ": parameter '" + parameter.name + "' goes beyond 1e100");
        }
        if (std::find(table.columns.begin(), table.columns.end(), parameter.name) == table.columns.end()) {
            throw Error(where + ": parameter '" + parameter.name + "' has no column in the table");
        }
        plan.columns.push_back(parameter.name);
        plan.parameters.push_back(std::move(parameter));
    }
    for (const auto& column : table.columns) {
        if (!seen.contains(column)) plan.notes.push_back("Column '" + column + "' was left out: it is not defined as a parameter");
    }
    return plan;
}

ParameterPlan derivedParameters(const Table& table) {
    ParameterPlan plan;
    std::map<std::string, std::string> taken;
    for (const auto& column : table.columns) {
        Parameter parameter;
        parameter.name = parameterName(column);
        parameter.label = parameterLabel(column);
        parameter.group = "Parameters";
        const auto reason = describe(parameter, columnValues(table, column));
        if (reason) {
            plan.notes.push_back("Column '" + column + "' was left out: " + *reason);
            continue;
        }
        const auto [other, isNew] = taken.emplace(parameter.name, column);
        if (!isNew)
            throw Error("Columns '" + other->second + "' and '" + column + "' would both become parameter '" + parameter.name + "'");
        plan.columns.push_back(column);
        plan.parameters.push_back(std::move(parameter));
    }
    return plan;
}

ParameterValues fittedValues(const ParameterPlan& plan, const TableRow& row) {
    ParameterValues values;
    for (size_t i = 0; i < plan.parameters.size(); ++i) {
        const auto cell = row.values.find(plan.columns[i]);
        if (cell == row.values.end()) throw Error("'" + plan.columns[i] + "' has no value");
        values[plan.parameters[i].name] = fittedValue(plan.parameters[i], cell->second);
    }
    return values;
}

ParameterDistribution measured(const Parameter& parameter, const std::vector<const ParameterValues*>& rows) {
    const bool numeric = isNumeric(parameter);
    const size_t bins = numeric ? histogramBins : parameter.kind == ParameterKind::Toggle ? 2 : parameter.choices.size();
    ParameterDistribution distribution;
    distribution.histogram.assign(bins, 0.0);
    std::vector<double> numbers;
    for (const auto* row : rows) {
        const auto& value = row->at(parameter.name);
        distribution.histogram[binOf(parameter, value, bins)] += 1.0 / double(rows.size());
        if (numeric) numbers.push_back(numberIn(value).value());
    }
    if (numeric) measureSpread(distribution, numbers);
    return distribution;
}

}  // namespace charrette
