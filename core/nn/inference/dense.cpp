#include "core/nn/inference/dense.h"

#include <algorithm>
#include <utility>

#include "core/nn/inference/features.h"

namespace charrette {

using kernels::panelWidth;

Dense::Dense(const std::vector<float>& weight, const std::vector<float>& bias)
    : m_in(weight.size() / bias.size()), m_out(bias.size()), m_weights(padded(bias.size()) * m_in), m_bias(padded(bias.size())) {
    for (size_t o = 0; o < bias.size(); ++o)
        for (size_t i = 0; i < m_in; ++i) m_weights[kernels::packedAt(o, i, m_in)] = weight[o * m_in + i];
    std::copy(bias.begin(), bias.end(), m_bias.begin());
}

void Dense::runPanel(const Job& job, size_t rows, size_t panel) const {
    constexpr ptrdiff_t here[] = {0};
    float* out = job.out + panel * panelWidth;
    kernels::multiply({.in = job.in, .inStride = job.inStride, .count = rows, .out = out, .outStride = width()}, here, m_in,
                      &m_weights[panel * panelWidth * m_in]);
    for (size_t row = 0; row < rows; ++row)
        for (size_t o = 0; o < panelWidth; ++o) out[row * width() + o] += m_bias[panel * panelWidth + o];
}

void Dense::run(std::span<const Job> jobs, size_t rows, ThreadTeam& team) {
    std::vector<std::pair<const Job*, size_t>> panels;
    for (const Job& job : jobs)
        for (size_t panel = 0; panel < job.layer->width() / panelWidth; ++panel) panels.emplace_back(&job, panel);
    team.run(panels.size(), [&](size_t i, size_t) { panels[i].first->layer->runPanel(*panels[i].first, rows, panels[i].second); });
}

}  // namespace charrette
