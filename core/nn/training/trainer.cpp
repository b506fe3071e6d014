#include "core/nn/training/trainer.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/design/json.h"
#include "core/nn/cpu_ops.h"
#include "core/nn/weights.h"

namespace charrette {

namespace {

/// Draws of a step depend on the seed and on how many pictures were seen before it, so that a resumed run repeats them.
void seedStep(uint64_t seed, int64_t images) { torch::manual_seed(seed * 1'000'003 + uint64_t(images)); }

std::map<std::string, TensorBytes> bytesOf(const std::map<std::string, torch::Tensor>& tensors, const std::string& prefix,
                                           TensorType type) {
    std::map<std::string, TensorBytes> bytes;
    for (const auto& [name, tensor] : tensors) bytes[prefix + name] = toBytes(tensor, type);
    return bytes;
}

torch::Tensor finiteTensor(const SafetensorsFile& file, const std::string& name) {
    auto values = toTensor(file.tensor(name));
    if (!torch::isfinite(values).all().item<bool>()) throw Error(file.where() + ": tensor '" + name + "' holds values that are not finite");
    return values;
}

void copyInto(torch::Tensor to, const SafetensorsFile& file, const std::string& name) {
    torch::NoGradGuard guard;
    auto values = finiteTensor(file, name);
    if (values.sizes() != to.sizes()) throw Error(file.where() + ": tensor '" + name + "' does not fit the run's networks");
    to.copy_(values);
}

void copyInto(const std::map<std::string, torch::Tensor>& tensors, const SafetensorsFile& file, const std::string& prefix) {
    for (const auto& [name, tensor] : tensors) copyInto(tensor, file, prefix + name);
}

void copyBuffers(const torch::nn::Module& from, const torch::nn::Module& to) {
    torch::NoGradGuard guard;
    auto originals = from.buffers(), copies = to.buffers();
    for (size_t i = 0; i < originals.size(); ++i) copies[i].copy_(originals[i]);
}

std::map<std::string, TensorBytes> momentsOf(const Adam& adam, const FlatParameters& parameters, const std::string& prefix,
                                             Trainer::Size size) {
    // Within a few steps, a mean is found again, and what the squares of one parameter's gradients differ from each other.
    if (size == Trainer::Size::Compact) return bytesOf({{"square_means", parameters.means(adam.square)}}, prefix, TensorType::F32);
    return bytesOf({{"mean", adam.mean}, {"square", adam.square}}, prefix, TensorType::F32);
}

void restoreMoments(const Adam& adam, const FlatParameters& parameters, const SafetensorsFile& file, const std::string& prefix) {
    if (file.tensors().contains(prefix + "mean")) copyInto(adam.mean, file, prefix + "mean");
    if (!file.tensors().contains(prefix + "square_means")) return copyInto(adam.square, file, prefix + "square");
    auto means = torch::empty({int64_t(parameters.parameters().size())});
    copyInto(means, file, prefix + "square_means");
    adam.square.copy_(parameters.spread({means.data_ptr<float>(), means.data_ptr<float>() + means.numel()}));
}

bool holds(const std::string& name, const std::string& part) { return name.find(part) != std::string::npos; }

/// What networks get when they grow, and what it is made of.
struct Growth {
    std::vector<std::string> parts;     ///< of the names of tensors that begin anew
    std::vector<std::string> averaged;  ///< of those that were 4 x as many: the picture layer of the block that was the last
};

Growth growthOf(const TrainingOptions& before, const TrainingOptions& now) {
    Growth growth;
    auto part = [](int64_t block, const char* rest) { return ".b" + std::to_string(block) + rest; };
    for (int64_t block = before.additionsUpTo * 2; block <= now.additionsUpTo; block *= 2)
        growth.parts.push_back(part(block, ".addition."));
    const auto shapeBefore = generatorOptions(before, 0), shape = generatorOptions(now, 0);
    const int64_t last = shapeBefore.featureResolution();
    for (int64_t block = last * 2; block <= shape.featureResolution(); block *= 2) growth.parts.push_back(part(block, "."));
    if (now.resolution > before.resolution) growth.parts.push_back("encoder.from_picture.");
    if (shapeBefore.lastStep == LastStep::PixelShuffle && shape.featureResolution() > last)
        growth.averaged = {part(last, ".torgb.weight"), part(last, ".torgb.bias")};
    return growth;
}

/// A picture layer that gave 2 x 2 pixels of each channel (`LastStep::PixelShuffle`) gives their mean.
void copyMeanOfPhases(torch::Tensor to, const SafetensorsFile& file, const std::string& name) {
    const auto values = finiteTensor(file, name);
    auto phases = to.sizes().vec();
    phases.insert(phases.begin() + 1, 4);
    if (values.numel() != 4 * to.numel()) throw Error(file.where() + ": tensor '" + name + "' does not fit the run's networks");
    to.copy_(values.reshape(phases).mean(1));
}

/// New additions and what new blocks add to the picture begin with nothing, so that a picture is what it was but for its finest detail;
/// other new parts stay as they were drawn.
void copyIntoGrown(const std::map<std::string, torch::Tensor>& tensors, const SafetensorsFile& file, const std::string& prefix,
                   const Growth& growth) {
    torch::NoGradGuard guard;
    for (const auto& item : tensors) {
        const std::string& name = item.first;
        torch::Tensor tensor = item.second;
        auto isOf = [&](const std::vector<std::string>& parts) {
            return std::ranges::any_of(parts, [&](const std::string& part) { return holds(name, part); });
        };
        if (!isOf(growth.parts))
            isOf(growth.averaged) ? copyMeanOfPhases(tensor, file, prefix + name) : copyInto(tensor, file, prefix + name);
        else if (holds(name, ".addition.") || name.ends_with(".torgb.weight"))
            tensor.zero_();
    }
}

}  // namespace

void Trainer::Learner::setRates(double linear, double convolution, double beta1) {
    std::vector<double> rates;
    for (const auto& parameter : parameters.parameters()) rates.push_back(parameter.dim() == 4 ? convolution : linear);
    adam.setRates(rates, beta1);
}

Trainer::Trainer(const TrainingOptions& options, int64_t conditionSize, torch::Device device, Recording recording)
    : m_options(completed(options)),
      m_conditionSize(conditionSize),
      m_device(device),
      m_recording(device.is_cuda() ? recording : Recording::No),
      m_networks((torch::manual_seed(options.seed), std::make_shared<Autoencoder>(m_options, conditionSize))),
      m_average(std::make_shared<Autoencoder>(m_options, conditionSize)),
      m_discriminator(discriminatorOptions(m_options, conditionSize)),
      m_averageParameters((m_average->to(device), m_average->parameters())),
      m_learner((m_networks->to(device), *m_networks)),
      m_judge((m_discriminator->to(device), *m_discriminator)) {
    torch::NoGradGuard guard;
    m_averageParameters.values().copy_(m_learner.parameters.values());
    copyBuffers(*m_networks, *m_average);
    if (m_options.adversarial.augmentImages > 0) m_augmentationNow = torch::zeros({}, device);
    if (!m_options.mixedPrecision || !device.is_cuda()) return;
    m_networks->computeIn(torch::kBFloat16);
    m_discriminator->computeIn(torch::kBFloat16);
}

const TrainingStage& Trainer::stage() const {
    int64_t end = 0;
    for (const TrainingStage& stage : m_options.stages)
        if (m_images < (end += stage.images)) return stage;
    return m_options.stages.back();
}

void Trainer::setRates() {
    if (m_adversarial == stage().adversarial) return;
    m_adversarial = stage().adversarial;
    if (!*m_adversarial) return m_learner.setRates(m_options.linearRate, m_options.convolutionRate, 0.9);
    // Without momentum between opponents (Mescheder et al. 2018).
    const AdversarialOptions& rates = m_options.adversarial;
    m_learner.setRates(rates.linearRate, rates.convolutionRate, 0);
    m_judge.setRates(rates.discriminatorRate * rates.linearRate, rates.discriminatorRate * rates.convolutionRate, 0);
}

double Trainer::stageRate() const {
    const TrainingStage &now = stage(), *before = &now;
    int64_t begin = 0;
    for (const TrainingStage* earlier = m_options.stages.data(); earlier != &now; begin += earlier++->images) before = earlier;
    if (now.images == 0) return now.rate;
    const double from = before->adversarial == now.adversarial ? before->rate : now.rate;
    return std::lerp(from, now.rate, std::min(double(m_images - begin) / double(now.images), 1.0));
}

void Trainer::join(std::shared_ptr<ProcessGroup> group) {
    for (const TrainingStage& stage : m_options.stages)
        if (stage.batch % (rowGroups * group->count()) != 0)
            throw Error("Training options: with " + std::to_string(group->count()) + " processes a stage's batch must be a multiple of " +
                        std::to_string(rowGroups * group->count()) + ", not " + std::to_string(stage.batch));
    m_group = std::move(group);
}

/// The mean over all processes; what there is, when there is one process.
torch::Tensor Trainer::overAll(const torch::Tensor& values) const {
    if (!m_group) return values;
    auto mean = values.detach().clone();
    m_group->average(mean);
    return mean;
}

Losses Trainer::overAll(const Losses& losses) const {
    if (!m_group) return losses;
    std::vector<torch::Tensor> values;
    for (const auto& [name, loss] : losses) values.push_back(loss.detach());
    auto means = overAll(torch::stack(values)).unbind();
    Losses result;
    auto mean = means.begin();
    for (const auto& [name, loss] : losses) result[name] = *mean++;
    return result;
}

Objective Trainer::objective(const Batch& whole, Penalty penalty) {
    const auto batch = m_group ? partOf(whole, {m_group->rank(), m_group->count()}, stage()) : whole;
    if (!stage().adversarial) return pairObjective(*m_networks, batch, m_options, stage().resolution);
    return adversarialObjective(*m_networks, m_discriminator, batch, m_options, penalty, m_augmentationNow);
}

void Trainer::compute(Pass& pass, Penalty penalty) {
    auto objective = this->objective(pass.batch, penalty);
    auto& judged = objective.judged;
    pass.gradient = m_learner.parameters.gradientOf(objective.total, judged.defined() ? Graph::Kept : Graph::Freed);
    // Both opponents learn from the same pass (simultaneous gradient descent), which saves one through the discriminator.
    if (judged.defined()) pass.judgement = m_judge.parameters.gradientOf(judged);
    for (auto& [name, loss] : objective.losses) loss = loss.detach();
    pass.objective = {std::move(objective.losses), objective.total.detach(), {}, objective.styles.detach()};
}

/// What a step computes from a batch; overwritten by the next.
Trainer::Pass& Trainer::passOver(const Batch& batch) {
    if (m_passesStage != &stage()) m_passes.clear();
    m_passesStage = &stage();
    const bool penalized = stage().adversarial && m_judge.adam.steps % m_options.adversarial.penaltyInterval == 0;
    const auto penalty = penalized ? Penalty::Yes : Penalty::No;
    auto& pass = m_passes[penalty];
    if (!pass.replay || pass.batch.pictures.sizes() != batch.pictures.sizes()) {
        pass.batch = batch.withRows([](const torch::Tensor& rows) { return torch::empty_like(rows); });
        pass.replay = std::make_unique<Replay>([this, &pass, penalty] { compute(pass, penalty); }, m_recording);
    }
    pass.batch.pictures.copy_(batch.pictures);
    pass.batch.conditions.copy_(batch.conditions);
    if (batch.latents.defined()) pass.batch.latents.copy_(batch.latents);
    pass.replay->run();
    return pass;
}

Losses Trainer::step(const Batch& batch, double rateFactor) {
    setRates();
    seedStep(m_options.seed, m_images);
    rateFactor *= stageRate();
    const Pass& pass = passOver(batch);
    const auto losses = overAll(pass.objective.losses);
    const auto total = overAll(pass.objective.total), gradient = overAll(pass.gradient);
    const auto judgement = pass.judgement.defined() ? overAll(pass.judgement) : torch::zeros({}, total.options());
    const auto ranked = losses.contains("ranked") ? losses.at("ranked") : torch::zeros({}, total.options());
    const auto numbers =
        readFinite({{"loss", total}, {"gradient", gradient.sum()}, {"discriminator's gradient", judgement.sum()}, {"scores", ranked}});
    if (pass.judgement.defined()) {
        m_judge.adam.step(judgement, rateFactor);
        adaptAugmentation(numbers.back(), batch.pictures.size(0));
    }
    m_networks->generator->mapping->track(overAll(pass.objective.styles.mean(0, true)));
    m_learner.adam.step(gradient, rateFactor);
    m_images += batch.pictures.size(0);
    updateAverage(batch.pictures.size(0));
    return losses;
}

/// Reads all at once, since reading waits for the device.
std::vector<double> Trainer::readFinite(const std::vector<std::pair<const char*, torch::Tensor>>& scalars) const {
    std::vector<torch::Tensor> stacked;
    for (const auto& [what, scalar] : scalars) stacked.push_back(scalar.to(torch::kFloat64));
    const auto read = torch::stack(stacked).cpu();
    std::vector<double> numbers;
    for (size_t i = 0; i < scalars.size(); ++i) {
        numbers.push_back(read[int64_t(i)].item<double>());
        if (!std::isfinite(numbers.back()))
            throw Error("Training stopped: the " + std::string(scalars[i].first) + " is not a finite number after " +
                        std::to_string(m_images) + " pictures; the last checkpoint is good");
    }
    return numbers;
}

/// More pictures are augmented while the discriminator ranks more than four of five pairs rightly, fewer while it does not.
void Trainer::adaptAugmentation(double ranked, int64_t batch) {
    if (!m_augmentationNow.defined()) return;
    constexpr double wanted = 0.6;
    double change = double(batch) / double(m_options.adversarial.augmentImages);
    m_augmentation = std::clamp(m_augmentation + (ranked > wanted ? change : -change), 0.0, 0.8);
    m_augmentationNow.fill_(m_augmentation);
}

void Trainer::updateAverage(int64_t batch) {
    torch::NoGradGuard guard;
    // A short average at first, so that it does not remember the random start.
    double halfLife = std::min(m_options.averageImages, 0.05 * double(steps() * batch));
    double keep = std::pow(0.5, double(batch) / std::max(halfLife, 1.0));
    auto &average = m_averageParameters.values(), &values = m_learner.parameters.values();
    if (average.is_cpu()) return cpu::approach(average, values, 1 - keep);
    average.lerp_(values, 1 - keep);
}

Trainer::Averaged Trainer::averaged() {
    torch::NoGradGuard guard;
    m_average->generator->mapping->w_avg.copy_(m_networks->generator->mapping->w_avg);
    return {m_average->generator, m_average->encoder};
}

void Trainer::save(const std::filesystem::path& file, Size size) {
    auto weights = size == Size::Compact ? TensorType::F16 : TensorType::F32;
    auto tensors = bytesOf(namedTensors(*m_networks), "network.", weights);
    if (size == Size::Whole) tensors.merge(bytesOf({{"values", m_averageParameters.values()}}, "average.", weights));
    tensors.merge(momentsOf(m_learner.adam, m_learner.parameters, "adam.", size));
    if (m_judge.adam.steps > 0) {
        tensors.merge(bytesOf(namedTensors(*m_discriminator), "discriminator.", weights));
        tensors.merge(momentsOf(m_judge.adam, m_judge.parameters, "discriminator_adam.", size));
    }
    auto metadata = facts;
    nlohmann::json state = {{"options", toJson(m_options)},
                            {"condition_size", m_conditionSize},
                            {"images", m_images},
                            {"steps", steps()},
                            {"seconds", seconds},
                            {"discriminator_steps", m_judge.adam.steps},
                            {"augmentation", m_augmentation}};
    metadata["training"] = state.dump();
    writeSafetensors(file, tensors, metadata);
}

void Trainer::restore(const SafetensorsFile& file, const TrainingOptions& before) {
    const auto growth = growthOf(before, m_options);
    copyIntoGrown(namedTensors(*m_networks), file, "network.", growth);
    if (!growth.parts.empty()) m_learner.adam.steps = 0;
    if (growth.parts.empty()) restoreMoments(m_learner.adam, m_learner.parameters, file, "adam.");
    if (growth.parts.empty() && file.tensors().contains("average.values"))
        copyInto(m_averageParameters.values(), file, "average.values");
    else
        m_averageParameters.values().copy_(m_learner.parameters.values());
    // The noise pictures are the run's; those of the average were drawn anew.
    copyBuffers(*m_networks, *m_average);
    if (m_judge.adam.steps == 0) return;
    copyInto(namedTensors(*m_discriminator), file, "discriminator.");
    restoreMoments(m_judge.adam, m_judge.parameters, file, "discriminator_adam.");
}

std::unique_ptr<Trainer> Trainer::load(const std::filesystem::path& path, torch::Device device, const Configure& configure,
                                       Recording recording) {
    auto file = SafetensorsFile::read(path);
    auto found = file.metadata().find("training");
    if (found == file.metadata().end()) throw Error(path.string() + ": it is not a checkpoint of a training run");
    nlohmann::json state = parseJson(found->second, path.string() + ": training");
    try {
        auto before = completed(trainingOptionsFromJson(state.at("options"), path.string()));
        auto options = configure ? completed(configure(before)) : before;
        checkFits(before, options, path.string());
        auto conditions = state.at("condition_size").get<int64_t>();
        checkEnough(file, fewestWeights(generatorOptions(before, conditions)) + fewestWeights(encoderOptions(before, conditions)));
        auto trainer = std::make_unique<Trainer>(options, conditions, device, recording);
        state.at("images").get_to(trainer->m_images);
        state.at("steps").get_to(trainer->m_learner.adam.steps);
        state.at("seconds").get_to(trainer->seconds);
        if (discriminatorOptions(options, conditions) == discriminatorOptions(before, conditions)) {
            trainer->m_judge.adam.steps = state.value("discriminator_steps", int64_t(0));
            trainer->m_augmentation = std::clamp(state.value("augmentation", 0.0), 0.0, 1.0);
        }
        if (trainer->m_augmentationNow.defined()) trainer->m_augmentationNow.fill_(trainer->m_augmentation);
        if (trainer->m_images < 0 || trainer->steps() < 0 || trainer->m_judge.adam.steps < 0 || !(trainer->seconds >= 0))
            throw Error(path.string() + ": the state of the training run has a number below 0");
        trainer->restore(file, before);
        trainer->facts = file.metadata();
        trainer->facts.erase("training");
        return trainer;
    } catch (const nlohmann::json::exception&) {
        throw Error(path.string() + ": the state of the training run cannot be read");
    }
}

}  // namespace charrette
