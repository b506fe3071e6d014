#include "core/nn/inference/modulation.h"

#include <algorithm>
#include <cmath>

#include "core/nn/inference/features.h"
#include "core/nn/weights.h"

namespace charrette {

namespace {

Floats floatsOf(const torch::Tensor& tensor) {
    auto values = valuesOf(tensor);
    return {values.begin(), values.end()};
}

/// Sums of squares over each kernel, so that demodulation is a linear layer of the squared style.
Dense squaresOf(const torch::Tensor& weight) {
    return Dense(valuesOf(weight.square().sum({2, 3})), std::vector<float>(size_t(weight.size(0)), 1e-8f));
}

}  // namespace

std::vector<float> valuesOf(const torch::Tensor& tensor) {
    auto flat = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

NamedWeights::NamedWeights(const torch::nn::Module& module) : m_tensors(namedTensors(module)) {}

Dense NamedWeights::dense(const std::string& name, double scale) const {
    const auto& weight = at(name + ".weight");
    return Dense(valuesOf(weight * (scale / std::sqrt(double(weight.size(1))))), valuesOf(at(name + ".bias") * scale));
}

Dense NamedWeights::densePixels(const std::string& name, int64_t channels) const {
    int64_t filled = int64_t(padded(size_t(channels))) - channels;
    auto byPixel = [&](const torch::Tensor& rows) {
        return valuesOf(torch::constant_pad_nd(rows.view({channels, -1, rows.size(1)}).transpose(0, 1), {0, 0, 0, filled}));
    };
    const auto& weight = at(name + ".weight");
    return Dense(byPixel(weight / std::sqrt(double(weight.size(1)))), byPixel(at(name + ".bias").unsqueeze(1)));
}

Modulation::Modulation(const NamedWeights& weights, const std::string& layer, NoiseLayer noiseLayer)
    : m_affine(weights.dense(layer + ".affine")),
      m_squares(squaresOf(weights.at(layer + ".weight"))),
      m_bias(floatsOf(weights.at(layer + ".bias") * activationGain)),
      m_noiseStrength(weights.at(layer + ".noise_strength").item<float>() * activationGain),
      m_noiseLayer(noiseLayer),
      m_side(size_t(weights.at(layer + ".noise_const").size(0))) {
    m_bias.resize(padded(m_bias.size()));
    m_constantNoise = floatsOf(weights.at(layer + ".noise_const") * m_noiseStrength);
}

float Modulation::demodulation(float squares) { return squares > 0 ? activationGain / std::sqrt(squares) : 0; }

const float* Modulation::noise(const NoiseInput& input, size_t picture, Floats& memory) const {
    if (input.kind == NoiseKind::Constant) return m_constantNoise.data();
    memory.assign(m_side * m_side, 0);
    if (input.kind == NoiseKind::None || m_noiseStrength == 0) return memory.data();
    auto values = seededNoise(input.seeds.at(picture), m_side, m_noiseLayer);
    std::transform(values.begin(), values.end(), memory.begin(), [&](float value) { return value * m_noiseStrength; });
    return memory.data();
}

}  // namespace charrette
