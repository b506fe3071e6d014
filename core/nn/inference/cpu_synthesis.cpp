#include "core/nn/inference/cpu_synthesis.h"

#include <algorithm>

#include "core/nn/inference/cpu_block.h"
#include "core/nn/ops.h"

namespace charrette {

namespace {

/// Pictures at a time up to 32²: what is read of the weights there serves all. From there on, a picture's own features fill the caches.
constexpr size_t together = 8, togetherSide = 32;

/// A tensor over the planes' own values. A copy by libtorch would wake its threads, which then spin beside ours for a while.
torch::Tensor owning(Planes planes) {
    int64_t channels = int64_t(planes.channels), side = int64_t(planes.side);
    auto* kept = new Planes(std::move(planes));
    return torch::from_blob(kept->values.data(), {channels, side, side}, [kept](void*) { delete kept; });
}

/// The noise of a batch's pictures from one on.
NoiseInput noiseFrom(NoiseInput noise, size_t first) {
    if (noise.kind == NoiseKind::Seeded) noise.seeds.erase(noise.seeds.begin(), noise.seeds.begin() + ptrdiff_t(first));
    return noise;
}

}  // namespace

struct CpuSynthesis::State {
    std::vector<CpuBlock> blocks;
    size_t styleSize = 0;
    Workspace workspace;

    /// Up to the block `last`, for so many pictures as `together` at most; their style vectors lie `stride` values apart.
    void run(size_t last, const float* ws, size_t stride, std::span<CpuBlock::Job> jobs, const NoiseInput& noise) {
        auto styles = stylesOf(std::span(blocks).first(last + 1), ws, styleSize, stride, jobs.size(), workspace.team);
        auto runBlock = [&](size_t index, std::span<const CpuBlock::Job> some) {
            CpuBlock::Next next;
            if (index < last) next = {&blocks[index + 1], &styles[index + 1]};
            blocks[index].run(some, styles[index], noise, next, workspace);
        };
        size_t index = 0;
        for (; index <= last && blocks[index].side() <= togetherSide; ++index) runBlock(index, jobs);
        for (CpuBlock::Job& job : jobs)
            for (size_t i = index; i <= last; ++i, job.input = 0) runBlock(i, {&job, 1});
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
    for (int64_t resolution = 4; resolution <= options.featureResolution(); resolution *= 2) {
        size_t pictures = resolution <= int64_t(togetherSide) ? together : 1,
               inputs = resolution / 2 <= int64_t(togetherSide) ? together : 1;
        m_state->blocks.emplace_back(weights, options, resolution, CpuBlock::Capacity{inputs, pictures});
    }
    m_state->styleSize = size_t(options.styleSize);
}

CpuSynthesis::CpuSynthesis(CpuSynthesis&&) noexcept = default;
CpuSynthesis& CpuSynthesis::operator=(CpuSynthesis&&) noexcept = default;
CpuSynthesis::~CpuSynthesis() = default;

std::vector<torch::Tensor> CpuSynthesis::forwardTo(int64_t resolution, const torch::Tensor& ws, const NoiseInput& noise) {
    torch::NoGradGuard guard;
    auto rows = ws.to(torch::kCPU, torch::kFloat32).contiguous();
    auto count = size_t(rows.size(0)), stride = size_t(rows.size(1) * rows.size(2));
    std::vector<Planes> planes(count);
    for (size_t first = 0; first < count; first += together) {
        std::vector<CpuBlock::Job> jobs;
        for (size_t i = 0; i < std::min(together, count - first); ++i) jobs.push_back({i, i, &planes[first + i]});
        m_state->run(m_state->blockFor(resolution), rows.data_ptr<float>() + first * stride, stride, jobs, noiseFrom(noise, first));
    }

    std::vector<torch::Tensor> pictures;
    for (Planes& own : planes) {
        auto made = owning(std::move(own));
        pictures.push_back(made.size(1) > resolution ? halved(made.unsqueeze(0))[0] : made);
    }
    return pictures;
}

}  // namespace charrette
