#include "core/design/genome.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/random.h"
#include "core/design/condition.h"
#include "core/design/json.h"

namespace charrette {

using nlohmann::json;

namespace {

// In the order of `Noise::Kind`.
constexpr std::array<const char*, 3> noiseNames = {"none", "constant", "seed"};

json latentToJson(const Latent& latent) {
    if (const auto* seed = std::get_if<uint32_t>(&latent)) return {{"seed", *seed}};
    return {{"values", std::get<std::vector<float>>(latent)}};
}

json layersToJson(const std::vector<LayerLatent>& layers) {
    json list = json::array();
    for (const LayerLatent& layer : layers) {
        json entry = latentToJson(layer.latent);
        entry["first"] = layer.firstLayer;
        list.push_back(std::move(entry));
    }
    return list;
}

json noiseToJson(const Noise& noise) {
    json object = {{"kind", noiseNames[size_t(noise.kind)]}};
    if (noise.kind == Noise::Kind::Seed || noise.seed != 0) object["seed"] = noise.seed;
    return object;
}

/// The fields "seed" or "values".
Latent readLatent(ObjectReader& reader) {
    if (reader.has("seed") == reader.has("values")) refuse(reader.where(), "must have either a seed or values");
    if (reader.has("seed")) return reader.seed("seed");
    const std::vector<double> values = reader.numbers("values", latentSizeLimit);
    return std::vector<float>(values.begin(), values.end());
}

Latent readWholeLatent(ObjectReader& outer) {
    ObjectReader reader(outer.any("latent"), outer.whereOf("latent"));
    Latent latent = readLatent(reader);
    reader.finish();
    return latent;
}

std::vector<LayerLatent> readLayers(ObjectReader& outer) {
    std::vector<LayerLatent> layers;
    for (const json& entry : outer.array("layers", size_t(layerLimit))) {
        ObjectReader reader(entry, outer.whereOf("layers"));
        layers.push_back({int(reader.integer("first", 1, layerLimit - 1)), readLatent(reader)});
        reader.finish();
    }
    return layers;
}

std::map<std::string, double> readDirections(ObjectReader& outer) {
    std::map<std::string, double> amounts;
    const json& object = outer.object("directions", directionLimit);
    ObjectReader reader(object, outer.whereOf("directions"));
    for (const auto& [name, value] : object.items()) amounts[name] = reader.number(name);
    return amounts;
}

Truncation readTruncation(ObjectReader& outer) {
    ObjectReader reader(outer.any("truncation"), outer.whereOf("truncation"));
    Truncation truncation;
    if (reader.has("psi")) truncation.psi = reader.number("psi");
    if (reader.has("cutoff")) truncation.cutoff = int(reader.integer("cutoff", -1, layerLimit));
    reader.finish();
    return truncation;
}

Noise readNoise(ObjectReader& outer) {
    ObjectReader reader(outer.any("noise"), outer.whereOf("noise"));
    Noise noise{.kind = Noise::Kind(reader.choice("kind", noiseNames))};
    if (noise.kind == Noise::Kind::Seed || reader.has("seed")) noise.seed = reader.seed("seed");
    reader.finish();
    return noise;
}

void checkLatent(const Latent& latent, const std::string& where) {
    const auto* values = std::get_if<std::vector<float>>(&latent);
    if (!values) return;
    if (values->empty() || values->size() > size_t(latentSizeLimit)) {
        refuse(where, "values must be 1 to " + std::to_string(latentSizeLimit) + " numbers, not " + std::to_string(values->size()));
    }
    for (float value : *values) {
        if (!(std::abs(value) <= 1e4f)) refuse(where, "values must be from -10000 to 10000, not " + shown(value));
    }
}

void checkLayers(const std::vector<LayerLatent>& layers, const std::string& where) {
    int last = 0;
    for (const LayerLatent& layer : layers) {
        if (layer.firstLayer <= last || layer.firstLayer >= layerLimit) {
            refuse(where, "first must rise, from 1 to " + std::to_string(layerLimit - 1) + ", not " + std::to_string(layer.firstLayer) +
                              " after " + std::to_string(last));
        }
        last = layer.firstLayer;
        checkLatent(layer.latent, where);
    }
}

/// What can be said of a genome without its card.
void checkGenome(const Genome& genome, const std::string& where) {
    if (!genome.modelHash.empty() && !isHash(genome.modelHash)) {
        refuse(where, "model must be empty or a SHA-256 of 64 lower-case hexadecimal digits, not " + shown(genome.modelHash));
    }
    for (const auto& [name, value] : genome.parameters) {
        if (!isName(name, '_')) refuse(where, "parameters must be named by lower-case letters, digits and '_', not " + shown(name));
    }
    checkLatent(genome.latent, joined(where, "latent"));
    checkLayers(genome.layers, joined(where, "layers"));
    for (const auto& [name, amount] : genome.directions) {
        checkText(name, nameLimit, joined(where, "directions"), "a name");
        if (!(std::abs(amount) <= 100)) refuse(where, "directions: " + shown(name) + " must be from -100 to 100, not " + shown(amount));
    }
    if (!(std::abs(genome.truncation.psi) <= 2)) refuse(where, "truncation: psi must be from -2 to 2, not " + shown(genome.truncation.psi));
    if (genome.truncation.cutoff < -1) {
        refuse(where, "truncation: cutoff must be -1 or more, not " + std::to_string(genome.truncation.cutoff));
    }
}

void checkDirectionsKnown(const Genome& genome, const Card& card) {
    for (const auto& [name, amount] : genome.directions) {
        const auto isIt = [&name = name](const Direction& direction) { return direction.name == name; };
        if (std::ranges::none_of(card.directions, isIt)) refuse("genome", "directions: the model has no " + shown(name));
    }
}

}  // namespace

json toJson(const Genome& genome) {
    json parameters = json::object();
    for (const auto& [name, value] : genome.parameters) parameters[name] = toJson(value);
    json object = {{"format", "charrette-genome"},
                   {"version", 1},
                   {"model", genome.modelHash},
                   {"parameters", parameters},
                   {"latent", latentToJson(genome.latent)},
                   {"directions", genome.directions},
                   {"truncation", {{"psi", genome.truncation.psi}, {"cutoff", genome.truncation.cutoff}}},
                   {"noise", noiseToJson(genome.noise)}};
    if (!genome.layers.empty()) object["layers"] = layersToJson(genome.layers);
    if (genome.site) object["site"] = toJson(*genome.site);
    return object;
}

Genome genomeFromJson(const json& object, const std::string& where) {
    ObjectReader reader(object, where);
    reader.header("charrette-genome");
    Genome genome;
    if (reader.has("model")) genome.modelHash = reader.text("model");
    if (reader.has("parameters"))
        genome.parameters = parameterValuesFromJson(reader.object("parameters", parameterLimit), reader.whereOf("parameters"));
    genome.latent = readWholeLatent(reader);
    if (reader.has("layers")) genome.layers = readLayers(reader);
    if (reader.has("directions")) genome.directions = readDirections(reader);
    if (reader.has("truncation")) genome.truncation = readTruncation(reader);
    if (reader.has("noise")) genome.noise = readNoise(reader);
    if (reader.has("site")) genome.site = siteFromJson(reader.any("site"), reader.whereOf("site"));
    reader.finish();
    checkGenome(genome, where);
    return genome;
}

Genome genomeFromText(const std::string& text, const std::string& where) { return genomeFromJson(parseJson(text, where), where); }

Genome checkedGenome(const Genome& genome, const Card& card) {
    checkGenome(genome, "genome");
    if (!genome.modelHash.empty() && !card.modelHash().empty() && genome.modelHash != card.modelHash()) {
        refuse("genome", "model is " + genome.modelHash + ", but this one is " + card.modelHash());
    }
    checkDirectionsKnown(genome, card);
    latentValues(genome.latent, size_t(card.latentSize));
    for (const LayerLatent& layer : genome.layers) latentValues(layer.latent, size_t(card.latentSize));
    Genome checked = genome;
    checked.parameters = completeValues(card, genome.parameters);
    if (checked.modelHash.empty()) checked.modelHash = card.modelHash();
    return checked;
}

const Latent& latentOfLayer(const Genome& genome, int layer) {
    const Latent* latent = &genome.latent;
    for (const LayerLatent& entry : genome.layers) {
        if (entry.firstLayer <= layer) latent = &entry.latent;
    }
    return *latent;
}

std::vector<float> latentValues(const Latent& latent, size_t size) {
    if (const auto* seed = std::get_if<uint32_t>(&latent)) {
        const std::vector<double> draws = standardNormal(*seed, size);
        return std::vector<float>(draws.begin(), draws.end());
    }
    const auto& values = std::get<std::vector<float>>(latent);
    if (values.size() != size) {
        refuse("latent", "values must be " + std::to_string(size) + " numbers for this model, not " + std::to_string(values.size()));
    }
    return values;
}

}  // namespace charrette
