#include "core/nn/training/preview_training.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/design/condition.h"
#include "core/design/sampling.h"
#include "core/nn/directions.h"
#include "core/nn/evaluation/similarity.h"
#include "core/nn/training/adam.h"
#include "core/nn/training/losses.h"

namespace charrette {

namespace {

constexpr double linearRate = 2e-2, convolutionRate = 1e-1;
/// Steps over which rates rise in the beginning, and the part of all steps over which they fall in the end.
constexpr double warmUp = 50, fall = 0.6;
/// What covered pixels weigh beside the others.
constexpr double objectWeight = 2;
constexpr double gradientWeight = 0.5, structureWeight = 1, colourWeight = 3;
/// Steps whose pictures are generated together, which is faster, and batches generated before the first step.
constexpr int64_t stepsTogether = 8, firstBatches = 16;
/// How often draws are made as the gestures make them.
constexpr double extremeShare = 0.3, mixedShare = 0.35, blendedShare = 0.2, truncatedShare = 0.3, movedShare = 0.5;

/// Features and small pictures of generated variants; the newest replace the oldest.
class Pool {
public:
    Pool(const PreviewHeadOptions& head, int64_t bytes) {
        const int64_t side = head.featureResolution, features = head.featureChannels * side * side;
        m_capacity = std::clamp<int64_t>(bytes / (2 * features), 64, 1024);
    }

    void add(const torch::Tensor& features, const torch::Tensor& ws, const torch::Tensor& previews) {
        if (!m_features.defined()) {
            m_features = room(features, torch::kFloat16);
            m_styles = room(ws, torch::kFloat32);
            m_previews = room(previews, torch::kFloat32);
        }
        for (int64_t n = 0; n < ws.size(0); ++n) {
            const int64_t place = m_added++ % m_capacity;
            m_features[place].copy_(features[n]);
            m_styles[place].copy_(ws[n]);
            m_previews[place].copy_(previews[n]);
        }
    }

    struct Sample {
        torch::Tensor features, ws, previews;
    };
    Sample draw(int64_t count, at::Generator random) const {
        const auto which = torch::randint(std::min(m_added, m_capacity), {count}, random, torch::kInt64).to(m_styles.device());
        return {m_features.index_select(0, which).to(torch::kFloat32), m_styles.index_select(0, which), m_previews.index_select(0, which)};
    }

private:
    torch::Tensor room(const torch::Tensor& like, torch::ScalarType type) const {
        auto sizes = like.sizes().vec();
        sizes[0] = m_capacity;
        return torch::empty(sizes, like.options().dtype(type));
    }

    int64_t m_capacity, m_added = 0;
    torch::Tensor m_features, m_styles, m_previews;
};

double rateAt(int64_t step, int64_t steps) {
    const double done = double(step) / double(steps), left = std::min(1.0, (1 - done) / fall);
    return std::min(1.0, double(step + 1) / warmUp) * (0.5 - 0.5 * std::cos(std::numbers::pi * left));
}

/// Mean absolute error at several scales and of slopes; how far the structural similarity is from 1, without which training stays at soft
/// pictures; and how far the mean colours are apart.
torch::Tensor lossOf(const torch::Tensor& previews, const torch::Tensor& target) {
    torch::Tensor weight;
    if (target.size(1) > 3) {
        weight = 1 + objectWeight * ((target.narrow(1, 3, 1) + 1) / 2).clamp(0, 1);
        weight = weight / weight.mean();
    }
    const auto distances = pixelDistances(previews, target, weight);
    const auto similarity = structuralSimilarityMap(previews.narrow(1, 0, 3), target.narrow(1, 0, 3)).to(torch::kFloat32);
    const int64_t border = (target.size(2) - similarity.size(2)) / 2, side = similarity.size(2);
    auto difference = 1 - similarity;
    if (weight.defined()) difference = difference * weight.narrow(2, border, side).narrow(3, border, side);
    const auto colour = (previews - target).narrow(1, 0, 3).mean({2, 3}).abs().mean();
    return distances.multiScale + gradientWeight * distances.gradient + structureWeight * difference.mean() + colourWeight * colour;
}

}  // namespace

FullPictures fullPicturesOf(Generator generator) {
    return [generator](const torch::Tensor& ws) mutable { return generator->synthesis->forward(ws); };
}

torch::Tensor asPreviews(const torch::Tensor& pictures) {
    return torch::avg_pool2d(pictures.clamp(-1, 1), pictures.size(2) / PreviewHeadOptions::resolution);
}

StyleDraws::StyleDraws(Generator& generator, const Card& card, uint64_t seed)
    : m_generator(generator), m_card(card), m_random(at::detail::createCPUGenerator(seed)), m_seed(uint32_t(seed) * 1'000'003u + 77) {
    if (m_card.directions.empty()) m_card.directions = findDirections(generator, card);
}

double StyleDraws::uniform() { return torch::rand({1}, m_random, torch::kFloat64).item<double>(); }

torch::Tensor StyleDraws::conditions(int64_t count) {
    if (m_card.parameters.empty()) return torch::zeros({count, 0});
    std::vector<torch::Tensor> rows;
    for (Genome& genome : sampleGenomes(m_card, {.seed = std::exchange(m_seed, m_seed + uint32_t(count)), .count = size_t(count)})) {
        for (const Parameter& parameter : m_card.parameters)
            if (isNumeric(parameter) && uniform() < extremeShare) {
                const double number = parameter.minimum + uniform() * (parameter.maximum - parameter.minimum);
                genome.parameters[parameter.name] =
                    parameter.kind == ParameterKind::Integer ? ParameterValue(int64_t(std::llround(number))) : ParameterValue(number);
            }
        rows.push_back(torch::tensor(conditionVector(m_card.parameters, genome.parameters)));
    }
    return torch::stack(rows);
}

torch::Tensor StyleDraws::mapped(int64_t count) {
    auto z = torch::randn({count, m_card.latentSize}, m_random, torch::kFloat32);
    for (const LatentParameter& latent : m_card.latentParameters)
        if (uniform() < extremeShare)
            for (int component : latent.components) z.select(1, component).mul_(2 * uniform());
    const auto device = m_generator->mapping->w_avg.device();
    return m_generator->mapping(z.to(device), conditions(count).to(device));
}

void StyleDraws::moveAlongDirections(torch::Tensor& ws) {
    for (int64_t n = 0; n < ws.size(0) && !m_card.directions.empty(); ++n)
        while (uniform() < movedShare) {
            const auto& direction = m_card.directions[size_t(uniform() * double(m_card.directions.size()))];
            const double amount = (6 * uniform() - 3) * direction.deviation;
            ws[n].narrow(0, direction.firstLayer, direction.lastLayer - direction.firstLayer + 1)
                .add_(torch::tensor(direction.values).to(ws.device()), amount);
        }
}

torch::Tensor StyleDraws::next(int64_t count) {
    torch::NoGradGuard guard;
    const int64_t layers = m_generator->options().styleLayers();
    auto w = mapped(count), other = mapped(count);
    std::vector<torch::Tensor> rows;
    for (int64_t n = 0; n < count; ++n) {
        auto own = uniform() < blendedShare ? w[n].lerp(other[n], uniform()) : w[n];
        auto ws = own.unsqueeze(0).repeat({layers, 1});
        if (uniform() < mixedShare) ws.slice(0, int64_t(uniform() * double(layers))).copy_(other[n]);
        const double psi = uniform() < truncatedShare ? 1.4 * uniform() : 1;
        rows.push_back(m_generator->mapping->w_avg.lerp(ws, psi));
    }
    auto ws = torch::stack(rows);
    moveAlongDirections(ws);
    return ws;
}

PreviewHead trainPreviewHead(Generator& generator, const Card& card, const FullPictures& fullPictures, const PreviewTraining& options,
                             const std::function<void(double share, double error)>& progress, std::stop_token stop) {
    torch::manual_seed(options.seed);
    const auto device = generator->mapping->w_avg.device();
    PreviewHead head(previewHeadOptions(generator->options()));
    head->to(device);
    FlatParameters parameters(head->parameters());
    Adam adam(parameters, 0.99);
    std::vector<double> rates;
    for (const auto& parameter : parameters.parameters()) rates.push_back(parameter.dim() == 4 ? convolutionRate : linearRate);
    adam.setRates(rates, 0.9);

    StyleDraws draws(generator, card, options.seed);
    Pool pool(head->options(), options.poolBytes);
    auto random = at::detail::createCPUGenerator(options.seed + 1);
    const auto addFresh = [&](int64_t count) {
        torch::NoGradGuard guard;
        const auto ws = draws.next(count);
        pool.add(generator->synthesis->featuresAt(PreviewHeadOptions::featureResolution, ws), ws, asPreviews(fullPictures(ws)).to(device));
    };
    for (int64_t i = 0; i < firstBatches && !stop.stop_requested(); ++i) addFresh(options.batch);
    auto average = parameters.values().clone();
    double error = 0;
    for (int64_t step = 0; step < options.steps; ++step) {
        if (stop.stop_requested()) return nullptr;
        if (step % stepsTogether == 0) addFresh(stepsTogether * options.fresh);
        const auto sample = pool.draw(options.batch, random);
        const auto previews = head->forward(sample.features, sample.ws);
        adam.step(parameters.gradientOf(lossOf(previews, sample.previews)), rateAt(step, options.steps));
        torch::NoGradGuard guard;
        average.lerp_(parameters.values(), std::max(0.01, 20.0 / double(step + 20)));
        if (step % 20 == 0) error = (previews - sample.previews).abs().mean().item<double>();
        progress(double(step + 1) / double(options.steps), error);
    }
    torch::NoGradGuard guard;
    parameters.values().copy_(average);
    head->to(torch::kCPU);
    for (auto& parameter : head->parameters()) parameter.set_requires_grad(false);
    return head;
}

}  // namespace charrette
