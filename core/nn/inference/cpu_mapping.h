#pragma once

#include <optional>
#include <vector>

#include "core/nn/inference/dense.h"
#include "core/nn/mapping.h"

namespace charrette {

/// The mapping network as a CPU computes it fastest: scaled weights are kept, and read once for all rows of a batch.
class CpuMapping {
public:
    /// Copies the network's weights, laid out anew.
    CpuMapping(const MappingImpl& network, const GeneratorOptions& options);

    /// [N, latent], [N, condition] -> [N, style] as `MappingImpl::forward` gives them; a row is the same to the last bit in any batch.
    torch::Tensor forward(const torch::Tensor& z, const torch::Tensor& c) const;

private:
    std::optional<Dense> m_embed;  ///< none without a condition
    std::vector<Dense> m_layers;
};

}  // namespace charrette
