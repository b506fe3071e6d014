#include "core/nn/training/parameters.h"

#include <cctype>
#include <cmath>
#include <map>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/design/json.h"

namespace charrette {

namespace {

constexpr double arrangements = 999;  // as many as anybody looks through, and short to type

std::string withoutNumber(std::string name) {
    while (!name.empty() && (std::isdigit(static_cast<unsigned char>(name.back())) || name.back() == '_')) name.pop_back();
    return name;
}

LatentParameter numberOf(const Parameter& latent, int component) {
    LatentParameter made{.parameter = latent, .components = {component}};
    made.parameter.defaultValue = valueOfNormalScore(latent, 0);
    return made;
}

LatentParameter arrangementOf(const Parameter& first, const std::vector<int>& components) {
    LatentParameter made{.parameter = first, .components = components};
    made.parameter.name = withoutNumber(first.name);
    made.parameter.unit.clear();
    made.parameter.kind = ParameterKind::Integer;
    made.parameter.minimum = 1;
    made.parameter.maximum = arrangements;
    made.parameter.defaultValue = int64_t(1);
    made.parameter.distribution = {(1 + arrangements) / 2, (arrangements - 1) / std::sqrt(12.0), {}};
    return made;
}

}  // namespace

std::vector<LatentParameter> latentParametersOf(const std::vector<Parameter>& latents) {
    std::map<std::pair<std::string, std::string>, std::vector<int>> sharing;
    for (size_t i = 0; i < latents.size(); ++i) sharing[{latents[i].group, latents[i].label}].push_back(int(i));
    std::vector<LatentParameter> made;
    for (size_t i = 0; i < latents.size(); ++i) {
        const std::vector<int>& components = sharing[{latents[i].group, latents[i].label}];
        if (components.front() != int(i)) continue;
        made.push_back(components.size() == 1 ? numberOf(latents[i], int(i)) : arrangementOf(latents[i], components));
    }
    return made;
}

std::string parametersToText(const std::vector<Parameter>& parameters) {
    auto list = nlohmann::json::array();
    for (const Parameter& parameter : parameters) list.push_back(toJson(parameter));
    return list.dump();
}

std::vector<Parameter> parametersFromText(const std::string& text, const std::string& where) {
    nlohmann::json list = parseJson(text, where + ": parameters");
    if (!list.is_array()) throw Error(where + ": the parameters are not a list");
    std::vector<Parameter> parameters;
    for (const nlohmann::json& parameter : list) parameters.push_back(parameterFromJson(parameter, where));
    return parameters;
}

void checkSameParameters(const std::vector<Parameter>& network, const std::vector<Parameter>& data, const std::string& where) {
    if (network.size() != data.size())
        throw Error(where + ": its networks have " + std::to_string(network.size()) + " parameters, the data set has " +
                    std::to_string(data.size()));
    for (size_t i = 0; i < network.size(); ++i)
        if (network[i].name != data[i].name || network[i].kind != data[i].kind || network[i].choices != data[i].choices)
            throw Error(where + ": its networks have the parameter '" + network[i].name + "' where the data set has '" + data[i].name +
                        "', or their kinds or choices differ");
}

}  // namespace charrette
