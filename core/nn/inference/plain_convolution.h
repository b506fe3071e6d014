#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/nn/inference/features.h"

namespace charrette {

/// Where finished features go on to, scaled.
struct Passing {
    const float* factors = nullptr;  ///< one per channel
    Features* to = nullptr;          ///< null: nowhere
    size_t picture = 0;              ///< of `to`
};

/// What is done with a finished pixel of a block: it adds to the picture, and goes on to the next block and to a preview head.
struct PixelSink {
    const float* pictureWeights;  ///< [pictureChannels][channels]
    size_t pictureChannels = 0;   ///< at most 32
    float* picture = nullptr;     ///< planes of side x side that are added to
    bool shuffles = false;        ///< 4 x channels are laid out as 2 x 2 pixels of planes twice as wide
    std::array<Passing, 2> passings = {};

    void put(size_t side, size_t y, size_t x, const float* pixel, size_t channels) const;
};

/// What follows a convolution, for one picture.
struct PlainFinish {
    kernels::Finish finish;
    const float* noise;  ///< a value a pixel
    PixelSink sink;
};

/// A 3 x 3 convolution and its activation: by Winograd's minimal filtering, or directly where pictures are so small that reading the
/// weights is what takes time. A picture's result does not depend on the others'.
class PlainConvolution {
public:
    PlainConvolution() = default;
    /// `weight` is [out][in][3][3].
    PlainConvolution(const std::vector<float>& weight, size_t out, size_t in, size_t side);

    /// The first pictures of `x`, one for each of `finishes`.
    void run(const Features& x, std::span<const PlainFinish> finishes, Workspace& workspace) const;

private:
    /// Squares of 4 x 4 pixels, numbered row by row and picture by picture.
    struct Tiles {
        size_t first, count;
    };
    /// Rows of `in` channels and of `out` channels, one a tile, in each of Winograd's planes.
    struct Products {
        float *in, *out;
        size_t inStride, outStride;
    };
    /// Where a tile lies.
    struct Place {
        size_t picture, top, left;
    };
    void packDirect(const std::vector<float>& weight, size_t out, size_t in);
    void packWinograd(const std::vector<float>& weight, size_t out, size_t in);
    size_t tilesPerPicture() const { return m_side * m_side / 16; }
    Place placeOf(size_t tile) const;
    Products productsFor(size_t tiles, size_t member, Workspace& workspace) const;
    void transformInput(const Features& x, const Tiles& tiles, const Products& products) const;
    void multiplyPlane(size_t plane, size_t tiles, const Products& products) const;
    void transformOutput(const Products& products, const Tiles& tiles, std::span<const PlainFinish> finishes) const;
    void runDirect(const Features& x, std::span<const PlainFinish> finishes, Workspace& workspace) const;
    void runTogether(const Features& x, std::span<const PlainFinish> finishes, Workspace& workspace) const;
    void runApart(const Features& x, std::span<const PlainFinish> finishes, Workspace& workspace) const;

    size_t m_in = 0, m_out = 0, m_side = 0;
    bool m_winograd = false;
    Floats m_weights;
};

}  // namespace charrette
