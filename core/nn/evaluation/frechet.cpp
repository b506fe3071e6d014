#include "core/nn/evaluation/frechet.h"

#include <algorithm>

namespace charrette {

Gaussian gaussianOf(const torch::Tensor& features) {
    auto rows = features.to(torch::kCPU, torch::kFloat64);
    auto mean = rows.mean(0);
    auto centred = rows - mean;
    return {mean, centred.t().mm(centred) / double(rows.size(0) - 1)};
}

double frechetDistance(const Gaussian& first, const Gaussian& second) {
    // C₁ C₂ has the eigenvalues of the symmetric C₁^½ C₂ C₁^½. Rounding can bring those of singular matrices below zero.
    auto [values, vectors] = torch::linalg_eigh(first.covariance, "L");
    auto root = (vectors * values.clamp_min(0).sqrt()).mm(vectors.t());
    auto product = torch::linalg_eigvalsh(root.mm(second.covariance).mm(root), "L").clamp_min(0);
    auto traces = first.covariance.trace() + second.covariance.trace() - 2 * product.sqrt().sum();
    return std::max(0.0, ((first.mean - second.mean).square().sum() + traces).item<double>());
}

}  // namespace charrette
