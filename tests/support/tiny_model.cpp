#include "tests/support/tiny_model.h"

#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/design/condition.h"
#include "core/nn/weights.h"

namespace charrette::test {

namespace {

Parameter parameter(const std::string& name, ParameterKind kind, const ParameterValue& otherwise) {
    Parameter made;
    made.name = name;
    made.label = name;
    made.kind = kind;
    made.defaultValue = otherwise;
    return made;
}

std::vector<Parameter> parameters() {
    Parameter height = parameter("height", ParameterKind::Number, 200.0);
    height.unit = "mm";
    height.minimum = 100;
    height.maximum = 300;
    height.decimals = 0;
    height.distribution = {200, 58, {}};
    Parameter ribs = parameter("ribs", ParameterKind::Integer, int64_t(4));
    ribs.minimum = 1;
    ribs.maximum = 9;
    ribs.distribution = {5, 2.5, {}};
    Parameter foot = parameter("foot", ParameterKind::Choice, std::string("ring"));
    foot.choices = {"none", "ring", "stem"};
    return {height, ribs, foot, parameter("lid", ParameterKind::Toggle, false)};
}

Direction direction(const std::string& name, int first, int last, int styleSize) {
    return {name, first, last, 0.5, std::vector<float>(size_t(styleSize), 1 / std::sqrt(float(styleSize)))};
}

Generator randomGenerator(const GeneratorOptions& options) {
    torch::NoGradGuard guard;
    torch::manual_seed(20);
    Generator generator(options);
    for (auto& item : generator->named_parameters()) {
        if (item.key().ends_with("noise_strength")) item.value().fill_(0.1);
        if (item.key().ends_with("torgb.weight")) item.value().mul_(0.3);  // pictures between black and white
    }
    generator->mapping->track(generator->mapping(torch::randn({64, options.latentSize}), torch::randn({64, options.conditionSize})), 0);
    return generator;
}

}  // namespace

Card tinyCard() {
    Card card;
    card.name = "tiny";
    card.title = "Tiny";
    card.description = "Noise, for tests.";
    card.resolution = 32;
    card.channels = {"red", "green", "blue", "coverage", "depth"};
    card.latentSize = 8;
    card.styleSize = 16;
    card.parameters = parameters();
    card.directions = {direction("all", 0, 5, 16), direction("coarse", 0, 2, 16), direction("fine", 3, 5, 16)};
    card.passport = {"Nothing.", "A test", "CC0-1.0", "It knows nothing.", "Tests."};
    card.weights = "generator.safetensors";
    return card;
}

void writeTinyModel(const std::filesystem::path& folder) {
    const Card card = tinyCard();
    writeRandomModel(folder, card,
                     {.resolution = card.resolution,
                      .imageChannels = int64_t(card.channels.size()),
                      .latentSize = card.latentSize,
                      .conditionSize = int64_t(conditionSize(card.parameters)),
                      .styleSize = card.styleSize,
                      .mappingLayers = 2,
                      .mappingRate = 1,
                      .channels = {16, 12, 8},
                      .start = Start::Style,
                      .lastStep = LastStep::PixelShuffle});
}

void writeRandomModel(const std::filesystem::path& folder, const Card& card, const GeneratorOptions& options) {
    std::filesystem::create_directories(folder);
    saveGenerator(folder / card.weights, randomGenerator(options), TensorType::F16);
    writeCard(folder, card);
}

namespace {

GeneratorOptions largerOptions() {
    const Card card = tinyCard();
    return {.resolution = 128,
            .imageChannels = int64_t(card.channels.size()),
            .latentSize = card.latentSize,
            .conditionSize = int64_t(conditionSize(card.parameters)),
            .styleSize = card.styleSize,
            .mappingLayers = 2,
            .mappingRate = 1,
            .channels = {16, 12, 8, 8, 8},
            .start = Start::Style,
            .lastStep = LastStep::PixelShuffle};
}

}  // namespace

Card writeLargerModel(const std::filesystem::path& folder) {
    Card card = tinyCard();
    card.resolution = 128;
    writeRandomModel(folder, card, largerOptions());
    return readCard(folder / "card.json");
}

void writePreviewHead(const std::filesystem::path& file, const std::string& generatorHash) {
    torch::manual_seed(21);
    savePreviewHead(file, PreviewHead(previewHeadOptions(largerOptions())), generatorHash);
}

void writeTinyModelWithoutDirections(const std::filesystem::path& folder) {
    writeTinyModel(folder);
    Card card = tinyCard();
    card.directions.clear();
    writeCard(folder, card);
}

Card tinyLatentCard() {
    Card card = tinyCard();
    LatentParameter tone;
    tone.parameter = parameter("tone", ParameterKind::Number, 40.0);
    tone.parameter.group = "Surface";
    tone.parameter.minimum = 20;
    tone.parameter.maximum = 60;
    tone.parameter.decimals = 1;
    tone.parameter.distribution = {40, 11, {0.25, 0.5, 0.25}};
    tone.components = {2};
    LatentParameter grain;
    grain.parameter = parameter("grain", ParameterKind::Integer, int64_t(1));
    grain.parameter.group = "Surface";
    grain.parameter.minimum = 1;
    grain.parameter.maximum = 999;
    grain.components = {0, 5, 6};
    card.latentParameters = {tone, grain};
    return card;
}

void writeTinyModelWithLatents(const std::filesystem::path& folder) {
    writeTinyModel(folder);
    writeCard(folder, tinyLatentCard());
}

void writeCard(const std::filesystem::path& folder, Card card) {
    card.weightsHash = sha256OfFile(folder / card.weights);
    writeFileAtomically(folder / "card.json", toJson(card).dump(2));
}

}  // namespace charrette::test
