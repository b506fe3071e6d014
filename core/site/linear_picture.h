#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace charrette {

/// Red, green and blue in linear light.
using LinearColour = std::array<float, 3>;

/// A picture in linear light, [3, height, width]: planes of red, green and blue, 0 to 1.
struct LinearPicture {
    int width = 0, height = 0;
    std::vector<float> samples;

    LinearPicture() = default;
    LinearPicture(int width, int height) : width(width), height(height), samples(3 * pixels()) {}

    size_t pixels() const { return size_t(width) * size_t(height); }
    float* plane(int channel) { return samples.data() + size_t(channel) * pixels(); }
    const float* plane(int channel) const { return samples.data() + size_t(channel) * pixels(); }
};

LinearColour meanOf(const LinearPicture& picture);

}  // namespace charrette
