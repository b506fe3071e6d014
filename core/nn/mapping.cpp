#include "core/nn/mapping.h"

#include "core/nn/ops.h"

namespace charrette {

MappingImpl::MappingImpl(const GeneratorOptions& options) : w_avg(register_buffer("w_avg", torch::zeros({options.styleSize}))) {
    int64_t in = options.latentSize;
    if (options.conditionSize > 0) {
        embed = register_module("embed", Linear(LinearImpl::Options{.in = options.conditionSize, .out = options.styleSize}));
        in += options.styleSize;
    }
    for (int64_t i = 0; i < options.mappingLayers; ++i) {
        m_layers.push_back(register_module("fc" + std::to_string(i),
                                           Linear(LinearImpl::Options{.in = in, .out = options.styleSize, .rate = options.mappingRate})));
        in = options.styleSize;
    }
}

torch::Tensor MappingImpl::forward(const torch::Tensor& z, const torch::Tensor& c, const torch::Tensor& emphasis) {
    auto x = normalizeSecondMoment(z);
    if (embed) {
        auto embedded = normalizeSecondMoment(embed(c));
        x = torch::cat({x, emphasis.defined() ? embedded * emphasis : embedded}, 1);
    }
    for (auto& layer : m_layers) x = activation(layer(x));
    return x;
}

void MappingImpl::track(const torch::Tensor& w, double decay) {
    torch::NoGradGuard guard;
    w_avg.copy_(w.detach().mean(0).lerp(w_avg, decay));
}

torch::Tensor broadcastStyles(const torch::Tensor& w, const torch::Tensor& mean, int64_t layers, double psi, int64_t cutoff) {
    auto ws = w.unsqueeze(1).expand({w.size(0), layers, w.size(1)});
    if (psi == 1) return ws;
    if (cutoff < 0 || cutoff >= layers) return mean.lerp(ws, psi);
    return torch::cat({mean.lerp(ws.narrow(1, 0, cutoff), psi), ws.narrow(1, cutoff, layers - cutoff)}, 1);
}

}  // namespace charrette
