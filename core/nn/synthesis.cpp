#include "core/nn/synthesis.h"

#include <cmath>

#include "core/base/random.h"
#include "core/nn/cpu_ops.h"
#include "core/nn/initial_weights.h"
#include "core/nn/ops.h"

namespace charrette {

namespace {

Linear affineLayer(int64_t styleSize, int64_t channels) { return Linear(LinearImpl::Options{.in = styleSize, .out = channels, .bias = 1}); }

/// [N, C] -> [N, C, 1, 1]
torch::Tensor perChannel(const torch::Tensor& x) { return x.unsqueeze(-1).unsqueeze(-1); }

}  // namespace

NoiseInput NoiseInput::part(size_t first, size_t count) const {
    if (kind != NoiseKind::Seeded) return kind;
    auto begin = seeds.begin() + ptrdiff_t(first);
    return {kind, {begin, begin + ptrdiff_t(count)}};
}

std::vector<float> seededNoise(uint32_t seed, size_t side, NoiseLayer layer) {
    auto values = standardNormal(seed * 2654435761u + uint32_t(2 * side + (layer == NoiseLayer::First ? 0 : 1)), side * side);
    return {values.begin(), values.end()};
}

StyledConvolutionImpl::StyledConvolutionImpl(int64_t in, int64_t out, int64_t resolution, int64_t styleSize, Upsampling upsampling)
    : affine(register_module("affine", affineLayer(styleSize, in))),
      weight(register_parameter("weight", initialWeights({out, in, 3, 3}))),
      noise_strength(register_parameter("noise_strength", torch::zeros({}))),
      bias(register_parameter("bias", torch::zeros({out}))),
      resample_filter(register_buffer("resample_filter", resampleFilter())),
      noise_const(register_buffer("noise_const", initialWeights({resolution, resolution}))),
      m_upsampling(upsampling) {}

torch::Tensor StyledConvolutionImpl::noisePicture(const NoiseInput& noise) const {
    int64_t side = noise_const.size(0);
    switch (noise.kind) {
        case NoiseKind::None: return {};
        case NoiseKind::Constant: return (noise_const * noise_strength).view({1, 1, side, side});
        case NoiseKind::Seeded: break;
    }
    std::vector<torch::Tensor> pictures;
    auto layer = m_upsampling == Upsampling::Yes ? NoiseLayer::First : NoiseLayer::Second;
    for (uint32_t seed : noise.seeds) pictures.push_back(torch::tensor(seededNoise(seed, size_t(side), layer)).view({1, 1, side, side}));
    return torch::cat(pictures).to(noise_const.options()) * noise_strength;
}

torch::Tensor StyledConvolutionImpl::forward(const torch::Tensor& x, const torch::Tensor& w, const NoiseInput& noise, double gain) {
    auto like = [&](const torch::Tensor& values) { return values.to(x.scalar_type()); };
    auto style = affine(w);
    // Sums of products must stay within 16 bits, whose largest number is 65,504.
    double guard = x.scalar_type() == torch::kFloat16 ? 1 / std::sqrt(double(9 * weight.size(1))) : 1;
    auto scaled = modulated(x, style), kernel = guard < 1 ? weight * guard : weight;
    auto y = m_upsampling == Upsampling::Yes ? upsampledConvolution(scaled, kernel, resample_filter)
                                             : torch::conv2d(scaled, like(kernel), {}, 1, 1);
    // The activation is positively homogeneous, so its gain goes into the factors and the bias.
    double total = gain * std::sqrt(2.0);
    auto addend = bias * total, factors = demodulation(weight, style) * (total / guard);
    auto picture = noisePicture(noise);
    if (!picture.defined() && cpu::takes(y)) return cpu::ended(y, factors, addend);
    auto scale = like(perChannel(factors)), offset = like(addend.view({1, -1, 1, 1}));
    y = picture.defined() ? torch::addcmul(like(picture * total), y, scale) + offset : torch::addcmul(offset, y, scale);
    return torch::leaky_relu_(y, 0.2);
}

PictureLayerImpl::PictureLayerImpl(int64_t in, int64_t out, int64_t styleSize)
    : affine(register_module("affine", affineLayer(styleSize, in))),
      weight(register_parameter("weight", initialWeights({out, in, 1, 1}))),
      bias(register_parameter("bias", torch::zeros({out}))) {}

torch::Tensor PictureLayerImpl::forward(const torch::Tensor& x, const torch::Tensor& w) {
    auto style = affine(w) / std::sqrt(double(weight.size(1)));
    auto like = [&](const torch::Tensor& values) { return values.to(x.scalar_type()); };
    return torch::conv2d(modulated(x, style), like(weight), like(bias)).to(weight.scalar_type());
}

ResidualSkipImpl::ResidualSkipImpl(int64_t in, int64_t out)
    : weight(register_parameter("weight", initialWeights({out, in, 1, 1}))),
      resample_filter(register_buffer("resample_filter", resampleFilter())) {}

torch::Tensor ResidualSkipImpl::forward(const torch::Tensor& x) {
    return upsampled(torch::conv2d(x, (weight / std::sqrt(double(weight.size(1)))).to(x.scalar_type())));
}

SynthesisBlockImpl::SynthesisBlockImpl(const GeneratorOptions& options, int64_t resolution)
    : resample_filter(register_buffer("resample_filter", resampleFilter())), m_resolution(resolution) {
    bool first = resolution == 4, last = resolution == options.featureResolution(),
         residual = options.architecture == Architecture::Residual;
    int64_t out = options.channelsAt(resolution), style = options.styleSize;
    m_shuffles = last && options.lastStep == LastStep::PixelShuffle;
    if (first && options.start == Start::Constant) m_constant = register_parameter("const", initialWeights({out, 4, 4}));
    if (first && options.start == Start::Style)
        m_fromStyle = register_module("from_style", Linear(LinearImpl::Options{.in = style, .out = out * 16}));
    if (options.hasAddition(resolution))
        m_addition = register_module("addition", Linear(LinearImpl::Options{.in = style, .out = out * resolution * resolution}));
    using Styled = StyledConvolutionImpl;
    if (!first) {
        int64_t in = options.channelsAt(resolution / 2);
        conv0 = register_module("conv0", StyledConvolution(in, out, resolution, style, Styled::Upsampling::Yes));
        if (residual) skip = register_module("skip", ResidualSkip(in, out));
    }
    conv1 = register_module("conv1", StyledConvolution(out, out, resolution, style, Styled::Upsampling::No));
    if (last || !residual) torgb = register_module("torgb", PictureLayer(out, options.imageChannels * (m_shuffles ? 4 : 1), style));
}

torch::Tensor SynthesisBlockImpl::start(const torch::Tensor& w) const {
    if (m_constant.defined()) return m_constant.unsqueeze(0).expand({w.size(0), -1, -1, -1});
    return m_fromStyle.ptr()->forward(w).view({w.size(0), -1, 4, 4});
}

torch::Tensor SynthesisBlockImpl::features(const torch::Tensor& x, const torch::Tensor& ws, const NoiseInput& noise) {
    auto w = [&](int64_t layer) { return ws.select(1, layer); };
    if (!conv0) return conv1(asFeatures(start(w(0)), m_type), w(0), noise);
    auto in = asFeatures(x, m_type);
    auto y = conv0(in, w(0), noise);
    if (m_addition) y = y + m_addition(w(0)).view(y.sizes()).to(y.scalar_type());
    if (!skip) return conv1(y, w(1), noise);
    return skip(in) * std::sqrt(0.5) + conv1(y, w(1), noise, std::sqrt(0.5));
}

torch::Tensor SynthesisBlockImpl::addPicture(const torch::Tensor& x, const torch::Tensor& picture, const torch::Tensor& ws) {
    if (!torgb) return picture;
    auto own = torgb(x, ws.select(1, convolutions()));
    if (m_shuffles) own = shuffled(own);
    if (!picture.defined()) return own;
    auto larger = upsampled(picture);
    if (m_shuffles) larger = upsampled(larger);
    return larger + own;
}

SynthesisImpl::SynthesisImpl(const GeneratorOptions& options) : m_options(options) {
    for (int64_t resolution = 4; resolution <= options.featureResolution(); resolution *= 2)
        m_blocks.push_back(register_module("b" + std::to_string(resolution), SynthesisBlock(options, resolution)));
}

void SynthesisImpl::computeIn(torch::ScalarType type, int64_t resolution) {
    int64_t at = 4;
    for (auto& block : m_blocks) {
        if (at >= resolution) block->computeIn(type);
        at *= 2;
    }
}

torch::Tensor SynthesisImpl::forward(const torch::Tensor& ws, const NoiseInput& noise) { return forwardTo(m_options.resolution, ws, noise); }

torch::Tensor SynthesisImpl::featuresAt(int64_t resolution, const torch::Tensor& ws, const NoiseInput& noise) {
    torch::Tensor x;
    int64_t layer = 0, at = 4;
    for (auto& block : m_blocks) {
        x = block->features(x, ws.narrow(1, layer, ws.size(1) - layer), noise);
        layer += block->convolutions();
        if (at == resolution) break;
        at *= 2;
    }
    return x;
}

torch::Tensor SynthesisImpl::forwardTo(int64_t resolution, const torch::Tensor& ws, const NoiseInput& noise) {
    torch::Tensor x, picture;
    int64_t layer = 0, at = 4;
    for (auto& block : m_blocks) {
        auto own = ws.narrow(1, layer, ws.size(1) - layer);
        x = block->features(x, own, noise);
        picture = block->addPicture(x, picture, own);
        layer += block->convolutions();
        if (at == resolution) break;
        at *= 2;
    }
    return picture.size(2) > resolution ? halved(picture) : picture;
}

}  // namespace charrette
