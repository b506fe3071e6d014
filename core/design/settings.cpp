#include "core/design/settings.h"

#include <cmath>

#include "core/design/json.h"

namespace charrette {

using nlohmann::json;

namespace {

json toJson(const ModelReference& model) { return {{"name", model.name}, {"title", model.title}, {"hash", model.hash}}; }

ModelReference readModel(ObjectReader& outer) {
    ObjectReader reader(outer.any("model"), outer.whereOf("model"));
    const ModelReference model{reader.text("name"), reader.text("title"), reader.text("hash")};
    reader.finish();
    checkText(model.name, nameLimit, reader.where(), "name");
    checkText(model.title, labelLimit, reader.where(), "title");
    if (!model.hash.empty() && !isHash(model.hash)) refuse(reader.where(), "hash must be a SHA-256, not " + shown(model.hash));
    return model;
}

void checkName(const std::string& name, const std::string& where, const std::string& field) {
    if (!isName(name, '_')) refuse(where, field + " must be named by lower-case letters, digits and '_', not " + shown(name));
}

double checkedWithin(double number, double minimum, double maximum, const std::string& where, const std::string& field) {
    if (number >= minimum && number <= maximum) return number;
    refuse(where, field + " must be from " + shown(minimum) + " to " + shown(maximum) + ", not " + shown(number));
}

/// Numbers by name, each from `minimum` to `maximum`.
std::map<std::string, double> readNumbers(ObjectReader& outer, const std::string& field, double minimum, double maximum) {
    std::map<std::string, double> numbers;
    const json& object = outer.object(field, directionLimit);
    ObjectReader reader(object, outer.whereOf(field));
    for (const auto& [name, value] : object.items()) {
        checkText(name, nameLimit, reader.where(), "a name");
        numbers[name] = checkedWithin(reader.number(name), minimum, maximum, reader.where(), name);
    }
    return numbers;
}

}  // namespace

json toJson(const Settings& settings) {
    json parameters = json::object();
    for (const auto& [name, value] : settings.parameters) parameters[name] = toJson(value);
    json object = {{"format", "charrette-settings"},
            {"version", 1},
            {"model", toJson(settings.model)},
            {"parameters", parameters},
            {"locked", settings.locked},
            {"variation", settings.variation},
            {"directions", settings.directions},
            {"truncation", settings.truncation},
            {"spread", settings.spread},
            {"seed", settings.seed},
            {"count", settings.count}};
    if (settings.site) object["site"] = toJson(*settings.site);
    return object;
}

Settings settingsFromJson(const json& object, const std::string& where) {
    ObjectReader reader(object, where);
    reader.header("charrette-settings");
    Settings settings;
    settings.model = readModel(reader);
    settings.parameters = parameterValuesFromJson(reader.object("parameters", parameterLimit), reader.whereOf("parameters"));
    for (const auto& [name, value] : settings.parameters) checkName(name, where, "parameters");
    for (const std::string& name : reader.texts("locked", parameterLimit)) {
        checkName(name, where, "locked");
        settings.locked.insert(name);
    }
    settings.variation = readNumbers(reader, "variation", 0, 1);
    settings.directions = readNumbers(reader, "directions", -100, 100);
    settings.truncation = checkedWithin(reader.number("truncation"), -2, 2, where, "truncation");
    settings.spread = checkedWithin(reader.number("spread"), 0, 1, where, "spread");
    settings.seed = reader.seed("seed");
    settings.count = int(reader.integer("count", 1, 10000));
    if (reader.has("site")) settings.site = siteFromJson(reader.any("site"), reader.whereOf("site"));
    reader.finish();
    return settings;
}

SamplingOptions samplingOptions(const Settings& settings) {
    SamplingOptions options{.seed = settings.seed, .count = size_t(settings.count), .spread = settings.spread};
    options.truncation = settings.truncation;
    options.variation = settings.variation;
    options.around = settings.parameters;
    options.directions = settings.directions;
    for (const std::string& name : settings.locked) {
        if (const auto found = settings.parameters.find(name); found != settings.parameters.end()) options.fixed.insert(*found);
    }
    return options;
}

}  // namespace charrette
