#include "core/nn/training/objective.h"

#include "core/nn/ops.h"
#include "core/nn/training/losses.h"

namespace charrette {

namespace {

/// Keeps a module's parameters out of the gradients of what is computed while this lives.
class Frozen {
public:
    explicit Frozen(const torch::nn::Module& module) : m_parameters(module.parameters()) { set(false); }
    ~Frozen() { set(true); }
    Frozen(const Frozen&) = delete;

private:
    void set(bool learns) {
        for (auto& parameter : m_parameters) parameter.set_requires_grad(learns);
    }

    std::vector<torch::Tensor> m_parameters;
};

torch::Tensor colours(const torch::Tensor& pictures) { return pictures.narrow(1, 0, 3); }

/// 1 for backdrop, 1 + `objectWeight` for pixels that the object covers, scaled to a mean of 1 over the whole batch; undefined without a
/// coverage channel.
torch::Tensor pixelWeights(const Batch& batch, const torch::Tensor& target, double objectWeight) {
    if (target.size(1) < 5 || objectWeight == 0) return {};
    auto weightOf = [&](const torch::Tensor& coverage) { return (coverage + 1) * (objectWeight / 2) + 1; };
    auto weight = weightOf(target.narrow(1, 3, 1));
    return weight / (batch.coverage.defined() ? weightOf(batch.coverage) : weight.mean());
}

/// [rows, ...] draws from the standard normal distribution: those of the whole batch's rows that are the part's.
torch::Tensor drawn(const Part& part, int64_t groups, std::vector<int64_t> sizes, const torch::TensorOptions& options) {
    sizes.front() *= part.count;
    return part.of(torch::randn(sizes, options), groups);
}

/// Mean squared error of the conditions that were read, weighted; 0 for a network without any.
torch::Tensor conditionError(const Encoding& read, const Batch& batch) {
    if (batch.conditions.size(1) == 0) return torch::zeros({}, batch.conditions.options());
    auto error = (read.condition - batch.conditions).square();
    return (batch.conditionWeights.defined() ? error * batch.conditionWeights : error).mean();
}

/// Mean over components of how unlikely known latents [N, known] are under the encoder's distribution: minus the logarithm of the density,
/// but for a constant.
torch::Tensor unlikelihood(const Encoding& encoding, const torch::Tensor& known) {
    auto part = [&](const torch::Tensor& rows) { return rows.narrow(1, 0, known.size(1)); };
    auto logVariance = part(encoding.logVariance);
    return 0.5 * (logVariance + (part(encoding.mean) - known).square() * torch::exp(-logVariance)).mean();
}

/// Style vectors [N, style] and the pictures made with them.
struct Made {
    torch::Tensor styles, pictures;
};

Made made(Generator& generator, const torch::Tensor& z, const torch::Tensor& c, const TrainingOptions& options, int64_t resolution) {
    auto w = generator->mapping(z, c);
    auto ws = broadcastStyles(w, {}, generator->options().styleLayers());
    return {w, generator->synthesis->forwardTo(resolution, ws, options.noise ? NoiseKind::Constant : NoiseKind::None)};
}

/// The part of an encoding's latents that a batch does not know.
Encoding unknown(const Encoding& encoding, const Batch& batch) {
    const int64_t known = batch.latents.defined() ? batch.latents.size(1) : 0, rest = encoding.mean.size(1) - known;
    return {encoding.mean.narrow(1, known, rest), encoding.logVariance.narrow(1, known, rest), encoding.condition};
}

/// Adds what pictures [N, channels, r, r] that should be `batch`'s, read as `encoding`, lose; returns the weighted sum.
torch::Tensor addPairLosses(Losses& losses, const torch::Tensor& pictures, const Encoding& encoding, const Batch& batch,
                            const TrainingOptions& options) {
    auto target = batch.pictures;
    while (target.size(2) > pictures.size(2)) target = halved(target);
    auto weight = pixelWeights(batch, target, options.objectWeight);
    const auto distances = pixelDistances(saturated(pictures, options.saturation), saturated(target, options.saturation), weight);
    losses["distance"] = distances.multiScale;
    losses["gradient"] = distances.gradient;
    losses["divergence"] = unknown(encoding, batch).divergence();
    losses["parameters"] = conditionError(encoding, batch);
    auto sum = losses["distance"] + options.gradientWeight * losses["gradient"] + options.divergenceWeight * losses["divergence"] +
               options.parameterWeight * losses["parameters"];
    if (batch.latents.defined()) sum = sum + options.parameterWeight * (losses["latents"] = unlikelihood(encoding, batch.latents));
    auto add = [&](const char* name, double factor, auto&& loss) {
        if (factor > 0) sum = sum + factor * (losses[name] = loss());
    };
    // Split once, since the gradient of each part by itself would be a whole picture.
    const bool hasDepth = pictures.size(1) == 5;
    const auto parts = hasDepth ? pictures.split_with_sizes({3, 1, 1}, 1) : std::vector<torch::Tensor>{pictures};
    add("structure", options.structureWeight, [&] { return structureDistance(parts[0], colours(target), weight); });
    if (hasDepth) add("relief", options.reliefWeight, [&] { return reliefDistance(parts[2], target); });
    return sum;
}

/// What the encoder reads from pictures, which alone learn from it.
Encoding readFrom(Encoder& encoder, const torch::Tensor& pictures) {
    Frozen frozen(*encoder);
    return encoder(colours(pictures));
}

/// Adds how far the encoder's reading of pictures is from what they were made of; returns the weighted sum.
torch::Tensor addReadingLosses(Losses& losses, Encoder& encoder, const torch::Tensor& pictures, const torch::Tensor& z, const Batch& batch,
                               const AdversarialOptions& options) {
    auto read = readFrom(encoder, pictures);
    losses["latent_read"] = (read.mean - z).square().mean();
    losses["condition_read"] = conditionError(read, batch);
    return options.latentWeight * losses["latent_read"] + options.conditionWeight * losses["condition_read"];
}

Batch slice(const Batch& batch, int64_t first, int64_t count) {
    return batch.withRows([&](const torch::Tensor& rows) { return rows.narrow(0, first, count); });
}

/// [N, latent]: what the batch knows of its latents, and of the rest draws from what the encoder reads.
torch::Tensor latentsOf(const Batch& batch, const Encoding& encoding, const torch::Tensor& draw) {
    auto read = encoding.at(draw);
    if (!batch.latents.defined()) return read;
    const int64_t known = batch.latents.size(1);
    return torch::cat({batch.latents, read.narrow(1, known, read.size(1) - known)}, 1);
}

}  // namespace

Batch partOf(const Batch& whole, const Part& part, const TrainingStage& stage) {
    auto own = [&](const torch::Tensor& rows) { return part.of(rows, rowGroups); };
    Batch batch = whole.withRows(own);
    batch.part = part;
    // An adversarial stage encodes the first half alone.
    const int64_t encoded = whole.pictures.size(0) / (stage.adversarial ? 2 : 1);
    if (whole.pictures.size(1) == 5) batch.coverage = whole.pictures.narrow(0, 0, encoded).select(1, 3).mean();
    return batch;
}

Objective pairObjective(Autoencoder& networks, const Batch& batch, const TrainingOptions& options, int64_t resolution) {
    Objective objective;
    auto encoding = networks.encoder(colours(batch.pictures));
    auto draw = drawn(batch.part, rowGroups, encoding.mean.sizes().vec(), encoding.mean.options());
    auto [styles, pictures] = made(networks.generator, latentsOf(batch, encoding, draw), batch.conditions, options, resolution);
    objective.styles = styles;
    objective.total = addPairLosses(objective.losses, pictures, encoding, batch, options);
    if (options.readingWeight > 0 && resolution == options.resolution) {
        auto& error = objective.losses["condition_read"] = conditionError(readFrom(networks.encoder, pictures.clamp(-1, 1)), batch);
        objective.total = objective.total + options.readingWeight * error;
    }
    return objective;
}

Objective adversarialObjective(Autoencoder& networks, Discriminator& discriminator, const Batch& batch, const TrainingOptions& options,
                               Penalty penalty, const torch::Tensor& augmentation) {
    const AdversarialOptions& weights = options.adversarial;
    int64_t half = batch.pictures.size(0) / 2;
    auto encoded = slice(batch, 0, half), free = slice(batch, half, batch.pictures.size(0) - half);
    auto encoding = networks.encoder(colours(encoded.pictures));
    auto draw = [&] { return drawn(batch.part, rowGroups / 2, encoding.mean.sizes().vec(), encoding.mean.options()); };
    auto prior = draw(), latents = latentsOf(encoded, encoding, draw());
    auto [styles, pictures] = made(networks.generator, torch::cat({latents, prior}), batch.conditions, options, options.resolution);

    Objective objective{.losses = {}, .total = {}, .judged = {}, .styles = styles};
    Losses& losses = objective.losses;
    auto fakes = pictures.clamp(-1, 1);
    auto seen = [&](const torch::Tensor& x) { return saturated(weights.coloursOnly ? colours(x) : x, options.saturation); };
    auto shown = seen(fakes), reals = seen(batch.pictures.detach());
    if (augmentation.defined() || weights.jitter > 0) {
        auto change = drawDistortion(batch.part, rowGroups, reals, {augmentation, weights.jitter});
        shown = distorted(shown, change), reals = distorted(reals, change);
    }
    if (weights.grain > 0) {
        auto grain = [&] { return weights.grain * drawn(batch.part, rowGroups, reals.sizes().vec(), reals.options()); };
        shown = shown + grain(), reals = reals + grain();
    }
    reals.requires_grad_(penalty == Penalty::Yes);
    auto fake = discriminator->judge(shown, batch.conditions), real = discriminator->judge(reals, batch.conditions);
    losses["generator"] = generatorLoss(weights.loss, real.scores, fake.scores);
    losses["discriminator"] = discriminatorLoss(weights.loss, real.scores, fake.scores);
    losses["features"] = featureDistance(fake.features, real.features, half);
    losses["ranked"] = realsRanked(weights.loss, real.scores, fake.scores);

    objective.total = losses["generator"] + weights.featureWeight * losses["features"] +
                      weights.pairWeight * addPairLosses(losses, pictures.narrow(0, 0, half), encoding, encoded, options) +
                      addReadingLosses(losses, networks.encoder, fakes.narrow(0, half, prior.size(0)), prior, free, weights);
    objective.judged = losses["discriminator"];
    if (penalty == Penalty::Yes) {
        losses["penalty"] = gradientPenalty(real.scores, reals);
        if (weights.loss == AdversarialLoss::Relativistic) losses["penalty"] = losses["penalty"] + gradientPenalty(fake.scores, shown);
        objective.judged = objective.judged + 0.5 * weights.penalty * double(weights.penaltyInterval) * losses["penalty"];
    }
    return objective;
}

}  // namespace charrette
