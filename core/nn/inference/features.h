#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "core/base/parallel.h"
#include "core/nn/inference/floats.h"
#include "core/nn/inference/kernels.h"
#include "core/nn/inference/planes.h"

namespace charrette {

/// A multiple of the panel's width: channels are filled up with zeros to it.
constexpr size_t padded(size_t channels) { return (channels + kernels::panelWidth - 1) / kernels::panelWidth * kernels::panelWidth; }

/// Features of some pictures, pixel by pixel, each picture with a border of zeros one pixel wide.
class Features {
public:
    Features() = default;
    Features(size_t pictures, size_t side, size_t channels)
        : m_side(side), m_channels(channels), m_values(pictures * (side + 2) * (side + 2) * channels) {}

    size_t side() const { return m_side; }
    size_t rowStride() const { return (m_side + 2) * m_channels; }
    /// From (-1, -1) to (side, side).
    float* at(size_t picture, ptrdiff_t y, ptrdiff_t x) {
        return &m_values[(picture * (m_side + 2) + size_t(y + 1)) * rowStride() + size_t(x + 1) * m_channels];
    }
    const float* at(size_t picture, ptrdiff_t y, ptrdiff_t x) const { return const_cast<Features*>(this)->at(picture, y, x); }
    /// All of a picture, with its border.
    std::span<float> of(size_t picture) { return {at(picture, -1, -1), (m_side + 2) * rowStride()}; }

private:
    size_t m_side = 0, m_channels = 0;
    Floats m_values;
};

/// The threads that compute pictures, and memory for each that lasts from layer to layer.
struct Workspace {
    ThreadTeam team;
    std::vector<Floats> memory = std::vector<Floats>(team.members());
    std::shared_ptr<PlanePool> planes = std::make_shared<PlanePool>();  ///< pictures that are handed out come back to it

    /// At least `count` values of one member, of any content.
    float* memoryOf(size_t member, size_t count) {
        if (memory[member].size() < count) memory[member].resize(count);
        return memory[member].data();
    }
};

}  // namespace charrette
