#pragma once

#include <cstddef>
#include <span>

namespace charrette::kernels {

/// The inner loops of inference on a CPU, in the widest vector instructions that the machine has (Highway). Values are float; pictures lie
/// pixel by pixel, the channels of a pixel together, and channel counts are multiples of `panelWidth`.

inline constexpr size_t panelWidth = 16;  ///< output channels that a matrix product computes at a time

/// The rows of a matrix product: `groups` times `count` rows, those of a group `stride` values apart, the groups `groupStride`.
struct Rows {
    const float* in;
    size_t inStride = 0, inGroupStride = 0;
    size_t count = 1, groups = 1;
    float* out;
    size_t outStride = 0, outGroupStride = 0;
};

/// out[r][o] = sum over s and k of in[r] at `offsets[s] + k` times weights[s][k][o], for k in [0, depth) and 16 outputs o.
/// With one offset it is a matrix product; with the offsets of neighbouring pixels, a convolution.
void multiply(const Rows& rows, std::span<const ptrdiff_t> offsets, size_t depth, const float* weights);

/// Where, among such weights panel by panel, that of output `o` for the `k`-th of the `count` values it reads lies.
constexpr size_t packedAt(size_t o, size_t k, size_t count) { return (o / panelWidth * count + k) * panelWidth + o % panelWidth; }

/// What follows a modulated convolution: leaky ReLU of x * factor + bias + noise, a value a channel (noise: a pixel).
struct Finish {
    const float* factor;
    const float* bias;
};

/// One row of `channels` values, finished.
void finish(const float* row, size_t channels, const Finish& with, float noise, float* out);

/// out[c] = row[c] * factor[c]
void scale(const float* row, const float* factor, size_t channels, float* out);

/// out[n] = sum over c of row[c] * weights[n][c], for n in [0, outputs).
void project(const float* row, const float* weights, size_t channels, size_t outputs, float* out);

/// Winograd's minimal filtering F(4 x 4, 3 x 3) (Lavin and Gray 2016): 16 outputs for 36 products a pair of channels.
inline constexpr size_t winogradPlanes = 36, winogradSide = 4;

/// The 3 x 3 weights of a pair of channels as 36 products' factors.
void winogradWeight(const float* weight, float* planes);

/// 6 x 6 pixels, rows `rowStride` values apart, to one row of `channels` in each of the 36 planes, `planeStride` values apart.
void winogradInput(const float* pixels, size_t rowStride, size_t channels, float* planes, size_t planeStride);

/// From the 36 planes to 4 x 4 pixels [16][channels], finished; `noise` has a value a pixel.
void winogradOutput(const float* planes, size_t planeStride, size_t channels, const Finish& with, const float* noise, float* out);

/// The [1, 3, 3, 1] low-pass filter with gain 2, down columns: four rows of `count` values to one.
void filterDown(const float* const rows[4], size_t count, float* out);

/// What follows an upsampling convolution, for 16 channels from one panel on.
struct UpsampledFinish {
    Finish finish;
    const float* noise;     ///< a value a pixel
    const float* addition;  ///< after the activation, pixel by pixel as the output; may be null
    const float* factor;    ///< of the layer that follows
};

/// The same filter along a row of `count` + 3 pixels of 16 channels, finished, to pixels `pixelStride` values apart.
void filterAlong(const float* row, size_t count, const UpsampledFinish& with, float* out, size_t pixelStride);

/// A row of a plane with its neighbours above and below, null where there is none, to two rows of one twice as wide: zeros between the
/// samples, then the low-pass filter with gain 4, and `bias`, of 2 x 2 pixels. `memory` is for `side` + 2 values.
void upsampleRow(const float* const rows[3], size_t side, const float bias[4], float* memory, float* out);

}  // namespace charrette::kernels
