#include "core/nn/inference/cpu_synthesis.h"

#include <algorithm>
#include <new>
#include <optional>
#include <stdexcept>

#include "core/nn/inference/cpu_block.h"
#include "core/nn/inference/cpu_preview_head.h"
#include "core/nn/inference/endings.h"
#include "core/nn/ops.h"

namespace charrette {

namespace {

/// Up to here, what is read of the weights serves several pictures. From there on, a picture's own features fill the caches.
constexpr size_t togetherSide = 32;

/// For the endings of previews: 32 of a network with 256 channels at 32².
constexpr size_t endingsBudget = 48 << 20;

/// All that decides a picture of a batch, as bytes.
std::string keyOf(std::span<const float> styles, const NoiseInput& noise, size_t picture) {
    std::string key(reinterpret_cast<const char*>(styles.data()), styles.size_bytes());
    key += std::to_string(int(noise.kind));
    if (noise.kind == NoiseKind::Seeded) key += ' ' + std::to_string(noise.seeds[picture]);
    return key;
}

/// A tensor over the planes' own values, which it gives back in the end. A copy by libtorch would wake its threads, which then spin beside
/// ours for a while.
torch::Tensor owning(Planes planes, const std::shared_ptr<PlanePool>& pool) {
    int64_t channels = int64_t(planes.channels), side = int64_t(planes.side);
    auto kept = std::make_shared<Planes>(std::move(planes));
    return torch::from_blob(kept->values.data(), {channels, side, side}, [kept, pool](void*) { pool->giveBack(std::move(*kept)); });
}

}  // namespace

struct CpuSynthesis::State {
    std::vector<CpuBlock> blocks;
    size_t styleSize = 0;
    Workspace workspace;
    Endings endings{endingsBudget};
    std::optional<CpuPreviewHead> head;

    /// Up to the block `last`, for `together` pictures at most; their style vectors lie `stride` values apart. Gives back how many, the
    /// first, are whole. `preview` gets the features of the last block. When memory is short, what is kept is let go.
    size_t run(size_t last, const float* ws, size_t stride, std::span<CpuBlock::Job> jobs, const NoiseInput& noise, std::stop_token stop,
               const CpuBlock::Reader& preview = {}) try {
        auto key = [&](size_t picture) { return keyOf({ws + picture * stride, stride}, noise, picture); };
        size_t index = jobs.size() == 1 ? goOn(key(0), last, jobs[0]) : 0;
        // The block behind the last takes its input, too, so that the picture can go on from there.
        size_t end = std::min(last + 2, blocks.size());
        auto styles = stylesOf(std::span(blocks).first(end), index, ws, styleSize, stride, jobs.size(), workspace.team);
        auto runBlock = [&](size_t i, std::span<const CpuBlock::Job> some) {
            CpuBlock::Readers readers;
            if (i + 1 < end) readers[0] = blocks[i + 1].reader(styles[i + 1]);
            if (i == last) readers[1] = preview;
            blocks[i].run(some, styles[i], noise, readers, workspace);
            if (i == last && readers[0].input)
                for (size_t place = 0; place < some.size(); ++place)
                    endings.keep(key(some[place].picture), last + 1, readers[0].input->of(place), *some[place].planes);
        };
        for (; index <= last && blocks[index].side() <= togetherSide; ++index) {
            if (stop.stop_requested()) return 0;
            runBlock(index, jobs);
        }
        for (size_t whole = 0; whole < jobs.size(); ++whole)
            for (size_t i = index; i <= last; ++i, jobs[whole].input = 0) {
                if (stop.stop_requested()) return whole;
                runBlock(i, jobs.subspan(whole, 1));
            }
        return jobs.size();
    } catch (const std::bad_alloc&) {
        endings.clear();
        throw;
    }

    /// Puts in place where a smaller picture ended. Gives back the block to go on with; the first when nothing is kept.
    size_t goOn(const std::string& key, size_t last, const CpuBlock::Job& job) {
        const Ending* ending = endings.find(key);
        if (!ending || ending->block > last) return 0;
        std::ranges::copy(ending->input, blocks[ending->block].input(job.input).begin());
        *job.planes = ending->planes;
        return ending->block;
    }

    /// The block that makes a picture of this resolution, or the last.
    size_t blockFor(int64_t resolution) const {
        size_t index = 0;
        while (index + 1 < blocks.size() && int64_t(blocks[index].side()) < resolution) ++index;
        return index;
    }
};

bool CpuSynthesis::serves(const GeneratorOptions& options) { return options.architecture == Architecture::Skip; }

CpuSynthesis::CpuSynthesis(const SynthesisImpl& network, const GeneratorOptions& options) : m_state(std::make_unique<State>()) {
    torch::NoGradGuard guard;
    NamedWeights weights(network);
    std::vector<std::optional<CpuBlock>> blocks(size_t(options.styleLayers() / 2));
    m_state->workspace.team.run(blocks.size(), [&](size_t i, size_t) {
        const torch::NoGradGuard ownGuard;
        const int64_t resolution = int64_t(4) << i;
        size_t pictures = resolution <= int64_t(togetherSide) ? together : 1,
               inputs = resolution / 2 <= int64_t(togetherSide) ? together : 1;
        blocks[i].emplace(weights, options, resolution, CpuBlock::Capacity{inputs, pictures});
    });
    for (auto& block : blocks) m_state->blocks.push_back(std::move(*block));
    m_state->styleSize = size_t(options.styleSize);
}

CpuSynthesis::CpuSynthesis(CpuSynthesis&&) noexcept = default;
CpuSynthesis& CpuSynthesis::operator=(CpuSynthesis&&) noexcept = default;
CpuSynthesis::~CpuSynthesis() = default;

namespace {

/// Calls `compute(first, jobs, ws)` for turns of pictures until one is stopped short; it gives back how many of a turn are whole.
template <class Compute>
size_t inTurns(const torch::Tensor& rows, std::vector<Planes>& planes, std::stop_token stop, const Compute& compute) {
    const auto count = size_t(rows.size(0)), stride = size_t(rows.size(1) * rows.size(2));
    size_t whole = 0;
    while (whole < count && !stop.stop_requested()) {
        const size_t first = whole, size = std::min(CpuSynthesis::together, count - first);
        std::vector<CpuBlock::Job> jobs;
        for (size_t i = 0; i < size; ++i) jobs.push_back({i, i, &planes[first + i]});
        whole += compute(first, std::span(jobs), rows.data_ptr<float>() + first * stride);
    }
    return whole;
}

}  // namespace

std::vector<torch::Tensor> CpuSynthesis::forwardTo(int64_t resolution, const torch::Tensor& ws, const NoiseInput& noise,
                                                   std::stop_token stop) {
    torch::NoGradGuard guard;
    const auto rows = ws.to(torch::kCPU, torch::kFloat32).contiguous();
    const auto stride = size_t(rows.size(1) * rows.size(2));
    std::vector<Planes> planes(size_t(rows.size(0)));
    planes.resize(inTurns(rows, planes, stop, [&](size_t first, std::span<CpuBlock::Job> jobs, const float* own) {
        return m_state->run(m_state->blockFor(resolution), own, stride, jobs, noise.part(first, jobs.size()), stop);
    }));

    std::vector<torch::Tensor> pictures;
    for (Planes& own : planes) {
        auto made = owning(std::move(own), m_state->workspace.planes);
        pictures.push_back(made.size(1) > resolution ? halved(made.unsqueeze(0))[0] : made);
    }
    return pictures;
}

void CpuSynthesis::setPreviewHead(const PreviewHeadImpl& head) { m_state->head.emplace(head, together); }

std::vector<torch::Tensor> CpuSynthesis::previews(const torch::Tensor& ws, const NoiseInput& noise, std::stop_token stop) {
    if (!m_state->head) throw std::logic_error("there is no preview head");
    torch::NoGradGuard guard;
    const auto rows = ws.to(torch::kCPU, torch::kFloat32).contiguous();
    const auto stride = size_t(rows.size(1) * rows.size(2));
    std::vector<Planes> planes(size_t(rows.size(0)));
    std::vector<torch::Tensor> previews;
    State& state = *m_state;
    inTurns(rows, planes, stop, [&](size_t first, std::span<CpuBlock::Job> jobs, const float* own) {
        const auto styles = state.head->stylesOf(own, stride, jobs.size(), state.workspace.team);
        const size_t last = state.blockFor(PreviewHeadOptions::featureResolution);
        const size_t whole = state.run(last, own, stride, jobs, noise.part(first, jobs.size()), stop, state.head->reader(styles));
        for (Planes& preview : state.head->run(styles, whole, state.workspace))
            previews.push_back(owning(std::move(preview), state.workspace.planes));
        for (CpuBlock::Job& job : jobs) state.workspace.planes->giveBack(std::move(*job.planes));
        return whole;
    });
    return previews;
}

}  // namespace charrette
