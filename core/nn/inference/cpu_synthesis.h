#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include "core/nn/preview_head.h"
#include "core/nn/synthesis.h"

namespace charrette {

/// The synthesis network as a CPU computes it fastest: `Synthesis` in another arrangement, on all cores. It keeps buffers from picture to
/// picture, and within a budget of bytes where previews and small pictures ended, so one thread at a time may use it.
class CpuSynthesis {
public:
    /// Whether it can take the place of a network of these options: of the skip architecture.
    static bool serves(const GeneratorOptions& options);

    /// Copies the network's weights, laid out anew.
    CpuSynthesis(const SynthesisImpl& network, const GeneratorOptions& options);
    CpuSynthesis(CpuSynthesis&&) noexcept;
    CpuSynthesis& operator=(CpuSynthesis&&) noexcept;
    ~CpuSynthesis();

    /// Pictures that share what is read of the weights. More of a batch are computed in turns of so many.
    static constexpr size_t together = 8;

    /// [N, layers, style] -> N pictures [channels, r, r] as `SynthesisImpl::forwardTo` gives them; fewer, the first, when stopped, which is
    /// looked at between blocks. Each is the same to the last bit in any batch. One that is asked for alone goes on from where its smaller
    /// one ended, if that is kept.
    std::vector<torch::Tensor> forwardTo(int64_t resolution, const torch::Tensor& ws, const NoiseInput& noise = NoiseKind::Constant,
                                         std::stop_token stop = {});

    /// Previews are made by this head from now on. It must fit the network.
    void setPreviewHead(const PreviewHeadImpl& head);
    /// [N, layers, style] -> N previews [channels, 64, 64] as the head makes them of the network's features, fewer when stopped. Throws
    /// `std::logic_error` without a head. A full picture that is asked for alone goes on from where its preview ended, if that is kept.
    std::vector<torch::Tensor> previews(const torch::Tensor& ws, const NoiseInput& noise = NoiseKind::Constant, std::stop_token stop = {});

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace charrette
