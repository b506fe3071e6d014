#pragma once

#include <optional>
#include <stop_token>

#include "core/nn/generator.h"
#include "core/nn/inference/cpu_mapping.h"
#include "core/nn/inference/cpu_synthesis.h"
#include "core/nn/inference/recorded_synthesis.h"

namespace charrette {

/// A generator as a device computes it fastest. It keeps buffers from picture to picture, so one thread at a time may use it.
class FastGenerator {
public:
    /// `precision` counts on CUDA; a CPU computes in 32 bits.
    explicit FastGenerator(Generator generator, torch::Device device = torch::kCPU, Precision precision = Precision::Single);

    const GeneratorOptions& options() const { return m_generator->options(); }
    Generator& generator() { return m_generator; }

    /// [N, latent], [N, condition] -> [N, style], on the CPU. Computed on a CPU, a row is the same to the last bit whatever else is in the
    /// batch.
    torch::Tensor mapped(const torch::Tensor& z, const torch::Tensor& c);
    /// The same broadcast to all layers and truncated: as `GeneratorImpl::styles`, on the CPU.
    torch::Tensor styles(const torch::Tensor& z, const torch::Tensor& c, double psi = 1, int64_t cutoff = -1);
    /// [N, style] -> [N, layers, style], as `broadcastStyles`.
    torch::Tensor broadcast(const torch::Tensor& w, double psi, int64_t cutoff) const;

    /// [N, layers, style] -> N pictures [channels, r, r] as `SynthesisImpl::forwardTo` gives them, on the CPU; fewer, the first, when
    /// stopped. Computed on a CPU, a picture is the same to the last bit whatever else is in the batch.
    std::vector<torch::Tensor> pictures(int64_t resolution, const torch::Tensor& ws, const NoiseInput& noise = NoiseKind::Constant,
                                        std::stop_token stop = {});

    /// Previews are made by this head from now on. It must be of `previewHeadOptions(options())`.
    void setPreviewHead(PreviewHead head);
    bool hasPreviewHead() const { return bool(m_head); }
    /// [N, layers, style] -> N previews [channels, 64, 64] on the CPU; fewer, the first, when stopped. Needs a head. Computed on a CPU, one is
    /// the same to the last bit whatever else is in the batch.
    std::vector<torch::Tensor> previews(const torch::Tensor& ws, const NoiseInput& noise = NoiseKind::Constant, std::stop_token stop = {});

private:
    Generator m_generator;
    PreviewHead m_head{nullptr};
    torch::Device m_device;
    torch::Tensor m_mean;                 ///< of style vectors, on the CPU
    std::optional<CpuMapping> m_mapping;  ///< on a CPU
    std::optional<CpuSynthesis> m_cpu;    ///< on a CPU, where it serves
    std::optional<RecordedSynthesis> m_recorded;  ///< on CUDA
};

}  // namespace charrette
