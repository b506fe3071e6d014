#include "core/nn/inference/kernels.h"

// Vectors of a length that the compiler does not know cannot stand in arrays.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/nn/inference/kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace charrette::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Tag = hn::CappedTag<float, panelWidth>;
using Vector = hn::Vec<Tag>;
constexpr Tag tag;
constexpr size_t lanes = hn::MaxLanes(Tag()), vectors = panelWidth / lanes;

/// Rows multiplied together, so that their sums stay in registers.
constexpr size_t rowsTogether = HWY_TARGET <= HWY_AVX3 ? 12 : 6;

/// `count` rows from one on.
template <size_t count>
HWY_INLINE void MultiplySome(const Rows& rows, size_t first, std::span<const ptrdiff_t> offsets, size_t depth, const float* weights) {
    const float* in[count];
    float* out[count];
    for (size_t r = 0; r < count; ++r) {
        const size_t group = (first + r) / rows.count, row = (first + r) % rows.count;
        in[r] = rows.in + group * rows.inGroupStride + row * rows.inStride;
        out[r] = rows.out + group * rows.outGroupStride + row * rows.outStride;
    }
    Vector sums[count][vectors];
    HWY_UNROLL(12)
    for (size_t r = 0; r < count; ++r) HWY_UNROLL(4)
    for (size_t v = 0; v < vectors; ++v) sums[r][v] = hn::Zero(tag);
    for (const ptrdiff_t offset : offsets) {
        const float* at[count];
        for (size_t r = 0; r < count; ++r) at[r] = in[r] + offset;
        for (size_t k = 0; k < depth; ++k, weights += panelWidth) {
            Vector weight[vectors];
            HWY_UNROLL(4)
            for (size_t v = 0; v < vectors; ++v) weight[v] = hn::Load(tag, weights + v * lanes);
            HWY_UNROLL(12)
            for (size_t r = 0; r < count; ++r) {
                const Vector value = hn::Set(tag, at[r][k]);
                HWY_UNROLL(4)
                for (size_t v = 0; v < vectors; ++v) sums[r][v] = hn::MulAdd(value, weight[v], sums[r][v]);
            }
        }
    }
    HWY_UNROLL(12)
    for (size_t r = 0; r < count; ++r) HWY_UNROLL(4)
    for (size_t v = 0; v < vectors; ++v) hn::StoreU(sums[r][v], tag, out[r] + v * lanes);
}

/// The last `rest` rows, at most `count`.
template <size_t count>
void MultiplyRest(const Rows& rows, size_t rest, std::span<const ptrdiff_t> offsets, size_t depth, const float* weights) {
    if (rest == count) return MultiplySome<count>(rows, rows.count * rows.groups - rest, offsets, depth, weights);
    if constexpr (count > 1) MultiplyRest<count - 1>(rows, rest, offsets, depth, weights);
}

void Multiply(const Rows& rows, std::span<const ptrdiff_t> offsets, size_t depth, const float* weights) {
    const size_t all = rows.count * rows.groups, rest = all % rowsTogether;
    for (size_t r = 0; r + rowsTogether <= all; r += rowsTogether) MultiplySome<rowsTogether>(rows, r, offsets, depth, weights);
    if (rest > 0) MultiplyRest<rowsTogether - 1>(rows, rest, offsets, depth, weights);
}

HWY_INLINE Vector Activated(Vector x) { return hn::Max(x, hn::Mul(x, hn::Set(tag, 0.2f))); }

HWY_INLINE Vector Finished(Vector x, const Finish& with, size_t channel, Vector noise) {
    return Activated(hn::MulAdd(x, hn::Load(tag, with.factor + channel), hn::Add(hn::Load(tag, with.bias + channel), noise)));
}

void FinishRow(const float* row, size_t channels, const Finish& with, float noise, float* out) {
    for (size_t c = 0; c < channels; c += lanes) hn::Store(Finished(hn::Load(tag, row + c), with, c, hn::Set(tag, noise)), tag, out + c);
}

void Scale(const float* row, const float* factor, size_t channels, float* out) {
    for (size_t c = 0; c < channels; c += lanes) hn::Store(hn::Mul(hn::Load(tag, row + c), hn::Load(tag, factor + c)), tag, out + c);
}

void Project(const float* row, const float* weights, size_t channels, size_t outputs, float* out) {
    for (size_t n = 0; n < outputs; ++n, weights += channels) {
        Vector sum = hn::Zero(tag);
        for (size_t c = 0; c < channels; c += lanes) sum = hn::MulAdd(hn::Load(tag, row + c), hn::Load(tag, weights + c), sum);
        out[n] = hn::GetLane(hn::SumOfLanes(tag, sum));
    }
}

/// Six values to six: the rows of Lavin and Gray's Bᵀ.
HWY_INLINE void InputLine(const Vector (&d)[6], Vector (&out)[6]) {
    const Vector two = hn::Set(tag, 2.f), four = hn::Set(tag, 4.f), five = hn::Set(tag, 5.f);
    const Vector even = hn::NegMulAdd(four, d[2], d[4]), odd = hn::NegMulAdd(four, d[1], d[3]);
    const Vector far = hn::Sub(d[4], d[2]), across = hn::Mul(two, hn::Sub(d[3], d[1]));
    out[0] = hn::MulAdd(four, d[0], hn::NegMulAdd(five, d[2], d[4]));
    out[1] = hn::Add(even, odd);
    out[2] = hn::Sub(even, odd);
    out[3] = hn::Add(far, across);
    out[4] = hn::Sub(far, across);
    out[5] = hn::MulAdd(four, d[1], hn::NegMulAdd(five, d[3], d[5]));
}

void WinogradInput(const float* pixels, size_t rowStride, size_t channels, float* planes, size_t planeStride) {
    for (size_t c = 0; c < channels; c += lanes) {
        Vector columns[6][6];
        for (size_t x = 0; x < 6; ++x) {
            Vector column[6];
            HWY_UNROLL(6)
            for (size_t y = 0; y < 6; ++y) column[y] = hn::Load(tag, pixels + y * rowStride + x * channels + c);
            InputLine(column, columns[x]);
        }
        for (size_t y = 0; y < 6; ++y) {
            Vector row[6], done[6];
            HWY_UNROLL(6)
            for (size_t x = 0; x < 6; ++x) row[x] = columns[x][y];
            InputLine(row, done);
            HWY_UNROLL(6)
            for (size_t x = 0; x < 6; ++x) hn::Store(done[x], tag, planes + (6 * y + x) * planeStride + c);
        }
    }
}

/// Six values to four: the rows of Lavin and Gray's Aᵀ.
HWY_INLINE void OutputLine(const Vector (&m)[6], Vector (&out)[4]) {
    const Vector two = hn::Set(tag, 2.f), four = hn::Set(tag, 4.f), eight = hn::Set(tag, 8.f);
    const Vector near = hn::Add(m[1], m[2]), nearOdd = hn::Sub(m[1], m[2]), far = hn::Add(m[3], m[4]), farOdd = hn::Sub(m[3], m[4]);
    out[0] = hn::Add(m[0], hn::Add(near, far));
    out[1] = hn::MulAdd(two, farOdd, nearOdd);
    out[2] = hn::MulAdd(four, far, near);
    out[3] = hn::Add(hn::MulAdd(eight, farOdd, nearOdd), m[5]);
}

void WinogradOutput(const float* planes, size_t planeStride, size_t channels, const Finish& with, const float* noise, float* out) {
    for (size_t c = 0; c < channels; c += lanes) {
        Vector columns[6][4];
        for (size_t x = 0; x < 6; ++x) {
            Vector column[6];
            HWY_UNROLL(6)
            for (size_t y = 0; y < 6; ++y) column[y] = hn::Load(tag, planes + (6 * y + x) * planeStride + c);
            OutputLine(column, columns[x]);
        }
        for (size_t y = 0; y < 4; ++y) {
            Vector row[6], done[4];
            HWY_UNROLL(6)
            for (size_t x = 0; x < 6; ++x) row[x] = columns[x][y];
            OutputLine(row, done);
            HWY_UNROLL(4)
            for (size_t x = 0; x < 4; ++x)
                hn::Store(Finished(done[x], with, c, hn::Set(tag, noise[4 * y + x])), tag, out + (4 * y + x) * channels + c);
        }
    }
}

/// (a + 3 b + 3 c + d) / 4
HWY_INLINE Vector LowPass(Vector a, Vector b, Vector c, Vector d) {
    return hn::MulAdd(hn::Set(tag, 0.75f), hn::Add(b, c), hn::Mul(hn::Set(tag, 0.25f), hn::Add(a, d)));
}

void FilterDown(const float* const rows[4], size_t count, float* out) {
    for (size_t i = 0; i < count; i += lanes)
        hn::Store(LowPass(hn::Load(tag, rows[0] + i), hn::Load(tag, rows[1] + i), hn::Load(tag, rows[2] + i), hn::Load(tag, rows[3] + i)),
                  tag, out + i);
}

void FilterAlong(const float* row, size_t count, const UpsampledFinish& with, float* out, size_t pixelStride) {
    for (size_t c = 0; c < panelWidth; c += lanes) {
        const Vector factor = hn::Load(tag, with.factor + c);
        Vector a = hn::Load(tag, row + c), b = hn::Load(tag, row + panelWidth + c), d = hn::Load(tag, row + 2 * panelWidth + c);
        for (size_t i = 0; i < count; ++i) {
            const Vector e = hn::Load(tag, row + (i + 3) * panelWidth + c);
            Vector x = Finished(LowPass(a, b, d, e), with.finish, c, hn::Set(tag, with.noise[i]));
            if (with.addition) x = hn::Add(x, hn::Load(tag, with.addition + i * pixelStride + c));
            hn::Store(hn::Mul(x, factor), tag, out + i * pixelStride + c);
            a = b, b = d, d = e;
        }
    }
}

}  // namespace charrette::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace charrette::kernels {

HWY_EXPORT(Multiply);
HWY_EXPORT(FinishRow);
HWY_EXPORT(Scale);
HWY_EXPORT(Project);
HWY_EXPORT(WinogradInput);
HWY_EXPORT(WinogradOutput);
HWY_EXPORT(FilterDown);
HWY_EXPORT(FilterAlong);

void multiply(const Rows& rows, std::span<const ptrdiff_t> offsets, size_t depth, const float* weights) {
    HWY_DYNAMIC_DISPATCH(Multiply)(rows, offsets, depth, weights);
}

void finish(const float* row, size_t channels, const Finish& with, float noise, float* out) {
    HWY_DYNAMIC_DISPATCH(FinishRow)(row, channels, with, noise, out);
}

void scale(const float* row, const float* factor, size_t channels, float* out) { HWY_DYNAMIC_DISPATCH(Scale)(row, factor, channels, out); }

void project(const float* row, const float* weights, size_t channels, size_t outputs, float* out) {
    HWY_DYNAMIC_DISPATCH(Project)(row, weights, channels, outputs, out);
}

void winogradWeight(const float* weight, float* planes) {
    constexpr float g[6][3] = {{1 / 4.f, 0, 0},
                               {-1 / 6.f, -1 / 6.f, -1 / 6.f},
                               {-1 / 6.f, 1 / 6.f, -1 / 6.f},
                               {1 / 24.f, 1 / 12.f, 1 / 6.f},
                               {1 / 24.f, -1 / 12.f, 1 / 6.f},
                               {0, 0, 1}};
    for (size_t i = 0; i < 6; ++i)
        for (size_t j = 0; j < 6; ++j) {
            float sum = 0;
            for (size_t y = 0; y < 3; ++y)
                for (size_t x = 0; x < 3; ++x) sum += g[i][y] * weight[3 * y + x] * g[j][x];
            planes[6 * i + j] = sum;
        }
}

void winogradInput(const float* pixels, size_t rowStride, size_t channels, float* planes, size_t planeStride) {
    HWY_DYNAMIC_DISPATCH(WinogradInput)(pixels, rowStride, channels, planes, planeStride);
}

void winogradOutput(const float* planes, size_t planeStride, size_t channels, const Finish& with, const float* noise, float* out) {
    HWY_DYNAMIC_DISPATCH(WinogradOutput)(planes, planeStride, channels, with, noise, out);
}

void filterDown(const float* const rows[4], size_t count, float* out) { HWY_DYNAMIC_DISPATCH(FilterDown)(rows, count, out); }

void filterAlong(const float* row, size_t count, const UpsampledFinish& with, float* out, size_t pixelStride) {
    HWY_DYNAMIC_DISPATCH(FilterAlong)(row, count, with, out, pixelStride);
}

void upsampleRow(const float* const rows[3], size_t side, const float bias[4], float* memory, float* out) {
    float* between = memory + 1;
    memory[0] = between[side] = 0;
    for (size_t half = 0; half < 2; ++half) {
        const float* neighbour = rows[2 * half] ? rows[2 * half] : rows[1];
        const float share = rows[2 * half] ? 0.25f : 0, left = bias[2 * half], right = bias[2 * half + 1];
        for (size_t x = 0; x < side; ++x) between[x] = 0.75f * rows[1][x] + share * neighbour[x];
        float* row = out + half * 2 * side;
        for (size_t x = 0; x < side; ++x) {
            row[2 * x] = 0.75f * between[x] + 0.25f * memory[x] + left;
            row[2 * x + 1] = 0.75f * between[x] + 0.25f * between[x + 1] + right;
        }
    }
}

}  // namespace charrette::kernels

#endif
