#include "core/engine/model.h"

#include <algorithm>
#include <future>
#include <utility>

#include "core/base/error.h"
#include "core/design/condition.h"
#include "core/design/latent_values.h"
#include "core/nn/device.h"
#include "core/nn/directions.h"
#include "core/nn/inference/fast_generator.h"
#include "core/nn/preview_head_file.h"
#include "core/nn/weights.h"

namespace charrette {

namespace fs = std::filesystem;

struct Model::State {
    Card card;
    FastGenerator generator;
    torch::Device device;
    PreviewHeadFile previewHead;

    /// Also in the place of previews, where there is no head.
    bool makesFull(Stage stage) const { return stage == Stage::Full || !generator.hasPreviewHead(); }
};

namespace {

void checkFit(int64_t weights, int64_t card, const std::string& what, const std::string& where) {
    if (weights != card)
        throw Error(where + ": the weights have a " + what + " of " + std::to_string(weights) + ", the card says " + std::to_string(card));
}

void checkAgainst(const Card& card, const GeneratorOptions& options, const std::string& where) {
    checkFit(options.resolution, card.resolution, "resolution", where);
    checkFit(options.imageChannels, int64_t(card.channels.size()), "channel count", where);
    checkFit(options.latentSize, card.latentSize, "latent size", where);
    checkFit(options.styleSize, card.styleSize, "style size", where);
    checkFit(options.conditionSize, int64_t(conditionSize(card.parameters)), "condition size", where);
    for (const Direction& direction : card.directions)
        if (direction.lastLayer >= options.styleLayers())
            throw Error(where + ": direction '" + direction.name + "' acts on a layer that the network does not have");
}

torch::Tensor rowOf(const std::vector<float>& values) { return torch::tensor(values).unsqueeze(0); }

void addDirections(torch::Tensor& ws, const Genome& genome, const Card& card) {
    for (const Direction& direction : card.directions) {
        auto amount = genome.directions.find(direction.name);
        if (amount == genome.directions.end()) continue;
        ws.narrow(1, direction.firstLayer, direction.lastLayer - direction.firstLayer + 1)
            .add_(torch::tensor(direction.values), amount->second * direction.deviation);
    }
}

/// [N, style] of each genome's latents: its own, then those of its layers.
torch::Tensor mappedLatents(std::span<const Genome> genomes, const Card& card, FastGenerator& generator) {
    std::vector<torch::Tensor> z, c;
    for (const Genome& genome : genomes) {
        auto condition = rowOf(conditionVector(card, genome.parameters));
        const auto add = [&](const Latent& latent) {
            z.push_back(rowOf(latentValues(latent, genome.parameters, card)));
            c.push_back(condition);
        };
        add(genome.latent);
        for (const LayerLatent& layer : genome.layers) add(layer.latent);
    }
    return generator.mapped(torch::cat(z), torch::cat(c));
}

/// [1, layers, style] of one genome, from its rows of style vectors.
torch::Tensor styleVectors(const torch::Tensor& rows, const Genome& genome, const Card& card, const FastGenerator& generator) {
    const auto [psi, cutoff] = genome.truncation;
    auto ws = generator.broadcast(rows.narrow(0, 0, 1), psi, cutoff).clone();
    for (size_t i = 0; i < genome.layers.size(); ++i)
        if (int64_t from = genome.layers[i].firstLayer; from < ws.size(1))
            ws.slice(1, from).copy_(generator.broadcast(rows.narrow(0, int64_t(i) + 1, 1), psi, cutoff).slice(1, from));
    addDirections(ws, genome, card);
    return ws.contiguous();
}

/// [N, layers, style]
torch::Tensor stacked(std::span<const StyledGenome> genomes, int64_t styleSize) {
    std::vector<torch::Tensor> rows;
    for (const StyledGenome& genome : genomes) rows.push_back(torch::tensor(*genome.styles).view({-1, styleSize}));
    return torch::stack(rows);
}

/// Of genomes with the same kind of noise.
NoiseInput noiseOf(std::span<const StyledGenome> genomes) {
    switch (genomes[0].noise.kind) {
        case Noise::Kind::None:
            return NoiseKind::None;
        case Noise::Kind::Constant:
            return NoiseKind::Constant;
        case Noise::Kind::Seed:
            break;
    }
    std::vector<uint32_t> seeds;
    for (const StyledGenome& genome : genomes) seeds.push_back(genome.noise.seed);
    return {NoiseKind::Seeded, std::move(seeds)};
}

/// The first of the genomes that can be rendered together.
std::span<const StyledGenome> firstBatch(std::span<const StyledGenome> genomes, size_t most) {
    const auto other = [&](const StyledGenome& genome) { return genome.noise.kind != genomes[0].noise.kind; };
    const auto end = std::ranges::find_if(genomes, other);
    return genomes.first(std::min(most, size_t(end - genomes.begin())));
}

/// [channels, r, r] in [-1, 1] to samples in [0, 1].
Image imageOf(const torch::Tensor& picture) {
    Image image(int(picture.size(2)), int(picture.size(1)), int(picture.size(0)));
    auto planes = picture.contiguous();
    auto channels = size_t(picture.size(0)), pixels = image.samples.size() / channels;
    for (size_t channel = 0; channel < channels; ++channel) {
        const float* plane = planes.data_ptr<float>() + channel * pixels;
        float* sample = &image.samples[channel];
        for (size_t i = 0; i < pixels; ++i) sample[i * channels] = std::clamp((plane[i] + 1) / 2, 0.f, 1.f);
    }
    return image;
}

/// libtorch has several ways to say that memory is short.
bool saysOutOfMemory(const c10::Error& error) {
    const std::string text = error.what_without_backtrace();
    const auto says = [&](const char* words) { return text.find(words) != std::string::npos; };
    return dynamic_cast<const c10::OutOfMemoryError*>(&error) || says("allocate memory") || says("out of memory") || says("ALLOC_FAILED");
}

auto withMemoryErrors(const auto& job) try { return job(); } catch (const c10::Error& error) {
    if (saysOutOfMemory(error)) throw std::bad_alloc();
    throw;
}

}  // namespace

Model::Model(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;
Model::~Model() = default;

const Card& Model::card() const { return m_state->card; }

const std::vector<Direction>& Model::directions() {
    auto& directions = m_state->card.directions;
    if (directions.empty()) directions = findDirections(m_state->generator.generator(), m_state->card);
    return directions;
}

bool Model::makesPreviews() {
    if (!m_state->generator.hasPreviewHead())
        if (auto head = m_state->previewHead.lookedFor(m_state->generator.options())) m_state->generator.setPreviewHead(head);
    return m_state->generator.hasPreviewHead();
}

/// On a CPU the small pictures of a batch share what is read of the weights; full ones come sooner one by one.
size_t Model::bestBatch(Stage stage) const {
    if (m_state->device.is_cpu()) return stage == Stage::Full ? 1 : CpuSynthesis::together;
    const size_t side = m_state->makesFull(stage) ? size_t(card().resolution) : size_t(PreviewHeadOptions::resolution);
    return std::clamp<size_t>((1 << 20) / (side * side), 1, 32);
}

/// Checks the file's hash beside reading it. What is wrong with a file that has another hash is that.
static Generator loadChecked(const fs::path& weights, const std::string& hash) {
    auto check = std::async(std::launch::async, [&] { checkHash(weights, hash); });
    try {
        Generator generator = loadGenerator(SafetensorsFile::read(weights));
        check.get();
        return generator;
    } catch (...) {
        if (check.valid()) check.get();
        throw;
    }
}

Model Model::open(const fs::path& folder, const std::string& device) {
    Card card = readCard(folder / "card.json");
    fs::path weights = folder / card.weights;
    return withMemoryErrors([&] {
        auto generator = loadChecked(weights, card.weightsHash);
        checkAgainst(card, generator->options(), weights.string());
        PreviewHeadFile previewHead(folder, card.weightsHash);
        FastGenerator fast(generator, deviceNamed(device));
        return Model(std::make_unique<State>(State{std::move(card), std::move(fast), deviceNamed(device), std::move(previewHead)}));
    });
}

std::vector<Styles> Model::styles(std::span<const Genome> genomes) {
    if (genomes.empty()) return {};
    return withMemoryErrors([&] {
        torch::NoGradGuard guard;
        auto rows = mappedLatents(genomes, card(), m_state->generator);
        std::vector<Styles> styles;
        for (int64_t row = 0; const Genome& genome : genomes) {
            const auto count = int64_t(genome.layers.size()) + 1;
            auto ws = styleVectors(rows.narrow(0, std::exchange(row, row + count), count), genome, card(), m_state->generator);
            styles.push_back(std::make_shared<const std::vector<float>>(ws.data_ptr<float>(), ws.data_ptr<float>() + ws.numel()));
        }
        return styles;
    });
}

std::vector<Image> Model::render(std::span<const StyledGenome> genomes, Stage stage, std::stop_token stop) {
    auto& generator = m_state->generator;
    std::vector<Image> images;
    while (!genomes.empty() && !stop.stop_requested()) {
        const auto batch = firstBatch(genomes, bestBatch(stage));
        withMemoryErrors([&] {
            const auto ws = stacked(batch, card().styleSize);
            const auto noise = noiseOf(batch);
            for (const auto& picture :
                 m_state->makesFull(stage) ? generator.pictures(card().resolution, ws, noise, stop) : generator.previews(ws, noise, stop))
                images.push_back(imageOf(picture));
        });
        genomes = genomes.subspan(batch.size());
    }
    return images;
}

std::vector<Image> Model::render(std::span<const Genome> genomes, const std::function<void(size_t)>& finished, std::stop_token stop) {
    std::vector<Genome> checked;
    for (const Genome& genome : genomes) {
        if (!genome.directions.empty()) directions();
        checked.push_back(checkedGenome(genome, card()));
    }
    std::vector<Image> images;
    for (const Genome& genome : checked) {
        const StyledGenome styled{styles({&genome, 1}).at(0), genome.noise};
        auto made = render(std::span(&styled, 1), Stage::Full, stop);
        if (made.empty()) break;
        images.push_back(std::move(made[0]));
        if (finished) finished(images.size());
    }
    return images;
}

}  // namespace charrette
