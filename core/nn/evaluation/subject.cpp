#include "core/nn/evaluation/subject.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/design/json.h"
#include "core/nn/device.h"
#include "core/nn/training/options.h"
#include "core/nn/training/parameters.h"
#include "core/nn/training/report.h"
#include "core/nn/weights.h"

namespace charrette {

namespace {

constexpr int64_t fewest = 8, most = 1000;  // held-out pictures
constexpr uint32_t sampleSeed = 2;

void checkFiles(const Card& card, const std::filesystem::path& model) {
    if (card.encoder.empty()) throw Error(model.string() + ": the model has no encoder to measure with");
    if (card.parameters.empty()) throw Error(model.string() + ": the model has no parameters to be measured by");
    checkHash(model / card.weights, card.weightsHash);
    checkHash(model / card.encoder, card.encoderHash);
}

/// The data set's parameters that the model has; what else is known of the pictures is left to its latent code.
std::vector<Parameter> conditionsAmong(std::vector<Parameter> parameters, const Card& card) {
    std::erase_if(parameters, [&](const Parameter& parameter) {
        return std::ranges::find(card.parameters, parameter.name, &Parameter::name) == card.parameters.end();
    });
    return parameters;
}

void measureOn(Subject& subject, torch::Device device) {
    subject.generator->to(device);
    subject.encoder->to(device);
    const auto batch = subject.heldOut.batch(torch::arange(std::min(subject.heldOut.size(), most)));
    subject.real = batch.pictures;
    subject.conditions = batch.conditions;
    subject.generated = shownSamples(subject.generator, subject.conditions, sampleSeed);
}

}  // namespace

TrainingFacts trainingFacts(const std::filesystem::path& checkpoint) {
    if (!std::filesystem::exists(checkpoint)) return {};
    const auto file = SafetensorsFile::read(checkpoint);
    auto found = file.metadata().find("training");
    if (found == file.metadata().end()) throw Error(file.where() + ": it is not a checkpoint of a training run");
    const auto state = parseJson(found->second, file.where() + ": training");
    try {
        auto options = trainingOptionsFromJson(state.at("options"), file.where());
        std::erase_if(options.mirrorNegates, [&](const auto& name) { return std::ranges::count(options.latentParameters, name) > 0; });
        return {state.at("images").get<int64_t>(), state.at("seconds").get<double>(), options.mirror, options.mirrorNegates};
    } catch (const nlohmann::json::exception&) {
        throw Error(file.where() + ": the state of the training run cannot be read");
    }
}

Subject openSubject(const std::filesystem::path& model, const std::filesystem::path& folder, const std::string& device,
                    std::stop_token stop) {
    const Card card = readCard(model / "card.json");
    checkFiles(card, model);
    const auto data = Dataset::open(folder);
    checkSameParameters(card.parameters, conditionsAmong(data.parameters(), card), folder.string());
    const torch::Device on = deviceNamed(device);
    auto split = [&](TrainingSet::Split which) { return TrainingSet(data, which, card.resolution, 3, {card.parameters}, on, stop); };
    Subject subject{.card = card,
                    .generator = loadGenerator(SafetensorsFile::read(model / card.weights)),
                    .encoder = loadEncoder(SafetensorsFile::read(model / card.encoder)),
                    .facts = trainingFacts(model / "checkpoint.safetensors"),
                    .recipe = data.recipe(),
                    .training = split(TrainingSet::Split::Training),
                    .heldOut = split(TrainingSet::Split::HeldOut),
                    .real = {},
                    .conditions = {},
                    .generated = {}};
    if (subject.heldOut.size() < fewest)
        throw Error(folder.string() + ": it has " + std::to_string(subject.heldOut.size()) +
                    " held-out pictures, but a model is measured on at least " + std::to_string(fewest));
    measureOn(subject, on);
    return subject;
}

torch::Tensor shownPictures(Generator& generator, const torch::Tensor& z, const torch::Tensor& c) {
    torch::NoGradGuard guard;
    constexpr int64_t chunk = 16;
    std::vector<torch::Tensor> pictures;
    for (int64_t first = 0; first < c.size(0); first += chunk) {
        const int64_t count = std::min(chunk, c.size(0) - first);
        auto ws = generator->styles(z.narrow(0, first, count), c.narrow(0, first, count));
        auto made = generator->synthesis(ws, NoiseKind::Constant).narrow(1, 0, 3).clamp(-1, 1);
        pictures.push_back(((made + 1) * 127.5).round() / 127.5 - 1);
    }
    return torch::cat(pictures);
}

torch::Tensor shownSamples(Generator& generator, const torch::Tensor& c, uint32_t seed) {
    return shownPictures(generator, priorLatents(c.size(0), generator->options().latentSize, seed).to(c.device()), c);
}

}  // namespace charrette
