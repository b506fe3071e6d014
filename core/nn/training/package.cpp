#include "core/nn/training/package.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/design/card.h"
#include "core/design/json.h"
#include "core/nn/training/parameters.h"
#include "core/nn/training/report.h"
#include "core/nn/training/run.h"
#include "core/nn/training/trainer.h"
#include "core/nn/weights.h"

namespace charrette {

namespace {

using nlohmann::json;

std::string textIn(const json& object, const char* field, const std::string& where) {
    if (!object.contains(field) || !object[field].is_string()) throw Error(where + ": '" + field + "' must be a text.");
    return object[field].get<std::string>();
}

/// Name, title, description and passport of a card.
Card cardFromAbout(const std::filesystem::path& file) {
    std::string where = file.string();
    json about = json::parse(readTextFile(file, 1 << 20), nullptr, false);
    if (!about.is_object() || !about.contains("passport") || !about["passport"].is_object())
        throw Error(where + ": it must be a JSON object with a 'passport'.");
    const json& passport = about["passport"];
    Card card;
    card.name = textIn(about, "name", where);
    card.title = textIn(about, "title", where);
    card.description = textIn(about, "description", where);
    card.passport = {.trainingData = textIn(passport, "training_data", where),
                     .madeBy = textIn(passport, "made_by", where),
                     .licence = textIn(passport, "licence", where),
                     .bias = textIn(passport, "bias", where),
                     .intendedUse = textIn(passport, "intended_use", where)};
    return card;
}

std::vector<std::string> channelNames(int64_t count) {
    std::vector<std::string> names = {"red", "green", "blue"};
    if (count == 5) names.insert(names.end(), {"coverage", "depth"});
    return names;
}

}  // namespace

void packageRun(const std::filesystem::path& run, const std::filesystem::path& about, const std::filesystem::path& out) {
    auto checkpoint = run / checkpointName;
    Card card = cardFromAbout(about);
    auto trainer = Trainer::load(checkpoint, torch::kCPU);
    auto networks = trainer->averaged();
    const auto& options = networks.generator->options();
    card.resolution = int(options.resolution);
    card.channels = channelNames(options.imageChannels);
    card.latentSize = int(options.latentSize);
    card.styleSize = int(options.styleSize);
    card.parameters = parametersFromText(trainer->facts["parameters"], checkpoint.string());
    card.weights = "generator.safetensors";
    card.encoder = "encoder.safetensors";
    // Checked before anything is written, so that a mistake leaves an older model whole.
    card.weightsHash = card.encoderHash = std::string(64, '0');
    checkCard(card, about.string());

    makeFolder(out);
    saveGenerator(out / card.weights, networks.generator, TensorType::F16);
    saveEncoder(out / card.encoder, networks.encoder, TensorType::F16);
    trainer->saveCompact(out / checkpointName);
    card.weightsHash = sha256OfFile(out / card.weights);
    card.encoderHash = sha256OfFile(out / card.encoder);
    writeFileAtomically(out / "card.json", toJson(card).dump(2) + "\n");
}

}  // namespace charrette
