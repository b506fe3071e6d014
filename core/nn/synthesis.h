#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/nn/generator_options.h"
#include "core/nn/layers.h"

namespace charrette {

enum class NoiseKind { None, Constant, Seeded };

/// The noise a synthesis network adds, and for `Seeded` one seed a picture of the batch.
struct NoiseInput {
    NoiseInput(NoiseKind kind, std::vector<uint32_t> seeds = {}) : kind(kind), seeds(std::move(seeds)) {}
    /// That of `count` pictures of the batch, from one on.
    NoiseInput part(size_t first, size_t count) const;
    NoiseKind kind;
    std::vector<uint32_t> seeds;
};

/// Which of a resolution's two layers: they get different noise from the same seed.
enum class NoiseLayer { First, Second };

/// [side x side] standard normal values, the same on every machine.
std::vector<float> seededNoise(uint32_t seed, size_t side, NoiseLayer layer);

/// A modulated convolution (Karras et al. 2020) with noise, bias and activation. Activations are scaled instead of weights: the same result
/// with one convolution for the whole batch.
class StyledConvolutionImpl : public torch::nn::Module {
public:
    enum class Upsampling { No, Yes };
    StyledConvolutionImpl(int64_t in, int64_t out, int64_t resolution, int64_t styleSize, Upsampling upsampling);

    /// [N, in, H, W], [N, style] -> [N, out, resolution, resolution]; the result is multiplied by `gain`.
    torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& w, const NoiseInput& noise, double gain = 1);

    Linear affine;
    torch::Tensor weight, noise_strength, bias, resample_filter, noise_const;

private:
    /// [N, 1, H, W], or undefined.
    torch::Tensor noisePicture(const NoiseInput& noise) const;

    Upsampling m_upsampling;
};
TORCH_MODULE(StyledConvolution);

/// From features to picture channels: a modulated 1 x 1 convolution without demodulation.
class PictureLayerImpl : public torch::nn::Module {
public:
    PictureLayerImpl(int64_t in, int64_t out, int64_t styleSize);
    /// [N, in, H, W], [N, style] -> [N, out, H, W]
    torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& w);

    Linear affine;
    torch::Tensor weight, bias;
};
TORCH_MODULE(PictureLayer);

/// The 1 x 1 convolution, upsampled, beside the two convolutions of a residual block.
class ResidualSkipImpl : public torch::nn::Module {
public:
    ResidualSkipImpl(int64_t in, int64_t out);
    /// [N, in, H, W] -> [N, out, 2H, 2W]
    torch::Tensor forward(const torch::Tensor& x);

    torch::Tensor weight, resample_filter;
};
TORCH_MODULE(ResidualSkip);

/// All layers at one resolution.
class SynthesisBlockImpl : public torch::nn::Module {
public:
    SynthesisBlockImpl(const GeneratorOptions& options, int64_t resolution);

    /// `x` [N, in, r/2, r/2] (undefined in the first block) becomes [N, out, r, r], with the block's style vectors `ws`, a slice of
    /// [N, layers, style] that begins at the block's first layer.
    torch::Tensor features(const torch::Tensor& x, const torch::Tensor& ws, const NoiseInput& noise);
    /// Adds the block's picture to the upsampled one so far; `picture` may be undefined.
    torch::Tensor addPicture(const torch::Tensor& x, const torch::Tensor& picture, const torch::Tensor& ws);

    int64_t convolutions() const { return conv0 ? 2 : 1; }
    bool makesPicture() const { return bool(torgb); }
    void computeIn(torch::ScalarType type) { m_type = type; }

private:
    torch::Tensor start(const torch::Tensor& w) const;

    torch::Tensor resample_filter, m_constant;
    Linear m_fromStyle{nullptr}, m_addition{nullptr};
    StyledConvolution conv0{nullptr}, conv1{nullptr};
    PictureLayer torgb{nullptr};
    ResidualSkip skip{nullptr};
    int64_t m_resolution;
    bool m_shuffles;
    torch::ScalarType m_type = torch::kFloat32;
};
TORCH_MODULE(SynthesisBlock);

/// From style vectors to a picture (Karras et al. 2020). Tensor names follow the published reference.
class SynthesisImpl : public torch::nn::Module {
public:
    explicit SynthesisImpl(const GeneratorOptions& options);

    /// Features of this resolution and above are of this type from now on, made from weights and styles in 32 bits; pictures stay in 32 bits.
    void computeIn(torch::ScalarType type, int64_t resolution = 4);

    /// [N, layers, style] -> [N, channels, r, r] in [-1, 1] and a little beyond, r the full resolution.
    torch::Tensor forward(const torch::Tensor& ws, const NoiseInput& noise = NoiseKind::Constant);

    /// The picture at a lower resolution, a power of two from 4; layers above it are not computed. Skip architecture only.
    torch::Tensor forwardTo(int64_t resolution, const torch::Tensor& ws, const NoiseInput& noise = NoiseKind::Constant);

    /// The features [N, channels, resolution, resolution] at a resolution that has a block; layers above it are not computed.
    torch::Tensor featuresAt(int64_t resolution, const torch::Tensor& ws, const NoiseInput& noise = NoiseKind::Constant);

private:
    GeneratorOptions m_options;
    std::vector<SynthesisBlock> m_blocks;
};
TORCH_MODULE(Synthesis);

}  // namespace charrette
