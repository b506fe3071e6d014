#include "core/engine/preview_quality.h"

#include <algorithm>
#include <chrono>

#include "core/base/error.h"
#include "core/design/breeding.h"
#include "core/design/interpolation.h"
#include "core/design/sampling.h"
#include "core/engine/model.h"
#include "core/nn/evaluation/similarity.h"
#include "core/nn/training/preview_training.h"

namespace charrette {

namespace {

constexpr uint32_t seed = 4000;  // far from those that a person begins with
constexpr int64_t widening = 4;  // of the mask, in pixels of the preview
constexpr size_t gridSize = 24, rounds = 7;

std::vector<Variant> variantsOf(std::vector<Genome> genomes) {
    std::vector<Variant> variants(genomes.size());
    for (size_t i = 0; i < genomes.size(); ++i) {
        variants[i].id = VariantId(i + 1);
        variants[i].genome = std::move(genomes[i]);
    }
    return variants;
}

void append(std::vector<Genome>& genomes, const std::vector<NewVariant>& made, size_t count) {
    for (const NewVariant& variant : made)
        if (genomes.size() < count) genomes.push_back(variant.genome);
}

std::vector<Genome> explored(const Card& card, size_t count) {
    std::vector<Genome> genomes;
    for (const Variant& centre : variantsOf(sampleGenomes(card, {.seed = seed + 1000, .count = (count + 7) / 8})))
        append(genomes, exploreAround(card, centre, {.seed = seed + uint32_t(genomes.size()), .count = 8, .spread = 0.35}), count);
    return genomes;
}

std::vector<Genome> bred(const Card& card, size_t count) {
    const auto parents = variantsOf(sampleGenomes(card, {.seed = seed + 2000, .count = 2 * ((count + 7) / 8)}));
    std::vector<Genome> genomes;
    for (size_t i = 0; i + 1 < parents.size(); i += 2) {
        const std::vector<Variant> two = {parents[i], parents[i + 1]};
        append(genomes, breed(card, two, {.seed = seed + uint32_t(i), .count = 8}), count);
    }
    return genomes;
}

/// Sheets over pairs of parameters from end to end.
std::vector<Genome> onSheets(const Card& card, size_t count) {
    std::vector<Genome> genomes;
    const auto corners = variantsOf(sampleGenomes(card, {.seed = seed + 3000, .count = count}));
    const auto axis = [&](size_t i) {
        const Parameter& parameter = card.parameters[i % card.parameters.size()];
        return Axis{.name = parameter.name, .from = parameter.minimum, .to = parameter.maximum, .steps = 3};
    };
    for (size_t i = 0; genomes.size() < count && card.parameters.size() > 1; ++i)
        append(genomes, sheet(card, corners[i], axis(2 * i), axis(2 * i + 1)), count);
    return genomes.empty() ? sampleGenomes(card, {.seed = seed + 3000, .count = count}) : genomes;
}

std::vector<Genome> moved(const Card& card, size_t count) {
    auto genomes = sampleGenomes(card, {.seed = seed + 5000, .count = count});
    for (size_t i = 0; i < genomes.size() && !card.directions.empty(); ++i)
        genomes[i].directions = {{card.directions[i / 2 % card.directions.size()].name, i % 2 == 0 ? -3.0 : 3.0}};
    return genomes;
}

/// [1, channels, r, r] in [-1, 1]
torch::Tensor tensorOf(const Image& image) {
    const auto samples = torch::from_blob(const_cast<float*>(image.samples.data()), {image.height, image.width, image.channels});
    return (samples.permute({2, 0, 1}).unsqueeze(0) * 2 - 1).contiguous();
}

/// What is compared of one variant, all 64 x 64.
struct Pair {
    torch::Tensor preview, full;
};

std::vector<StyledGenome> styled(Model& model, std::span<const Genome> genomes) {
    std::vector<Genome> checked;
    for (const Genome& genome : genomes) checked.push_back(checkedGenome(genome, model.card()));
    const auto styles = model.styles(checked);
    std::vector<StyledGenome> made;
    for (size_t i = 0; i < styles.size(); ++i) made.push_back({styles[i], checked[i].noise});
    return made;
}

std::vector<Pair> pairsOf(Model& model, const std::vector<Genome>& genomes, std::stop_token stop) {
    const auto wanted = styled(model, genomes);
    const auto previews = model.render(wanted, Stage::Preview, stop), full = model.render(wanted, Stage::Full, stop);
    if (stop.stop_requested()) throw Error("The measurement was stopped");
    std::vector<Pair> pairs;
    for (size_t i = 0; i < full.size(); ++i) pairs.push_back({tensorOf(previews[i]), asPreviews(tensorOf(full[i]))});
    return pairs;
}

/// [1, 1, 64, 64] of 0 and 1.
torch::Tensor maskOf(const torch::Tensor& full) {
    if (full.size(1) < 4) return torch::ones_like(full.narrow(1, 0, 1));
    const auto covered = ((full.narrow(1, 3, 1) + 1) / 2 > 0.5).to(torch::kFloat32);
    return torch::max_pool2d(covered, 2 * widening + 1, 1, widening);
}

struct Values {
    std::vector<double> similarity, colour;
};

void compare(Values& values, const torch::Tensor& shown, const torch::Tensor& full, const torch::Tensor& mask) {
    const auto a = shown.narrow(1, 0, 3).clamp(-1, 1), b = full.narrow(1, 0, 3);
    const auto map = structuralSimilarityMap(a, b);
    const int64_t border = (mask.size(2) - map.size(2)) / 2;
    const auto within = mask.slice(2, border, mask.size(2) - border).slice(3, border, mask.size(3) - border).to(map.scalar_type());
    values.similarity.push_back(((map * within).sum() / within.sum().clamp_min(1)).item<double>());
    const auto offset = ((a - b) * mask).sum({0, 2, 3}) / mask.sum() / 2 * 255;
    values.colour.push_back(offset.abs().max().item<double>());
}

double quantile(std::vector<double> values, double share) {
    std::ranges::sort(values);
    return values.at(size_t(share * double(values.size() - 1) + 0.5));
}

PreviewLikeness likenessOf(const Values& values) {
    return {quantile(values.similarity, 0.5), quantile(values.similarity, 0.05), quantile(values.colour, 0.5)};
}

PreviewPart partOf(const std::string& name, std::span<const Pair> pairs, const torch::Tensor& mean) {
    Values whole, inside, tiny, average;
    for (const auto& [preview, full] : pairs) {
        const auto mask = maskOf(full);
        compare(whole, preview, full, torch::ones_like(mask));
        compare(inside, preview, full, mask);
        const auto small = torch::nn::functional::interpolate(
            torch::avg_pool2d(full, 4), torch::nn::functional::InterpolateFuncOptions().size(std::vector<int64_t>{64, 64}).mode(torch::kBilinear).align_corners(false));
        compare(tiny, small, full, mask);
        compare(average, mean, full, mask);
    }
    return {name, likenessOf(whole), likenessOf(inside), likenessOf(tiny), likenessOf(average)};
}

double secondsOf(Model& model, std::span<const StyledGenome> genomes, Stage stage) {
    const auto start = std::chrono::steady_clock::now();
    model.render(genomes, stage, {});
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Of other variants in every round: nothing is kept from one to the next.
double timeRatio(Model& model) {
    std::vector<double> previews, full;
    for (uint32_t round = 0; round < rounds; ++round) {
        const auto wanted = styled(model, sampleGenomes(model.card(), {.seed = seed + 7000 + round * uint32_t(gridSize), .count = 2 * gridSize}));
        previews.push_back(secondsOf(model, std::span(wanted).first(gridSize), Stage::Preview));
        full.push_back(secondsOf(model, std::span(wanted).last(gridSize), Stage::Full));
    }
    return quantile(previews, 0.5) / quantile(full, 0.5);
}

}  // namespace

PreviewQuality measurePreviews(const std::filesystem::path& folder, size_t count, std::stop_token stop) {
    torch::NoGradGuard guard;
    Model model = Model::open(folder);
    if (!model.makesPreviews()) throw Error(folder.string() + ": the model has no previews; charrette-train preview makes them");
    model.directions();
    const Card& card = model.card();
    const size_t each = std::max<size_t>(1, count / 5);
    const std::vector<std::pair<std::string, std::vector<Genome>>> gestures = {
        {"new", sampleGenomes(card, {.seed = seed, .count = each})},
        {"explored", explored(card, each)},
        {"bred", bred(card, each)},
        {"sheet", onSheets(card, each)},
        {"direction", moved(card, each)},
    };
    std::vector<Pair> all;
    for (const auto& [name, genomes] : gestures) std::ranges::move(pairsOf(model, genomes, stop), std::back_inserter(all));
    auto mean = torch::zeros_like(all[0].full);
    for (const Pair& pair : all) mean += pair.full / double(all.size());
    PreviewQuality quality;
    for (size_t i = 0; i < gestures.size(); ++i) quality.parts.push_back(partOf(gestures[i].first, std::span(all).subspan(i * each, each), mean));
    quality.parts.push_back(partOf("all", all, mean));
    quality.timeRatio = timeRatio(model);
    return quality;
}

}  // namespace charrette
