#pragma once

#include "core/nn/mapping.h"
#include "core/nn/synthesis.h"

namespace charrette {

/// Mapping and synthesis network of the StyleGAN2 family, with the options named in `GeneratorOptions`.
class GeneratorImpl : public torch::nn::Module {
public:
    explicit GeneratorImpl(const GeneratorOptions& options)
        : mapping(register_module("mapping", Mapping(options))),
          synthesis(register_module("synthesis", Synthesis(options))),
          m_options(options) {}

    const GeneratorOptions& options() const { return m_options; }

    /// [N, latent], [N, condition] -> [N, layers, style]
    torch::Tensor styles(const torch::Tensor& z, const torch::Tensor& c, double psi = 1, int64_t cutoff = -1) {
        return broadcastStyles(mapping(z, c), mapping->w_avg, m_options.styleLayers(), psi, cutoff);
    }

    Mapping mapping;
    Synthesis synthesis;

private:
    GeneratorOptions m_options;
};
TORCH_MODULE(Generator);

}  // namespace charrette
