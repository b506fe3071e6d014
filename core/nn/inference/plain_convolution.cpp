#include "core/nn/inference/plain_convolution.h"

#include <algorithm>
#include <cassert>

namespace charrette {

using kernels::panelWidth;
using kernels::winogradPlanes;
using kernels::winogradSide;

namespace {

/// At 8², Winograd's four times as many weights are worth their reading up to so many pairs of channels.
constexpr size_t fewWeights = 256 * 256;

}  // namespace

void PixelSink::put(size_t side, size_t y, size_t x, const float* pixel, size_t channels) const {
    std::array<float, 32> values;
    assert(pictureChannels <= values.size());
    kernels::project(pixel, pictureWeights, channels, pictureChannels, values.data());
    for (size_t n = 0; n < pictureChannels; ++n) {
        size_t place = shuffles ? ((n / 4 * 2 * side + 2 * y + n % 4 / 2) * 2 * side + 2 * x + n % 2) : (n * side + y) * side + x;
        picture[place] += values[n];
    }
    for (const Passing& passing : passings)
        if (passing.to) kernels::scale(pixel, passing.factors, channels, passing.to->at(passing.picture, ptrdiff_t(y), ptrdiff_t(x)));
}

PlainConvolution::PlainConvolution(const std::vector<float>& weight, size_t out, size_t in, size_t side)
    : m_in(padded(in)), m_out(padded(out)), m_side(side), m_winograd(side > 8 || (side == 8 && m_in * m_out <= fewWeights)) {
    m_winograd ? packWinograd(weight, out, in) : packDirect(weight, out, in);
}

void PlainConvolution::packDirect(const std::vector<float>& weight, size_t out, size_t in) {
    m_weights.resize(9 * m_out * m_in);
    for (size_t o = 0; o < out; ++o)
        for (size_t tap = 0; tap < 9; ++tap)
            for (size_t i = 0; i < in; ++i)
                m_weights[kernels::packedAt(o, tap * m_in + i, 9 * m_in)] = weight[(o * in + i) * 9 + tap];
}

void PlainConvolution::packWinograd(const std::vector<float>& weight, size_t out, size_t in) {
    m_weights.resize(winogradPlanes * m_out * m_in);
    for (size_t o = 0; o < out; ++o)
        for (size_t i = 0; i < in; ++i) {
            float planes[winogradPlanes];
            kernels::winogradWeight(&weight[(o * in + i) * 9], planes);
            for (size_t plane = 0; plane < winogradPlanes; ++plane)
                m_weights[plane * m_out * m_in + kernels::packedAt(o, i, m_in)] = planes[plane];
        }
}

void PlainConvolution::run(const Features& x, std::span<const PlainFinish> finishes, Workspace& workspace) const {
    // Where the weights are much more than a picture, all threads work on the same part of them.
    constexpr size_t fewTiles = 64;
    if (!m_winograd) return runDirect(x, finishes, workspace);
    tilesPerPicture() <= fewTiles ? runTogether(x, finishes, workspace) : runApart(x, finishes, workspace);
}

void PlainConvolution::runDirect(const Features& x, std::span<const PlainFinish> finishes, Workspace& workspace) const {
    std::array<ptrdiff_t, 9> taps;
    for (size_t tap = 0; tap < 9; ++tap) taps[tap] = ptrdiff_t(tap / 3 * x.rowStride() + tap % 3 * m_in);
    size_t rowSums = m_side * m_out, sums = m_side * rowSums;
    float* memory = workspace.memoryOf(0, finishes.size() * sums);
    workspace.team.run(m_out / panelWidth, [&](size_t panel, size_t) {
        for (size_t n = 0; n < finishes.size(); ++n)
            kernels::multiply({.in = x.at(n, -1, -1),
                               .inStride = m_in,
                               .inGroupStride = x.rowStride(),
                               .count = m_side,
                               .groups = m_side,
                               .out = memory + n * sums + panel * panelWidth,
                               .outStride = m_out,
                               .outGroupStride = rowSums},
                              taps, m_in, &m_weights[panel * 9 * m_in * panelWidth]);
    });
    workspace.team.run(finishes.size() * m_side, [&](size_t row, size_t) {
        const PlainFinish& own = finishes[row / m_side];
        size_t y = row % m_side;
        for (size_t column = 0; column < m_side; ++column) {
            float* pixel = memory + row * rowSums + column * m_out;
            kernels::finish(pixel, m_out, own.finish, own.noise[y * m_side + column], pixel);
            own.sink.put(m_side, y, column, pixel, m_out);
        }
    });
}

PlainConvolution::Place PlainConvolution::placeOf(size_t tile) const {
    size_t perRow = m_side / winogradSide, own = tile % tilesPerPicture();
    return {tile / tilesPerPicture(), own / perRow * winogradSide, own % perRow * winogradSide};
}

PlainConvolution::Products PlainConvolution::productsFor(size_t tiles, size_t member, Workspace& workspace) const {
    // Planes that lie a power of two apart would share the same few lines of the cache.
    constexpr size_t gap = panelWidth;
    size_t inStride = tiles * m_in + gap, outStride = tiles * m_out + gap;
    float* memory = workspace.memoryOf(member, winogradPlanes * (inStride + outStride));
    return {memory, memory + winogradPlanes * inStride, inStride, outStride};
}

void PlainConvolution::transformInput(const Features& x, const Tiles& tiles, const Products& products) const {
    for (size_t t = 0; t < tiles.count; ++t) {
        auto [picture, top, left] = placeOf(tiles.first + t);
        kernels::winogradInput(x.at(picture, ptrdiff_t(top) - 1, ptrdiff_t(left) - 1), x.rowStride(), m_in, products.in + t * m_in,
                               products.inStride);
    }
}

void PlainConvolution::multiplyPlane(size_t plane, size_t tiles, const Products& products) const {
    constexpr ptrdiff_t here[] = {0};
    for (size_t o = 0; o < m_out; o += panelWidth)
        kernels::multiply({.in = products.in + plane * products.inStride,
                           .inStride = m_in,
                           .count = tiles,
                           .out = products.out + plane * products.outStride + o,
                           .outStride = m_out},
                          here, m_in, &m_weights[(plane * m_out + o) * m_in]);
}

void PlainConvolution::transformOutput(const Products& products, const Tiles& tiles, std::span<const PlainFinish> finishes) const {
    constexpr size_t pixels = winogradSide * winogradSide;
    Floats values(pixels * m_out);
    for (size_t t = 0; t < tiles.count; ++t) {
        auto [picture, top, left] = placeOf(tiles.first + t);
        const PlainFinish& own = finishes[picture];
        float noise[pixels];
        for (size_t i = 0; i < pixels; ++i) noise[i] = own.noise[(top + i / winogradSide) * m_side + left + i % winogradSide];
        kernels::winogradOutput(products.out + t * m_out, products.outStride, m_out, own.finish, noise, values.data());
        for (size_t i = 0; i < pixels; ++i)
            own.sink.put(m_side, top + i / winogradSide, left + i % winogradSide, &values[i * m_out], m_out);
    }
}

void PlainConvolution::runTogether(const Features& x, std::span<const PlainFinish> finishes, Workspace& workspace) const {
    size_t all = finishes.size() * tilesPerPicture(), perJob = m_side / winogradSide;
    Products products = productsFor(all, 0, workspace);
    auto part = [&](size_t job) {
        return Products{products.in + job * perJob * m_in, products.out + job * perJob * m_out, products.inStride, products.outStride};
    };
    workspace.team.run(all / perJob, [&](size_t job, size_t) { transformInput(x, {job * perJob, perJob}, part(job)); });
    workspace.team.run(winogradPlanes, [&](size_t plane, size_t) { multiplyPlane(plane, all, products); });
    workspace.team.run(all / perJob, [&](size_t job, size_t) { transformOutput(part(job), {job * perJob, perJob}, finishes); });
}

void PlainConvolution::runApart(const Features& x, std::span<const PlainFinish> finishes, Workspace& workspace) const {
    // As many tiles at a time as keep a thread's planes in its cache, but enough to use what is read of the weights.
    size_t block = std::clamp<size_t>(110'000 / (winogradPlanes * (m_in + m_out)) / 6 * 6, 24, 96);
    size_t all = finishes.size() * tilesPerPicture();
    workspace.team.run((all + block - 1) / block, [&](size_t job, size_t member) {
        Products products = productsFor(block, member, workspace);
        Tiles tiles{job * block, std::min(block, all - job * block)};
        transformInput(x, tiles, products);
        for (size_t plane = 0; plane < winogradPlanes; ++plane) multiplyPlane(plane, tiles.count, products);
        transformOutput(products, tiles, finishes);
    });
}

}  // namespace charrette
