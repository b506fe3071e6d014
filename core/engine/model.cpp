#include "core/engine/model.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/design/condition.h"
#include "core/nn/weights.h"

namespace charrette {

namespace fs = std::filesystem;

struct Model::State {
    Card card;
    Generator generator;
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

/// [1, layers, style]
torch::Tensor stylesOf(const Genome& genome, const Card& card, Generator& generator) {
    auto z = rowOf(latentValues(genome.latent, size_t(card.latentSize)));
    auto c = rowOf(conditionVector(card.parameters, genome.parameters));
    auto ws = generator->styles(z, c, genome.truncation.psi, genome.truncation.cutoff).clone();
    addDirections(ws, genome, card);
    return ws;
}

NoiseInput noiseOf(const Noise& noise) {
    switch (noise.kind) {
        case Noise::Kind::None: return NoiseKind::None;
        case Noise::Kind::Constant: return NoiseKind::Constant;
        case Noise::Kind::Seed: break;
    }
    return {NoiseKind::Seeded, {noise.seed}};
}

/// [channels, r, r] in [-1, 1] to samples in [0, 1].
Image imageOf(const torch::Tensor& picture) {
    auto interleaved = ((picture + 1) / 2).clamp(0, 1).permute({1, 2, 0}).contiguous();
    Image image(int(picture.size(2)), int(picture.size(1)), int(picture.size(0)));
    std::copy_n(interleaved.data_ptr<float>(), image.samples.size(), image.samples.begin());
    return image;
}

/// A batch of one: libtorch rounds differently in batches of different sizes, and a genome must give the same bytes in any company.
/// On a CPU it is faster, too.
Image rendered(const Genome& genome, const Card& card, Generator& generator) {
    return imageOf(generator->synthesis(stylesOf(genome, card, generator), noiseOf(genome.noise))[0]);
}

}  // namespace

Model::Model(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;
Model::~Model() = default;

const Card& Model::card() const { return m_state->card; }

Model Model::open(const fs::path& folder) {
    Card card = readCard(folder / "card.json");
    fs::path weights = folder / card.weights;
    checkHash(weights, card.weightsHash);
    auto generator = loadGenerator(SafetensorsFile::read(weights));
    checkAgainst(card, generator->options(), weights.string());
    return Model(std::make_unique<State>(State{std::move(card), std::move(generator)}));
}

std::vector<Image> Model::render(std::span<const Genome> genomes, const std::function<void(size_t)>& finished, std::stop_token stop) {
    torch::NoGradGuard guard;
    std::vector<Genome> checked;
    for (const Genome& genome : genomes) checked.push_back(checkedGenome(genome, card()));
    std::vector<Image> images;
    for (const Genome& genome : checked) {
        if (stop.stop_requested()) break;
        images.push_back(rendered(genome, card(), m_state->generator));
        if (finished) finished(images.size());
    }
    return images;
}

}  // namespace charrette
