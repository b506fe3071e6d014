#include "core/nn/training/parameters.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/design/json.h"

namespace charrette {

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
