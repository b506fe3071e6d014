#include "core/nn/training/pair_trainer.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/design/json.h"
#include "core/nn/ops.h"
#include "core/nn/training/losses.h"
#include "core/nn/weights.h"

namespace charrette {

namespace {

GeneratorOptions generatorOptions(const TrainingOptions& options, int64_t conditionSize) {
    GeneratorOptions shape{.resolution = options.resolution,
                           .imageChannels = options.imageChannels,
                           .latentSize = options.latentSize,
                           .conditionSize = conditionSize,
                           .styleSize = options.styleSize,
                           .mappingLayers = options.mappingLayers,
                           .mappingRate = 1,
                           .channels = options.channels,
                           .start = Start::Style,
                           .lastStep = LastStep::PixelShuffle};
    checkOptions(shape, "Training options");
    return shape;
}

EncoderOptions encoderOptions(const TrainingOptions& options, int64_t conditionSize) {
    EncoderOptions shape{
        .resolution = options.resolution, .latentSize = options.latentSize, .conditionSize = conditionSize, .channels = options.channels};
    checkOptions(shape, "Training options");
    return shape;
}

/// 1 for backdrop, 1 + `objectWeight` for pixels that the object covers, scaled to a mean of 1; undefined without a coverage channel.
torch::Tensor pixelWeights(const torch::Tensor& target, double objectWeight) {
    if (target.size(1) < 5 || objectWeight == 0) return {};
    auto weight = (target.narrow(1, 3, 1) + 1) * (objectWeight / 2) + 1;
    return weight / weight.mean();
}

/// Draws of a step depend on the seed and on how many pictures were seen before it, so that a resumed run repeats them.
void seedStep(uint64_t seed, int64_t images) { torch::manual_seed(seed * 1'000'003 + uint64_t(images)); }

std::map<std::string, TensorBytes> bytesOf(const std::map<std::string, torch::Tensor>& tensors, const std::string& prefix,
                                           TensorType type) {
    std::map<std::string, TensorBytes> bytes;
    for (const auto& [name, tensor] : tensors) bytes[prefix + name] = toBytes(tensor, type);
    return bytes;
}

void restore(torch::Tensor& to, const SafetensorsFile& file, const std::string& name) {
    torch::NoGradGuard guard;
    auto values = toTensor(file.tensor(name));
    if (values.sizes() != to.sizes()) throw Error(file.where() + ": tensor '" + name + "' does not fit the run's networks.");
    if (!torch::isfinite(values).all().item<bool>()) throw Error(file.where() + ": tensor '" + name + "' holds values that are not finite.");
    to.copy_(values);
}

}  // namespace

PairTrainer::Networks::Networks(const GeneratorOptions& generatorShape, const EncoderOptions& encoderShape)
    : generator(register_module("generator", Generator(generatorShape))), encoder(register_module("encoder", Encoder(encoderShape))) {}

PairTrainer::PairTrainer(const TrainingOptions& options, int64_t conditionSize, torch::Device device)
    : m_options(completed(options)),
      m_conditionSize(conditionSize),
      m_device(device),
      m_networks((torch::manual_seed(options.seed),
                  std::make_shared<Networks>(generatorOptions(m_options, conditionSize), encoderOptions(m_options, conditionSize)))),
      m_average(std::make_shared<Networks>(generatorOptions(m_options, conditionSize), encoderOptions(m_options, conditionSize))),
      m_parameters((m_networks->to(device), m_networks->parameters())),
      m_averageParameters((m_average->to(device), m_average->parameters())),
      m_adam(m_parameters, rates(), 0.9, 0.99) {
    torch::NoGradGuard guard;
    m_averageParameters.values().copy_(m_parameters.values());
    auto buffers = m_networks->buffers(), copies = m_average->buffers();
    for (size_t i = 0; i < buffers.size(); ++i) copies[i].copy_(buffers[i]);
}

std::vector<double> PairTrainer::rates() const {
    std::vector<double> rates;
    for (const auto& parameter : m_parameters.parameters()) rates.push_back(parameter.dim() == 4 ? m_options.convolutionRate : m_options.linearRate);
    return rates;
}

const Stage& PairTrainer::stage() const {
    int64_t end = 0;
    for (const Stage& stage : m_options.stages)
        if (m_images < (end += stage.images)) return stage;
    return m_options.stages.back();
}

PairTrainer::Forward PairTrainer::forward(const Batch& batch, int64_t resolution) {
    auto encoding = m_networks->encoder(batch.pictures.narrow(1, 0, 3));
    auto w = m_networks->generator->mapping(encoding.sample(), batch.conditions);
    auto ws = broadcastStyles(w, {}, m_networks->generator->options().styleLayers());
    auto picture = m_networks->generator->synthesis->forwardTo(resolution, ws, NoiseKind::None);

    auto target = batch.pictures;
    while (target.size(2) > resolution) target = halved(target);
    auto weight = pixelWeights(target, m_options.objectWeight);
    PairLosses losses;
    losses.distance = multiScaleDistance(picture, target, weight);
    losses.gradient = gradientDistance(picture, target, weight);
    losses.divergence = encoding.divergence();
    losses.parameters = m_conditionSize > 0 ? (encoding.condition - batch.conditions).square().mean() : torch::zeros({}, w.options());
    losses.total = losses.distance + m_options.gradientWeight * losses.gradient + m_options.divergenceWeight * losses.divergence +
                   m_options.parameterWeight * losses.parameters;
    return {losses, w};
}

PairLosses PairTrainer::step(const Batch& batch, double rateFactor) {
    seedStep(m_options.seed, m_images);
    m_parameters.clearGradients();
    auto [result, styles] = forward(batch, stage().resolution);
    checkFinite(result.total, "loss");
    result.total.backward();
    auto gradients = m_parameters.gradients();
    checkFinite(gradients.sum(), "gradient");
    m_networks->generator->mapping->track(styles);
    m_adam.step(gradients, rateFactor);
    m_images += batch.pictures.size(0);
    updateAverage(batch.pictures.size(0));
    return result;
}

void PairTrainer::checkFinite(const torch::Tensor& scalar, const std::string& what) const {
    if (!std::isfinite(scalar.item<double>()))
        throw Error("Training stopped: the " + what + " is not a finite number after " + std::to_string(m_images) +
                    " pictures. The last checkpoint is good.");
}

void PairTrainer::updateAverage(int64_t batch) {
    torch::NoGradGuard guard;
    // A short average at first, so that it does not remember the random start.
    double halfLife = std::min(m_options.averageImages, 0.05 * double(m_images));
    double keep = std::pow(0.5, double(batch) / std::max(halfLife, 1.0));
    m_averageParameters.values().lerp_(m_parameters.values(), 1 - keep);
}

PairTrainer::Averaged PairTrainer::averaged() {
    torch::NoGradGuard guard;
    m_average->generator->mapping->w_avg.copy_(m_networks->generator->mapping->w_avg);
    return {m_average->generator, m_average->encoder};
}

void PairTrainer::save(const std::filesystem::path& file) { saveAs(file, TensorType::F32, TensorType::F32); }

// The moments' range is beyond that of F16.
void PairTrainer::saveCompact(const std::filesystem::path& file) { saveAs(file, TensorType::F16, TensorType::BF16); }

void PairTrainer::saveAs(const std::filesystem::path& file, TensorType weights, TensorType moments) {
    auto tensors = bytesOf(namedTensors(*m_networks), "network.", weights);
    tensors.merge(bytesOf({{"values", m_averageParameters.values()}}, "average.", weights));
    tensors.merge(bytesOf({{"mean", m_adam.mean}, {"square", m_adam.square}}, "adam.", moments));
    auto metadata = facts;
    nlohmann::json state = {{"options", toJson(m_options)}, {"condition_size", m_conditionSize}, {"images", m_images},
                            {"steps", m_adam.steps},        {"seconds", seconds}};
    metadata["training"] = state.dump();
    writeSafetensors(file, tensors, metadata);
}

std::unique_ptr<PairTrainer> PairTrainer::load(const std::filesystem::path& path, torch::Device device) {
    auto file = SafetensorsFile::read(path);
    auto found = file.metadata().find("training");
    if (found == file.metadata().end()) throw Error(path.string() + ": it is not a checkpoint of a training run.");
    nlohmann::json state = parseJson(found->second, path.string() + ": training");
    try {
        auto options = completed(trainingOptionsFromJson(state.at("options"), path.string()));
        auto conditions = state.at("condition_size").get<int64_t>();
        checkEnough(file, 4 * (fewestWeights(generatorOptions(options, conditions)) + fewestWeights(encoderOptions(options, conditions))));
        auto trainer = std::make_unique<PairTrainer>(options, conditions, device);
        state.at("images").get_to(trainer->m_images);
        state.at("steps").get_to(trainer->m_adam.steps);
        state.at("seconds").get_to(trainer->seconds);
        if (trainer->m_images < 0 || trainer->m_adam.steps < 0 || !(trainer->seconds >= 0))
            throw Error(path.string() + ": the state of the training run has a number below 0.");
        for (auto& [name, tensor] : namedTensors(*trainer->m_networks)) {
            auto target = tensor;
            restore(target, file, "network." + name);
        }
        restore(trainer->m_averageParameters.values(), file, "average.values");
        restore(trainer->m_adam.mean, file, "adam.mean");
        restore(trainer->m_adam.square, file, "adam.square");
        // The noise pictures are the run's; those of the average were drawn anew.
        auto buffers = trainer->m_networks->buffers(), copies = trainer->m_average->buffers();
        torch::NoGradGuard guard;
        for (size_t i = 0; i < buffers.size(); ++i) copies[i].copy_(buffers[i]);
        trainer->facts = file.metadata();
        trainer->facts.erase("training");
        return trainer;
    } catch (const nlohmann::json::exception&) {
        throw Error(path.string() + ": the state of the training run cannot be read.");
    }
}

}  // namespace charrette
