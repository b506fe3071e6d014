#include "core/nn/inference/cpu_block.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace charrette {

namespace {

std::string nameOf(int64_t resolution) { return "b" + std::to_string(resolution); }

/// [channels, 4, 4] pixel by pixel, channels filled up.
Floats pixelsOf(const torch::Tensor& constant) {
    int64_t channels = constant.size(0);
    auto values = valuesOf(torch::constant_pad_nd(constant.permute({1, 2, 0}), {0, int64_t(padded(size_t(channels))) - channels}));
    return {values.begin(), values.end()};
}

/// The bias of a layer that makes pictures, for 2 x 2 pixels of each plane; a shuffled layer has it so already.
std::vector<float> biasOf(const torch::Tensor& bias, bool shuffles) { return valuesOf(shuffles ? bias : bias.repeat_interleave(4)); }

/// The first planes: the bias alone.
void fill(Planes& planes, const std::vector<float>& bias) {
    for (size_t channel = 0; channel < planes.channels; ++channel)
        for (size_t y = 0; y < planes.side; ++y)
            for (size_t x = 0; x < planes.side; ++x) planes.at(channel)[y * planes.side + x] = bias[4 * channel + y % 2 * 2 + x % 2];
}

/// Rows [first, last) of planes to those of planes twice as wide, and the bias.
void enlargeRows(const Planes& planes, size_t first, size_t last, const std::vector<float>& bias, Planes& larger, float* memory) {
    const size_t side = planes.side;
    for (size_t channel = 0; channel < planes.channels; ++channel)
        for (size_t y = first; y < last; ++y) {
            const float* row = planes.at(channel) + y * side;
            const float* rows[] = {y > 0 ? row - side : nullptr, row, y + 1 < side ? row + side : nullptr};
            kernels::upsampleRow(rows, side, &bias[4 * channel], memory, larger.at(channel) + 4 * y * side);
        }
}

Floats squaresOf(const Floats& values) {
    Floats squares(values.size());
    std::transform(values.begin(), values.end(), squares.begin(), [](float value) { return value * value; });
    return squares;
}

}  // namespace

CpuBlock::CpuBlock(const NamedWeights& weights, const GeneratorOptions& options, int64_t resolution, const Capacity& capacity)
    : m_side(size_t(resolution)),
      m_channels(padded(size_t(options.channelsAt(resolution)))),
      m_modulation(weights, nameOf(resolution) + ".conv1", NoiseLayer::Second),
      m_pictureAffine(weights.dense(nameOf(resolution) + ".torgb.affine", 1 / std::sqrt(double(options.channelsAt(resolution))))),
      m_shuffles(resolution == options.featureResolution() && options.lastStep == LastStep::PixelShuffle),
      m_pictureWeight(valuesOf(weights.at(nameOf(resolution) + ".torgb.weight"))),
      m_pictureBias(biasOf(weights.at(nameOf(resolution) + ".torgb.bias"), m_shuffles)),
      m_between(capacity.pictures, m_side, m_channels) {
    std::string name = nameOf(resolution);
    auto out = size_t(options.channelsAt(resolution));
    m_convolution = PlainConvolution(valuesOf(weights.at(name + ".conv1.weight")), out, out, m_side);
    if (weights.has(name + ".const")) m_constant = pixelsOf(weights.at(name + ".const"));
    for (const char* layer : {".from_style", ".addition"})
        if (weights.has(name + layer + ".weight")) m_addition = weights.densePixels(name + layer, int64_t(out));
    if (resolution == 4) return;
    auto in = size_t(options.channelsAt(resolution / 2));
    m_upsampling = {Modulation(weights, name + ".conv0", NoiseLayer::First),
                    UpsamplingConvolution(valuesOf(weights.at(name + ".conv0.weight")), out, in)};
    m_input = Features(capacity.inputs, m_side / 2, padded(in));
}

void CpuBlock::addStyleJobs(const float* ws, size_t stride, size_t pictures, BlockStyles& styles, std::vector<Dense::Job>& jobs) const {
    auto add = [&](const Dense& layer, size_t index, Floats& out) {
        out.resize(pictures * layer.width());
        jobs.push_back({&layer, ws + index, stride, out.data()});
    };
    size_t styleSize = m_modulation.affine().inputs();
    if (m_upsampling) add(m_upsampling->modulation.affine(), 0, styles.first);
    if (m_addition) add(*m_addition, 0, styles.addition);
    add(m_modulation.affine(), (convolutions() - 1) * styleSize, styles.second);
    add(m_pictureAffine, convolutions() * styleSize, styles.picture);
}

void CpuBlock::addFactorJobs(const BlockStyles& squared, size_t pictures, BlockStyles& styles, std::vector<Dense::Job>& jobs) const {
    auto add = [&](const Modulation& modulation, const Floats& in, Floats& out) {
        out.resize(pictures * modulation.squares().width());
        jobs.push_back({&modulation.squares(), in.data(), modulation.affine().width(), out.data()});
    };
    if (m_upsampling) add(m_upsampling->modulation, squared.first, styles.firstFactors);
    add(m_modulation, squared.second, styles.secondFactors);
}

void CpuBlock::start(size_t place, size_t picture, const BlockStyles& styles) {
    const float* pixels = m_addition ? &styles.addition[picture * m_addition->width()] : m_constant.data();
    for (size_t i = 0; i < 16; ++i)
        kernels::scale(pixels + i * m_channels, &styles.second[picture * m_channels], m_channels,
                       m_between.at(place, ptrdiff_t(i / 4), ptrdiff_t(i % 4)));
}

void CpuBlock::upsample(std::span<const Job> jobs, const BlockStyles& styles, const NoiseInput& noise, Workspace& workspace) {
    const auto& [modulation, convolution] = *m_upsampling;
    std::vector<Floats> noises(jobs.size());
    std::vector<kernels::UpsampledFinish> finishes;
    for (size_t i = 0; const Job& job : jobs) {
        finishes.push_back({.finish = {&styles.firstFactors[job.picture * m_channels], modulation.bias()},
                            .noise = modulation.noise(noise, job.picture, noises[i++]),
                            .addition = m_addition ? &styles.addition[job.picture * m_addition->width()] : nullptr,
                            .factor = &styles.second[job.picture * m_channels]});
    }
    convolution.run(m_input, jobs.front().input, finishes, m_between, workspace);
}

/// The planes so far, larger; where they are shuffled, twice.
void CpuBlock::beginPlanes(std::span<const Job> jobs, Workspace& workspace) const {
    const size_t channels = m_pictureBias.size() / 4, side = m_side * (m_shuffles ? 2 : 1);
    if (jobs.front().planes->side > 0) {
        while (jobs.front().planes->side * 2 < side) enlarge(jobs, std::vector<float>(4 * channels), workspace);
        return enlarge(jobs, m_pictureBias, workspace);
    }
    for (const Job& job : jobs) fill(*job.planes = workspace.planes->take(side, channels), m_pictureBias);
}

void CpuBlock::enlarge(std::span<const Job> jobs, const std::vector<float>& bias, Workspace& workspace) {
    const size_t side = jobs.front().planes->side, bands = std::max<size_t>(1, side / 32), height = side / bands;
    std::vector<Planes> larger;
    for (const Job& job : jobs) larger.push_back(workspace.planes->take(2 * side, job.planes->channels));
    workspace.team.run(jobs.size() * bands, [&](size_t i, size_t member) {
        const size_t picture = i / bands, first = i % bands * height;
        enlargeRows(*jobs[picture].planes, first, first + height, bias, larger[picture], workspace.memoryOf(member, side + 2));
    });
    for (size_t i = 0; i < jobs.size(); ++i) workspace.planes->giveBack(std::exchange(*jobs[i].planes, std::move(larger[i])));
}

/// [outputs][channels], modulated.
Floats CpuBlock::pictureWeights(const float* style) const {
    size_t outputs = pictureOutputs(), in = m_pictureWeight.size() / outputs;
    Floats weights(outputs * m_channels);
    for (size_t n = 0; n < outputs; ++n)
        for (size_t c = 0; c < in; ++c) weights[n * m_channels + c] = m_pictureWeight[n * in + c] * style[c];
    return weights;
}

void CpuBlock::run(std::span<const Job> jobs, const BlockStyles& styles, const NoiseInput& noise, const Readers& readers, Workspace& workspace) {
    if (m_upsampling)
        upsample(jobs, styles, noise, workspace);
    else
        for (size_t i = 0; i < jobs.size(); ++i) start(i, jobs[i].picture, styles);
    beginPlanes(jobs, workspace);

    std::vector<Floats> noises(jobs.size()), weights;
    std::vector<PlainFinish> finishes;
    for (size_t i = 0; i < jobs.size(); ++i) {
        size_t picture = jobs[i].picture;
        weights.push_back(pictureWeights(&styles.picture[picture * m_channels]));
        PixelSink sink{.pictureWeights = weights.back().data(),
                       .pictureChannels = pictureOutputs(),
                       .picture = jobs[i].planes->values.data(),
                       .shuffles = m_shuffles};
        for (size_t reader = 0; reader < readers.size(); ++reader)
            if (readers[reader].input) sink.passings[reader] = {&(*readers[reader].factors)[picture * m_channels], readers[reader].input, i};
        finishes.push_back({.finish = {&styles.secondFactors[picture * m_channels], m_modulation.bias()},
                            .noise = m_modulation.noise(noise, picture, noises[i]),
                            .sink = sink});
    }
    m_convolution.run(m_between, finishes, workspace);
}

std::vector<BlockStyles> stylesOf(std::span<const CpuBlock> blocks, size_t first, const float* ws, size_t styleSize, size_t stride,
                                  size_t pictures, ThreadTeam& team) {
    std::vector<BlockStyles> styles(blocks.size()), squared(blocks.size());
    std::vector<Dense::Job> jobs;
    for (size_t i = 0; i < blocks.size(); ws += blocks[i++].convolutions() * styleSize)
        if (i >= first) blocks[i].addStyleJobs(ws, stride, pictures, styles[i], jobs);
    Dense::run(jobs, pictures, team);

    jobs.clear();
    for (size_t i = first; i < blocks.size(); ++i) {
        squared[i].first = squaresOf(styles[i].first);
        squared[i].second = squaresOf(styles[i].second);
        blocks[i].addFactorJobs(squared[i], pictures, styles[i], jobs);
    }
    Dense::run(jobs, pictures, team);
    for (BlockStyles& own : styles)
        for (Floats* factors : {&own.firstFactors, &own.secondFactors})
            std::transform(factors->begin(), factors->end(), factors->begin(), Modulation::demodulation);
    return styles;
}

}  // namespace charrette
