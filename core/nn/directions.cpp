#include "core/nn/directions.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/design/condition.h"
#include "core/design/sampling.h"

namespace charrette {

namespace {

constexpr int64_t styleCount = 10'000, conditionCount = 100;
constexpr int64_t componentCount = 8, factorCount = 4;
constexpr double smallestDeviation = 1e-6;

struct LayerRange {
    std::string name;
    int first, last;
};

/// [conditions, condition]
torch::Tensor sampledConditions(const Card& card) {
    if (card.parameters.empty()) return torch::zeros({1, 0});
    std::vector<torch::Tensor> rows;
    for (const Genome& genome : sampleGenomes(card, {.count = conditionCount}))
        rows.push_back(torch::tensor(conditionVector(card.parameters, genome.parameters)));
    return torch::stack(rows);
}

/// The layer, counted from its block's first, whose style vector a weight reads.
std::optional<int64_t> layerRead(const std::string& weight, int64_t convolutions) {
    if (weight == "conv0.affine.weight" || weight == "from_style.weight" || weight == "addition.weight") return 0;
    if (weight == "conv1.affine.weight") return convolutions - 1;
    if (weight == "torgb.affine.weight") return convolutions;
    return {};
}

/// Rows turned so that the entry of largest magnitude is positive.
torch::Tensor signedRows(const torch::Tensor& rows) { return rows * rows.gather(1, rows.abs().argmax(1, true)).sign(); }

/// vᵀ M v of every row [n, style] -> [n]
torch::Tensor squaredLengths(const torch::Tensor& rows, const torch::Tensor& matrix) { return rows.mm(matrix).mul(rows).sum(1); }

torch::Tensor checkedFinite(const torch::Tensor& matrix, const char* what) {
    if (torch::isfinite(matrix).all().item<bool>()) return matrix;
    throw Error("No directions can be computed: the model's " + std::string(what) + " are not finite");
}

/// Coarse, middle and fine as in Karras et al. 2019, as far as the network has them.
std::vector<LayerRange> layerRanges(int layers) {
    std::vector<LayerRange> ranges;
    for (const LayerRange& range : {LayerRange{"form", 0, 2}, {"detail", 3, 6}, {"surface", 7, layers - 1}})
        if (range.first < layers) ranges.push_back({range.name, range.first, std::min(range.last, layers - 1)});
    return ranges;
}

/// The first `count` rows of `axes` [n, style] as directions of this range. Those along which style vectors do not vary are left out.
std::vector<Direction> named(const torch::Tensor& axes, int64_t count, const torch::Tensor& covariance, const LayerRange& range) {
    std::vector<Direction> directions;
    for (const auto& axis : axes.slice(0, 0, count).unbind()) {
        double deviation = std::sqrt(axis.dot(covariance.mv(axis)).item<double>());
        if (!(deviation > smallestDeviation)) continue;
        auto values = axis.to(torch::kFloat32).contiguous();
        const float* begin = values.data_ptr<float>();
        directions.push_back({range.name + " " + std::to_string(directions.size() + 1),
                              range.first,
                              range.last,
                              deviation,
                              {begin, begin + values.numel()}});
    }
    return directions;
}

/// The factors [n, style] of a range's weights within the span of `components`, ordered by what a standard deviation of each changes.
torch::Tensor factorsWithin(const torch::Tensor& components, const torch::Tensor& gram, const torch::Tensor& covariance) {
    auto factors = signedRows(principalAxes(components.mm(gram).mm(components.t())).mm(components));
    auto effects = squaredLengths(factors, covariance) * squaredLengths(factors, gram);
    return factors.index_select(0, effects.argsort(0, true));
}

}  // namespace

torch::Tensor sampledStyles(Generator& generator, const Card& card) {
    torch::NoGradGuard guard;
    auto conditions = sampledConditions(card);
    int64_t draws = styleCount / conditions.size(0);
    auto z = torch::tensor(standardNormal(0, size_t(styleCount * card.latentSize)), torch::kFloat32).view({styleCount, card.latentSize});
    return generator->mapping(z, conditions.repeat_interleave(draws, 0)).view({conditions.size(0), draws, card.styleSize});
}

torch::Tensor covarianceWithin(const torch::Tensor& styles) {
    auto exact = styles.to(torch::kFloat64);
    auto offsets = (exact - exact.mean(1, true)).flatten(0, 1);
    return offsets.t().mm(offsets) / (offsets.size(0) - styles.size(0));
}

torch::Tensor principalAxes(const torch::Tensor& symmetric) { return signedRows(std::get<1>(torch::linalg_eigh(symmetric)).t().flip(0)); }

torch::Tensor weightGram(const GeneratorImpl& generator, int firstLayer, int lastLayer) {
    torch::NoGradGuard guard;
    std::vector<torch::Tensor> weights;
    int64_t blockLayer = 0;
    for (const auto& child : generator.synthesis->children()) {
        int64_t convolutions = child->as<SynthesisBlockImpl>()->convolutions();
        for (const auto& item : child->named_parameters()) {
            auto layer = layerRead(item.key(), convolutions);
            if (layer && blockLayer + *layer >= firstLayer && blockLayer + *layer <= lastLayer)
                weights.push_back(item.value().to(torch::kFloat64));
        }
        blockLayer += convolutions;
    }
    auto rows = torch::nn::functional::normalize(torch::cat(weights));
    return rows.t().mm(rows);
}

std::vector<Direction> findDirections(Generator& generator, const Card& card) {
    torch::NoGradGuard guard;
    auto covariance = checkedFinite(covarianceWithin(sampledStyles(generator, card)), "style vectors");
    auto components = principalAxes(covariance).slice(0, 0, card.latentSize);
    int layers = int(generator->options().styleLayers());
    auto directions = named(components, componentCount, covariance, {"overall", 0, layers - 1});
    for (const LayerRange& range : layerRanges(layers)) {
        auto gram = checkedFinite(weightGram(*generator, range.first, range.last), "weights");
        std::ranges::move(named(factorsWithin(components, gram, covariance), factorCount, covariance, range),
                          std::back_inserter(directions));
    }
    return directions;
}

}  // namespace charrette
