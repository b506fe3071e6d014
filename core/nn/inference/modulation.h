#pragma once

#include <map>
#include <string>

#include "core/nn/inference/dense.h"
#include "core/nn/synthesis.h"

namespace charrette {

/// Of leaky ReLU, which is positively homogeneous, so that the gain goes into what stands before it.
inline const float activationGain = 1.41421356f;

std::vector<float> valuesOf(const torch::Tensor& tensor);

/// A network's tensors by name, as the layers of inference take them.
class NamedWeights {
public:
    explicit NamedWeights(const torch::nn::Module& module);
    bool has(const std::string& name) const { return m_tensors.contains(name); }
    const torch::Tensor& at(const std::string& name) const { return m_tensors.at(name); }

    /// A linear layer with equalized learning rate, its output times `scale`.
    Dense dense(const std::string& name, double scale = 1) const;
    /// A linear layer to [channels, side, side], its output laid out pixel by pixel, channels filled up.
    Dense densePixels(const std::string& name, int64_t channels) const;

private:
    std::map<std::string, torch::Tensor> m_tensors;
};

/// What one modulated convolution does to pictures beside the convolution: styles, demodulation, noise and bias.
class Modulation {
public:
    Modulation(const NamedWeights& weights, const std::string& layer, NoiseLayer noiseLayer);

    /// From a style vector to the factors of the inputs.
    const Dense& affine() const { return m_affine; }
    /// From the squares of these to those of what `demodulation` takes.
    const Dense& squares() const { return m_squares; }
    /// Factors of an output from its sum of squares, activation gain included.
    static float demodulation(float squares);

    /// A value a pixel, activation gain included, of which `memory` holds what is not always the same; `picture` says which of the seeds
    /// counts.
    const float* noise(const NoiseInput& input, size_t picture, Floats& memory) const;
    const float* bias() const { return m_bias.data(); }

private:
    Dense m_affine, m_squares;
    Floats m_bias, m_constantNoise;
    float m_noiseStrength;
    NoiseLayer m_noiseLayer;
    size_t m_side;
};

}  // namespace charrette
