#include "core/nn/inference/upsampling_convolution.h"

#include <algorithm>

namespace charrette {

using kernels::panelWidth;

UpsamplingConvolution::UpsamplingConvolution(const std::vector<float>& weight, size_t out, size_t in)
    : m_in(padded(in)), m_out(padded(out)), m_weights(9 * m_out * m_in) {
    // The taps of the four phases: even rows and columns, odd columns, odd rows, both odd.
    constexpr size_t order[] = {8, 6, 2, 0, 7, 1, 5, 3, 4};
    for (size_t o = 0; o < out; ++o)
        for (size_t tap = 0; tap < 9; ++tap)
            for (size_t i = 0; i < in; ++i)
                m_weights[kernels::packedAt(o, tap * m_in + i, 9 * m_in)] = weight[(o * in + i) * 9 + order[tap]];
}

/// Rows of the transposed convolution from `place.row` - 1 on; it has rows and columns from -1 to 2 side + 1, those at its ends being zero.
void UpsamplingConvolution::multiplyRows(const Features& x, const Place& place, const Rows& rows) const {
    size_t first = place.row;
    ptrdiff_t left = -ptrdiff_t(m_in), above = -ptrdiff_t(x.rowStride());
    const ptrdiff_t bothEven[] = {above + left, above, left, 0}, oddColumns[] = {above, 0}, oddRows[] = {left, 0}, bothOdd[] = {0};
    const float* weights = &m_weights[place.panel * 9 * m_in * panelWidth];
    auto multiply = [&](size_t row, size_t column, size_t count, std::span<const ptrdiff_t> offsets, size_t tap) {
        kernels::multiply({.in = x.at(place.input, ptrdiff_t(first + row) / 2 - ptrdiff_t((first + row) % 2 == 0), 0),
                           .inStride = m_in,
                           .inGroupStride = x.rowStride(),
                           .count = count,
                           .groups = (rows.count + 1 - row) / 2,
                           .out = rows.at(row) + column * panelWidth,
                           .outStride = 2 * panelWidth,
                           .outGroupStride = 2 * rows.width * panelWidth},
                          offsets, m_in, weights + tap * m_in * panelWidth);
    };
    size_t odd = first % 2, even = 1 - odd;
    multiply(even, 1, x.side() + 1, bothEven, 0);
    multiply(even, 2, x.side(), oddColumns, 4);
    multiply(odd, 1, x.side() + 1, oddRows, 6);
    multiply(odd, 2, x.side(), bothOdd, 8);
    for (size_t row = 0; row < rows.count; ++row) {
        std::fill_n(rows.at(row), panelWidth, 0.f);
        std::fill_n(rows.at(row) + (rows.width - 1) * panelWidth, panelWidth, 0.f);
    }
}

void UpsamplingConvolution::filterRow(const Rows& rows, size_t row, const Place& place, const kernels::UpsampledFinish& finish,
                                      float* filtered, Features& out) const {
    const float* four[] = {rows.at(row), rows.at(row + 1), rows.at(row + 2), rows.at(row + 3)};
    size_t side = out.side(), y = place.row + row, channel = place.panel * panelWidth;
    kernels::filterDown(four, rows.width * panelWidth, filtered);
    kernels::UpsampledFinish own{.finish = {finish.finish.factor + channel, finish.finish.bias + channel},
                                 .noise = finish.noise + y * side,
                                 .addition = finish.addition ? finish.addition + y * side * m_out + channel : nullptr,
                                 .factor = finish.factor + channel};
    kernels::filterAlong(filtered, side, own, out.at(place.output, ptrdiff_t(y), 0) + channel, m_out);
}

/// Rows [first, last) of the panel's channels of one picture, so many at a time as stay in a thread's cache.
void UpsamplingConvolution::runBand(const Features& x, const Place& place, size_t last, const kernels::UpsampledFinish& finish,
                                    Features& out, float* memory) const {
    constexpr size_t before = 3;  // rows that the filter reads beyond one that it makes
    size_t width = widthFor(out), step = stepFor(out);
    float* filtered = memory + (step + before) * width * panelWidth;
    size_t kept = 0;
    for (Place at = place; at.row < last; at.row += step) {
        size_t made = std::min(step, last - at.row);
        Rows rows{memory, width, made + before};
        multiplyRows(x, {at.input, at.output, at.panel, at.row + kept}, {rows.at(kept), width, rows.count - kept});
        for (size_t row = 0; row < made; ++row) filterRow(rows, row, at, finish, filtered, out);
        std::copy_n(rows.at(made), before * width * panelWidth, memory);
        kept = before;
    }
}

void UpsamplingConvolution::run(const Features& x, size_t first, std::span<const kernels::UpsampledFinish> finishes, Features& out,
                                Workspace& workspace) const {
    size_t panels = m_out / panelWidth, side = out.side(), memory = (stepFor(out) + 4) * widthFor(out) * panelWidth;
    size_t bands = std::clamp<size_t>(4 * workspace.team.members() / panels, 1, std::max<size_t>(1, side / 32)),
           height = side / bands / 2 * 2;
    workspace.team.run(panels * bands, [&](size_t job, size_t member) {
        size_t band = job % bands, last = band + 1 == bands ? side : (band + 1) * height;
        for (size_t picture = 0; picture < finishes.size(); ++picture)
            runBand(x, {first + picture, picture, job / bands, band * height}, last, finishes[picture], out,
                    workspace.memoryOf(member, memory));
    });
}

}  // namespace charrette
