#pragma once

#include <vector>

#include "core/nn/generator_options.h"
#include "core/nn/layers.h"

namespace charrette {

/// From latent and condition to a style vector (Karras et al. 2019), with the running mean of style vectors that truncation pulls towards.
class MappingImpl : public torch::nn::Module {
public:
    explicit MappingImpl(const GeneratorOptions& options);

    /// [N, latent], [N, condition] -> [N, style]. The condition is left out when the network has none. With `emphasis`, a scalar, its
    /// embedding counts so many times more beside the latent.
    torch::Tensor forward(const torch::Tensor& z, const torch::Tensor& c, const torch::Tensor& emphasis = {});

    /// Moves the running mean towards the mean of `w` [N, style].
    void track(const torch::Tensor& w, double decay = 0.998);

    torch::Tensor w_avg;  ///< [style]

private:
    Linear embed{nullptr};
    std::vector<Linear> m_layers;
};
TORCH_MODULE(Mapping);

/// One style vector a layer, [N, style] -> [N, layers, style], the first `cutoff` of them (-1: all) pulled towards `mean` by `psi`.
torch::Tensor broadcastStyles(const torch::Tensor& w, const torch::Tensor& mean, int64_t layers, double psi = 1, int64_t cutoff = -1);

}  // namespace charrette
