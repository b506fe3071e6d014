#pragma once

#include <memory>
#include <vector>

#include "core/nn/synthesis.h"

namespace charrette {

/// The synthesis network as a CPU computes it fastest: `Synthesis` in another arrangement, on all cores. It keeps buffers from picture to
/// picture, so one thread at a time may use it.
class CpuSynthesis {
public:
    /// Whether it can take the place of a network of these options: of the skip architecture.
    static bool serves(const GeneratorOptions& options);

    /// Copies the network's weights, laid out anew.
    CpuSynthesis(const SynthesisImpl& network, const GeneratorOptions& options);
    CpuSynthesis(CpuSynthesis&&) noexcept;
    CpuSynthesis& operator=(CpuSynthesis&&) noexcept;
    ~CpuSynthesis();

    /// [N, layers, style] -> N pictures [channels, r, r] as `SynthesisImpl::forwardTo` gives them; each is the same to the last bit in any
    /// batch.
    std::vector<torch::Tensor> forwardTo(int64_t resolution, const torch::Tensor& ws, const NoiseInput& noise = NoiseKind::Constant);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace charrette
