#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/design/parameter.h"
#include "core/image/table.h"

namespace charrette {

/// The parameters of a data set and the table's columns they are read from.
struct ParameterPlan {
    std::vector<Parameter> parameters;
    std::vector<std::string> columns;  ///< one a parameter
    std::vector<std::string> notes;    ///< sentences on columns that were left out
};

/// Parameters as defined in a JSON file (a list). Throws `Error`, also when the table lacks a column for one.
ParameterPlan definedParameters(const std::filesystem::path& file, const Table& table);

/// Parameters made from the table's columns: numbers (whole numbers when all are) with the range that occurs and the median as default,
/// on and off as toggles, other text as choices. Columns with a single value, or with more than 256 different texts, are left out.
ParameterPlan derivedParameters(const Table& table);

/// A row's values, checked. Throws `Error` naming the parameter that is missing or does not fit.
ParameterValues fittedValues(const ParameterPlan& plan, const TableRow& row);

/// How values are spread: mean, population deviation and a histogram of 32 bins for numbers; shares for choices and toggles.
ParameterDistribution measured(const Parameter& parameter, const std::vector<const ParameterValues*>& rows);

}  // namespace charrette
