#include "app/cli/model_arguments.h"

#include <filesystem>
#include <system_error>

#include "core/base/error.h"
#include "core/design/condition.h"

namespace charrette {
namespace {

ParameterValue valueOf(const Parameter& parameter, const std::string& text) {
    try {
        return valueFromText(parameter, text);
    } catch (const Error& error) {
        throw UsageError(std::string("--set: ") + error.what());
    }
}

}  // namespace

uint32_t seedFrom(const Arguments& arguments) { return uint32_t(arguments.integer("seed", 0, 0, UINT32_MAX)); }

double truncationFrom(const Arguments& arguments, const Card& card) { return arguments.number("truncation", card.truncation, -2, 2); }

const Parameter& parameterNamed(const std::string& name, const Card& card) {
    if (const Parameter* found = findParameter(card, name)) return *found;
    std::vector<std::string> names;
    for (const auto& parameter : card.parameters) names.push_back(parameter.name);
    for (const auto& latent : card.latentParameters) names.push_back(latent.parameter.name);
    throw UsageError("The model has no parameter '" + name + "'" + suggestion(name, names));
}

ParameterValues valuesFrom(const Arguments& arguments, const Card& card) {
    ParameterValues values;
    for (const auto& setting : arguments.all("set")) {
        const size_t equals = setting.find('=');
        if (equals == std::string::npos || equals == 0) throw UsageError("--set must be name=value, not '" + setting + "'");
        const Parameter& parameter = parameterNamed(setting.substr(0, equals), card);
        const bool isNew = values.emplace(parameter.name, valueOf(parameter, setting.substr(equals + 1))).second;
        if (!isNew) throw UsageError("--set gives '" + parameter.name + "' twice");
    }
    return values;
}

void checkOutput(const Arguments& arguments, const std::string& option) {
    if (!arguments.has(option)) return;
    const std::filesystem::path file = arguments.text(option);
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    std::error_code failure;
    if (!std::filesystem::is_directory(folder, failure)) {
        throw Error("'" + file.string() + "' cannot be written: there is no folder '" + folder.string() + "'");
    }
    if (file.empty() || std::filesystem::is_directory(file, failure)) {
        throw Error("'" + file.string() + "' cannot be written: it must be a file's name");
    }
}

Genome genomeFrom(const Arguments& arguments, const Card& card) {
    Genome genome;
    genome.modelHash = card.modelHash();
    genome.parameters = completeValues(card, valuesFrom(arguments, card));
    genome.latent = seedFrom(arguments);
    genome.truncation.psi = truncationFrom(arguments, card);
    return genome;
}

}  // namespace charrette
