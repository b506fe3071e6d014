#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "core/nn/inference/features.h"

namespace charrette {

/// A transposed 3 x 3 convolution with stride 2, the low-pass filter, and the activation. A picture's result does not depend on the
/// others'.
class UpsamplingConvolution {
public:
    UpsamplingConvolution() = default;
    /// `weight` is [out][in][3][3].
    UpsamplingConvolution(const std::vector<float>& weight, size_t out, size_t in);

    /// Pictures of `x` from `first` on, one for each of `finishes` (for all channels and pixels), to the first ones of `out`, twice as
    /// wide.
    void run(const Features& x, size_t first, std::span<const kernels::UpsampledFinish> finishes, Features& out,
             Workspace& workspace) const;

private:
    /// Consecutive rows of the transposed convolution, 16 channels, each with three more pixels than the picture that is made.
    struct Rows {
        float* memory;
        size_t width, count;
        float* at(size_t row) const { return memory + row * width * kernels::panelWidth; }
    };
    struct Place {
        size_t input, output, panel, row;
    };
    static size_t widthFor(const Features& out) { return out.side() + 3; }
    /// Rows made at a time: an even number that keeps them in a thread's cache.
    static size_t stepFor(const Features& out) { return std::clamp<size_t>(1024 / widthFor(out) / 2 * 2, 4, out.side()); }
    void multiplyRows(const Features& x, const Place& place, const Rows& rows) const;
    void filterRow(const Rows& rows, size_t row, const Place& place, const kernels::UpsampledFinish& finish, float* filtered,
                   Features& out) const;
    void runBand(const Features& x, const Place& place, size_t last, const kernels::UpsampledFinish& finish, Features& out,
                 float* memory) const;

    size_t m_in = 0, m_out = 0;
    Floats m_weights;
};

}  // namespace charrette
