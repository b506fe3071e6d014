#include "core/nn/inference/cpu_preview_head.h"

#include <cmath>

namespace charrette {

namespace {

constexpr size_t featureSide = size_t(PreviewHeadOptions::featureResolution);

/// Of the activation, which goes into what stands before it.
Floats gains(size_t channels) { return Floats(channels, activationGain); }

Floats scaledBias(const torch::Tensor& bias, size_t channels) {
    const auto values = valuesOf(bias * activationGain);
    Floats filled(values.begin(), values.end());
    filled.resize(channels);
    return filled;
}

PlainConvolution convolutionOf(const torch::Tensor& weight) {
    const auto out = size_t(weight.size(0)), in = size_t(weight.size(1));
    return {valuesOf(weight / std::sqrt(9.0 * double(in))), out, in, featureSide};
}

/// Planes of 64² with the same 2 x 2 pixels everywhere: four values per channel.
void fill(Planes& planes, const float* pixels) {
    for (size_t channel = 0; channel < planes.channels; ++channel)
        for (size_t y = 0; y < planes.side; ++y)
            for (size_t x = 0; x < planes.side; ++x) planes.at(channel)[y * planes.side + x] = pixels[4 * channel + y % 2 * 2 + x % 2];
}

}  // namespace

CpuPreviewHead::CpuPreviewHead(const PreviewHeadImpl& head, size_t pictures)
    : m_firstStyle(size_t(PreviewHeadOptions::firstStyleLayer * head.options().styleSize)),
      m_width(padded(size_t(head.options().width))),
      m_outputs(size_t(4 * head.options().imageChannels)),
      m_featuresAffine(NamedWeights(head).dense("features_affine")),
      m_hiddenAffine(NamedWeights(head).dense("hidden_affine")),
      m_lastAffine(NamedWeights(head).dense("last_affine")),
      m_pictureAffine(NamedWeights(head).dense("picture_affine")),
      m_convolution(convolutionOf(head.weight)),
      m_hiddenConvolution(convolutionOf(head.hidden_weight)),
      m_bias(scaledBias(head.bias, m_width)),
      m_hiddenBias(scaledBias(head.hidden_bias, m_width)),
      m_gain(gains(m_width)),
      m_noise(featureSide * featureSide),
      m_pictureWeight(valuesOf(head.picture_weight / std::sqrt(double(head.options().width)))),
      m_input(pictures, featureSide, padded(size_t(head.options().featureChannels))),
      m_hidden(pictures, featureSide, m_width) {}

CpuPreviewHead::Styles CpuPreviewHead::stylesOf(const float* ws, size_t stride, size_t pictures, ThreadTeam& team) const {
    Styles styles;
    std::vector<Dense::Job> jobs;
    auto add = [&](const Dense& layer, Floats& out) {
        out.resize(pictures * layer.width());
        jobs.push_back({&layer, ws + m_firstStyle, stride, out.data()});
    };
    add(m_featuresAffine, styles.features);
    add(m_hiddenAffine, styles.hidden);
    add(m_lastAffine, styles.last);
    add(m_pictureAffine, styles.picture);
    Dense::run(jobs, pictures, team);
    return styles;
}

/// [outputs][hidden channels], modulated.
Floats CpuPreviewHead::pictureWeights(const float* style) const {
    const size_t hidden = m_pictureWeight.size() / m_outputs;
    Floats weights(m_outputs * m_width);
    for (size_t n = 0; n < m_outputs; ++n)
        for (size_t c = 0; c < hidden; ++c) weights[n * m_width + c] = m_pictureWeight[n * hidden + c] * style[c];
    return weights;
}

std::vector<Planes> CpuPreviewHead::run(const Styles& styles, size_t pictures, Workspace& workspace) {
    std::vector<Planes> planes;
    std::vector<Floats> weights;
    std::vector<PlainFinish> first, second;
    planes.reserve(pictures);
    weights.reserve(pictures);
    for (size_t i = 0; i < pictures; ++i) {
        planes.push_back(workspace.planes->take(2 * featureSide, m_outputs / 4));
        fill(planes.back(), &styles.picture[i * m_pictureAffine.width()]);
        weights.push_back(pictureWeights(&styles.last[i * m_lastAffine.width()]));
        const Passing passing{&styles.hidden[i * m_hiddenAffine.width()], &m_hidden, i};
        first.push_back({.finish = {m_gain.data(), m_bias.data()}, .noise = m_noise.data(), .sink = {.pictureWeights = nullptr, .passings = {passing}}});
        second.push_back({.finish = {m_gain.data(), m_hiddenBias.data()},
                          .noise = m_noise.data(),
                          .sink = {.pictureWeights = weights.back().data(),
                                   .pictureChannels = m_outputs,
                                   .picture = planes.back().values.data(),
                                   .shuffles = true}});
    }
    m_convolution.run(m_input, first, workspace);
    m_hiddenConvolution.run(m_hidden, second, workspace);
    return planes;
}

}  // namespace charrette
