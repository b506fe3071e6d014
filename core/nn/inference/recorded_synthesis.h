#pragma once

#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "core/nn/inference/precision.h"
#include "core/nn/replay.h"
#include "core/nn/synthesis.h"

namespace charrette {

/// A synthesis network on CUDA, where each size of batch is recorded when it comes again. For one thread.
class RecordedSynthesis {
public:
    /// Decides also whether libtorch's convolutions use the matrix units, in the whole process.
    RecordedSynthesis(Synthesis synthesis, const GeneratorOptions& options, torch::Device device, Precision precision = Precision::Single);

    /// As `SynthesisImpl::forwardTo`, from [N, layers, style] on the CPU to N pictures there.
    std::vector<torch::Tensor> forwardTo(int64_t resolution, const torch::Tensor& ws, const NoiseInput& noise);

private:
    struct Job {
        torch::Tensor ws, pictures;  ///< on the device
        std::unique_ptr<Replay> replay;
    };
    using Kind = std::tuple<int64_t, int64_t, NoiseKind>;  ///< resolution, pictures, noise
    Job& jobOf(const Kind& kind, const torch::Tensor& ws);

    Synthesis m_synthesis;
    torch::Device m_device;
    std::map<Kind, Job> m_jobs;
};

}  // namespace charrette
