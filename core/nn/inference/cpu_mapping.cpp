#include "core/nn/inference/cpu_mapping.h"

#include <algorithm>
#include <cmath>

#include "core/nn/inference/modulation.h"

namespace charrette {

namespace {

/// Rows of values, one after the other.
struct Rows {
    size_t count, width;
    Floats values;
    float* at(size_t row) { return &values[row * width]; }
};

Rows rowsOf(const torch::Tensor& tensor) {
    const auto flat = valuesOf(tensor);
    return {size_t(tensor.size(0)), size_t(tensor.size(1)), {flat.begin(), flat.end()}};
}

Rows product(const Dense& layer, const Rows& in) {
    // A few rows are not worth waking other threads for.
    ThreadTeam alone(1);
    Rows out{in.count, layer.width(), Floats(in.count * layer.width())};
    const Dense::Job job{&layer, in.values.data(), in.width, out.values.data()};
    Dense::run({&job, 1}, in.count, alone);
    return out;
}

void normalizeSecondMoment(float* row, size_t count) {
    double squares = 0;
    for (size_t i = 0; i < count; ++i) squares += double(row[i]) * row[i];
    const auto factor = float(1 / std::sqrt(squares / double(count) + 1e-8));
    for (size_t i = 0; i < count; ++i) row[i] *= factor;
}

/// Both beside each other, of `second` the first `width` values.
Rows beside(const Rows& first, const Rows& second, size_t width) {
    Rows both{first.count, first.width + width, {}};
    for (size_t row = 0; row < both.count; ++row) {
        const auto left = first.values.begin() + ptrdiff_t(row * first.width),
                   right = second.values.begin() + ptrdiff_t(row * second.width);
        both.values.insert(both.values.end(), left, left + ptrdiff_t(first.width));
        both.values.insert(both.values.end(), right, right + ptrdiff_t(width));
    }
    return both;
}

}  // namespace

CpuMapping::CpuMapping(const MappingImpl& network, const GeneratorOptions& options) {
    torch::NoGradGuard guard;
    const NamedWeights weights(network);
    if (options.conditionSize > 0) m_embed = weights.dense("embed");
    for (int64_t i = 0; i < options.mappingLayers; ++i) m_layers.push_back(weights.dense("fc" + std::to_string(i), options.mappingRate));
}

torch::Tensor CpuMapping::forward(const torch::Tensor& z, const torch::Tensor& c) const {
    Rows x = rowsOf(z);
    const auto style = int64_t(m_layers.back().outputs());
    for (size_t row = 0; row < x.count; ++row) normalizeSecondMoment(x.at(row), x.width);
    if (m_embed) {
        Rows embedded = product(*m_embed, rowsOf(c));
        for (size_t row = 0; row < x.count; ++row) normalizeSecondMoment(embedded.at(row), m_embed->outputs());
        x = beside(x, embedded, m_embed->outputs());
    }
    for (const Dense& layer : m_layers) {
        x = product(layer, x);
        for (float& value : x.values) value *= value < 0 ? 0.2f * activationGain : activationGain;
    }
    return torch::from_blob(x.values.data(), {int64_t(x.count), int64_t(x.width)}).narrow(1, 0, style).clone();
}

}  // namespace charrette
