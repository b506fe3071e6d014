#include "core/design/card.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/design/json.h"

namespace charrette {

using nlohmann::json;

namespace {

constexpr size_t startingPointLimit = 64;

/// Style vectors that a synthesis network of this resolution takes, as the reference counts them.
int layerCount(int resolution) { return 2 * int(std::bit_width(unsigned(resolution)) - 1) - 2; }

Direction readDirection(const json& object, const std::string& where) {
    ObjectReader reader(object, joined(where, "direction"));
    Direction direction;
    direction.name = reader.text("name");
    reader.setWhere(joined(where, "direction " + shown(direction.name)));
    direction.firstLayer = int(reader.integer("firstLayer", 0, 64));
    direction.lastLayer = int(reader.integer("lastLayer", 0, 64));
    direction.deviation = reader.number("deviation");
    const std::vector<double> values = reader.numbers("values", latentSizeLimit);
    direction.values.assign(values.begin(), values.end());
    reader.finish();
    return direction;
}

StartingPoint readStartingPoint(const json& object, const std::string& where) {
    ObjectReader reader(object, joined(where, "starting point"));
    StartingPoint point{.title = reader.text("title")};
    reader.setWhere(joined(where, "starting point " + shown(point.title)));
    point.parameters = parameterValuesFromJson(reader.object("parameters", parameterLimit), reader.whereOf("parameters"));
    if (reader.has("seed")) point.seed = reader.seed("seed");
    reader.finish();
    return point;
}

void readStartingPoints(ObjectReader& reader, Card& card) {
    if (!reader.has("startingPoints")) return;
    for (const json& object : reader.array("startingPoints", startingPointLimit))
        card.startingPoints.push_back(readStartingPoint(object, reader.where()));
}

Passport readPassport(const json& object, const std::string& where) {
    ObjectReader reader(object, where);
    Passport passport;
    passport.trainingData = reader.text("trainingData");
    passport.madeBy = reader.text("madeBy");
    passport.licence = reader.text("licence");
    passport.bias = reader.text("bias");
    passport.intendedUse = reader.text("intendedUse");
    reader.finish();
    return passport;
}

void readTexts(ObjectReader& reader, Card& card) {
    card.name = reader.text("name");
    card.title = reader.has("title") ? reader.text("title") : card.name;
    if (reader.has("description")) card.description = reader.text("description");
    card.passport = readPassport(reader.any("passport"), reader.whereOf("passport"));
}

void readSizes(ObjectReader& reader, Card& card) {
    card.resolution = int(reader.integer("resolution", 16, 1024));
    card.channels = reader.texts("channels", 5);
    card.latentSize = int(reader.integer("latentSize", 1, latentSizeLimit));
    card.styleSize = int(reader.integer("styleSize", 1, latentSizeLimit));
    if (reader.has("truncation")) card.truncation = reader.number("truncation");
}

void readControls(ObjectReader& reader, Card& card) {
    for (const json& object : reader.array("parameters", parameterLimit)) {
        card.parameters.push_back(parameterFromJson(object, reader.where()));
    }
    if (reader.has("latentParameters"))
        for (const json& object : reader.array("latentParameters", parameterLimit))
            card.latentParameters.push_back(latentParameterFromJson(object, reader.where()));
    if (reader.has("directions"))
        for (const json& object : reader.array("directions", directionLimit))
            card.directions.push_back(readDirection(object, reader.where()));
    readStartingPoints(reader, card);
}

void readFiles(ObjectReader& reader, Card& card) {
    card.weights = reader.text("weights");
    card.weightsHash = reader.text("weightsHash");
    if (reader.has("encoder")) card.encoder = reader.text("encoder");
    if (reader.has("encoderHash")) card.encoderHash = reader.text("encoderHash");
}

json directionToJson(const Direction& direction) {
    return {{"name", direction.name},
            {"firstLayer", direction.firstLayer},
            {"lastLayer", direction.lastLayer},
            {"deviation", direction.deviation},
            {"values", direction.values}};
}

json startingPointToJson(const StartingPoint& point) {
    json parameters = json::object();
    for (const auto& [name, value] : point.parameters) parameters[name] = toJson(value);
    return {{"title", point.title}, {"parameters", parameters}, {"seed", point.seed}};
}

void checkTexts(const Card& card, const std::string& where) {
    if (!isName(card.name, '-')) {
        refuse(where, "name must be lower-case letters, digits and '-', at most 64, not " + shown(card.name));
    }
    checkText(card.title, labelLimit, where, "title");
    checkText(card.description, sentenceLimit, where, "description");
    const Passport& passport = card.passport;
    const std::string place = joined(where, "passport");
    checkText(passport.trainingData, paragraphLimit, place, "trainingData", LineBreaks::Allowed);
    checkText(passport.madeBy, paragraphLimit, place, "madeBy", LineBreaks::Allowed);
    checkText(passport.licence, sentenceLimit, place, "licence");
    checkText(passport.bias, paragraphLimit, place, "bias", LineBreaks::Allowed);
    checkText(passport.intendedUse, paragraphLimit, place, "intendedUse", LineBreaks::Allowed);
}

void checkSizes(const Card& card, const std::string& where) {
    if (!isResolution(card.resolution)) {
        refuse(where, "resolution must be a power of two from 16 to 1024, not " + std::to_string(card.resolution));
    }
    const std::vector<std::string> colour = {"red", "green", "blue"}, all = {"red", "green", "blue", "coverage", "depth"};
    if (card.channels != colour && card.channels != all) {
        refuse(where, "channels must be red, green, blue, or these with coverage and depth after them");
    }
    checkNumber(card.latentSize, 1, latentSizeLimit, where, "latentSize");
    checkNumber(card.styleSize, 1, latentSizeLimit, where, "styleSize");
    if (!(std::abs(card.truncation) <= 2)) refuse(where, "truncation must be from -2 to 2, not " + shown(card.truncation));
}

void checkParameters(const Card& card, const std::string& where) {
    const size_t count = card.parameters.size() + card.latentParameters.size();  // a genome may set them all
    if (count > parameterLimit) {
        refuse(where, "parameters must be at most " + std::to_string(parameterLimit) + ", not " + std::to_string(count));
    }
    std::set<std::string> names;
    std::set<int> components;
    for (const Parameter& parameter : card.parameters) {
        checkParameter(parameter, where);
        if (!names.insert(parameter.name).second)
            refuse(where, "parameters must differ in name, but '" + parameter.name + "' stands twice");
    }
    for (const LatentParameter& latent : card.latentParameters) {
        const std::string& name = latent.parameter.name;
        if (!names.insert(name).second) refuse(where, "parameters must differ in name, but '" + name + "' stands twice");
        for (int component : latent.components) {
            if (component >= card.latentSize)
                refuse(where, "latent parameter '" + name + "' must be within the latent code of " + std::to_string(card.latentSize) + " values");
            if (!components.insert(component).second)
                refuse(where, "latent parameter '" + name + "' must not share component " + std::to_string(component) + " with another");
        }
    }
}

void checkStartingPoints(const Card& card, const std::string& where) {
    if (card.startingPoints.size() > startingPointLimit)
        refuse(where, "startingPoints must be at most " + std::to_string(startingPointLimit));
    for (const StartingPoint& point : card.startingPoints) {
        const std::string place = joined(where, "starting point " + shown(point.title));
        if (point.title.empty()) refuse(place, "title must not be empty");
        checkText(point.title, nameLimit, place, "title");
        for (const auto& [name, value] : point.parameters) {
            const Parameter* parameter = findParameter(card, name);
            if (!parameter) refuse(place, "the model has no parameter " + shown(name));
            checkedValue(*parameter, value, place);
        }
    }
}

void checkDirection(const Direction& direction, const Card& card, const std::string& where) {
    const int layers = layerCount(card.resolution);
    if (direction.firstLayer < 0 || direction.firstLayer > direction.lastLayer) {
        refuse(where, "firstLayer must be from 0 to lastLayer, not " + std::to_string(direction.firstLayer));
    }
    if (direction.lastLayer >= layers) {
        refuse(where, "lastLayer must be below " + std::to_string(layers) + ", not " + std::to_string(direction.lastLayer));
    }
    if (!(direction.deviation > 0 && std::isfinite(direction.deviation))) {
        refuse(where, "deviation must be a finite number above 0, not " + shown(direction.deviation));
    }
    if (direction.values.size() != size_t(card.styleSize)) {
        refuse(where, "values must have styleSize (" + std::to_string(card.styleSize) + ") entries, not " +
                          std::to_string(direction.values.size()));
    }
    double squared = 0;
    for (double value : direction.values) squared += value * value;
    if (!(std::abs(std::sqrt(squared) - 1) < 1e-3)) refuse(where, "values must have the length 1, not " + shown(std::sqrt(squared)));
}

void checkDirections(const Card& card, const std::string& where) {
    if (card.directions.size() > directionLimit) {
        refuse(where, "directions must be at most " + std::to_string(directionLimit) + ", not " + std::to_string(card.directions.size()));
    }
    std::set<std::string> names;
    for (const Direction& direction : card.directions) {
        const std::string place = joined(where, "direction " + shown(direction.name));
        if (direction.name.empty()) refuse(place, "name must not be empty");
        checkText(direction.name, nameLimit, place, "name");
        if (!names.insert(direction.name).second)
            refuse(where, "directions must differ in name, but '" + direction.name + "' stands twice");
        checkDirection(direction, card, place);
    }
}

/// A plain file name in the card's folder: whoever made the card must not reach elsewhere. ':' is a drive or a stream on Windows.
void checkFile(const std::string& name, const std::string& hash, const std::string& where, const std::string& field) {
    checkText(name, 255, where, field);
    if (name.empty()) refuse(where, field + " must name a file, but is empty");
    if (name.front() == '.') refuse(where, field + " must not start with a dot: " + shown(name));
    if (name.find_first_of("/\\:") != std::string::npos || name.find("..") != std::string::npos) {
        refuse(where, field + " must be a file name without a path, not " + shown(name));
    }
    if (!isHash(hash)) refuse(where, field + "Hash must be a SHA-256 of 64 lower-case hexadecimal digits, not " + shown(hash));
}

}  // namespace

Card readCard(const std::filesystem::path& file) { return cardFromText(readTextFile(file, jsonByteLimit), file.string()); }

Card cardFromText(const std::string& text, const std::string& where) { return cardFromJson(parseJson(text, where), where); }

Card cardFromJson(const json& object, const std::string& where) {
    ObjectReader reader(object, where);
    reader.header("charrette-card");
    Card card;
    readTexts(reader, card);
    readSizes(reader, card);
    readControls(reader, card);
    readFiles(reader, card);
    reader.finish();
    checkCard(card, where);
    return card;
}

Card cardFromAbout(const std::filesystem::path& file) {
    const json object = parseJson(readTextFile(file, jsonByteLimit), file.string());
    ObjectReader reader(object, file.string());
    Card card;
    readTexts(reader, card);
    readStartingPoints(reader, card);
    reader.finish();
    return card;
}

json toJson(const Card& card) {
    json parameters = json::array(), latents = json::array(), directions = json::array(), points = json::array();
    for (const LatentParameter& latent : card.latentParameters) latents.push_back(toJson(latent));
    for (const StartingPoint& point : card.startingPoints) points.push_back(startingPointToJson(point));
    for (const Parameter& parameter : card.parameters) parameters.push_back(toJson(parameter));
    for (const Direction& direction : card.directions) directions.push_back(directionToJson(direction));
    const Passport& passport = card.passport;
    json object = {{"format", "charrette-card"},
            {"version", 1},
            {"name", card.name},
            {"title", card.title},
            {"description", card.description},
            {"resolution", card.resolution},
            {"channels", card.channels},
            {"latentSize", card.latentSize},
            {"styleSize", card.styleSize},
            {"truncation", card.truncation},
            {"parameters", parameters},
            {"directions", directions},
            {"passport",
             {{"trainingData", passport.trainingData},
              {"madeBy", passport.madeBy},
              {"licence", passport.licence},
              {"bias", passport.bias},
              {"intendedUse", passport.intendedUse}}},
            {"weights", card.weights},
            {"weightsHash", card.weightsHash},
            {"encoder", card.encoder},
            {"encoderHash", card.encoderHash}};
    if (!latents.empty()) object["latentParameters"] = latents;
    if (!points.empty()) object["startingPoints"] = points;
    return object;
}

const LatentParameter* findLatentParameter(const Card& card, const std::string& name) {
    const auto found = std::ranges::find_if(card.latentParameters, [&](const LatentParameter& latent) { return latent.parameter.name == name; });
    return found == card.latentParameters.end() ? nullptr : &*found;
}

const Parameter* findParameter(const Card& card, const std::string& name) {
    const auto found = std::ranges::find(card.parameters, name, &Parameter::name);
    if (found != card.parameters.end()) return &*found;
    const LatentParameter* latent = findLatentParameter(card, name);
    return latent ? &latent->parameter : nullptr;
}

void checkCard(const Card& card, const std::string& where) {
    checkTexts(card, where);
    checkSizes(card, where);
    checkParameters(card, where);
    checkDirections(card, where);
    checkStartingPoints(card, where);
    checkFile(card.weights, card.weightsHash, where, "weights");
    if (!card.encoder.empty()) checkFile(card.encoder, card.encoderHash, where, "encoder");
    if (card.encoder.empty() && !card.encoderHash.empty()) refuse(where, "encoderHash is given, but encoder names no file");
}

void checkHash(const std::filesystem::path& file, const std::string& expected) {
    const std::string actual = sha256OfFile(file);
    if (actual == expected) return;
    refuse(file.string(), "its SHA-256 is " + actual.substr(0, 12) + "…, but the card says " + expected.substr(0, 12) +
                              "…; card and weights do not belong together");
}

}  // namespace charrette
