#pragma once

#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "core/nn/inference/precision.h"
#include "core/nn/preview_head.h"
#include "core/nn/replay.h"
#include "core/nn/synthesis.h"

namespace charrette {

/// A synthesis network on CUDA, where each size of batch is recorded when it comes again. For one thread.
class RecordedSynthesis {
public:
    /// Decides also whether libtorch's convolutions use the matrix units, in the whole process.
    RecordedSynthesis(Synthesis synthesis, const GeneratorOptions& options, torch::Device device, Precision precision = Precision::Single);

    /// Previews are made by this head, on the device, from now on. It must fit the network.
    void setPreviewHead(PreviewHead head);
    /// From [N, layers, style] on the CPU to N previews [channels, 64, 64] there. Needs a head.
    std::vector<torch::Tensor> previews(const torch::Tensor& ws, const NoiseInput& noise);

    /// As `SynthesisImpl::forwardTo`, from [N, layers, style] on the CPU to N pictures there.
    std::vector<torch::Tensor> forwardTo(int64_t resolution, const torch::Tensor& ws, const NoiseInput& noise);

private:
    struct Job {
        torch::Tensor ws, pictures;  ///< on the device
        std::unique_ptr<Replay> replay;
    };
    using Kind = std::tuple<int64_t, int64_t, NoiseKind>;  ///< resolution (0: previews), pictures, noise
    torch::Tensor made(int64_t resolution, const torch::Tensor& ws, const NoiseInput& noise);
    Job& jobOf(const Kind& kind, const torch::Tensor& ws);
    std::vector<torch::Tensor> run(int64_t resolution, const torch::Tensor& ws, const NoiseInput& noise);

    Synthesis m_synthesis;
    PreviewHead m_head{nullptr};
    torch::Device m_device;
    std::map<Kind, Job> m_jobs;
};

}  // namespace charrette
