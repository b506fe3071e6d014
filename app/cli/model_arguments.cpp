#include "app/cli/model_arguments.h"

#include "core/base/error.h"
#include "core/design/condition.h"

namespace charrette {

uint32_t seedFrom(const Arguments& arguments) { return uint32_t(arguments.integer("seed", 0, 0, UINT32_MAX)); }

double truncationFrom(const Arguments& arguments, const Card& card) { return arguments.number("truncation", card.truncation, -2, 2); }

const Parameter& parameterNamed(const std::string& name, const Card& card) {
    std::vector<std::string> names;
    for (const auto& parameter : card.parameters) {
        if (parameter.name == name) return parameter;
        names.push_back(parameter.name);
    }
    throw Error("Model '" + card.name + "' has no parameter '" + name + "'" + suggestion(name, names));
}

ParameterValues valuesFrom(const Arguments& arguments, const Card& card) {
    ParameterValues values;
    for (const auto& setting : arguments.all("set")) {
        const size_t equals = setting.find('=');
        if (equals == std::string::npos || equals == 0) throw UsageError("--set must be name=value, not '" + setting + "'");
        const Parameter& parameter = parameterNamed(setting.substr(0, equals), card);
        const bool isNew = values.emplace(parameter.name, valueFromText(parameter, setting.substr(equals + 1))).second;
        if (!isNew) throw UsageError("--set gives '" + parameter.name + "' twice");
    }
    return values;
}

Genome genomeFrom(const Arguments& arguments, const Card& card) {
    Genome genome;
    genome.modelHash = card.modelHash();
    genome.parameters = completeValues(card.parameters, valuesFrom(arguments, card));
    genome.latent = seedFrom(arguments);
    genome.truncation.psi = truncationFrom(arguments, card);
    return genome;
}

}  // namespace charrette
