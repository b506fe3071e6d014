#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace charrette {

/// A picture in memory: float samples in [0, 1], rows from the top, channels interleaved. Red, green and blue are
/// sRGB-encoded; a fourth channel is coverage (not premultiplied); five are red, green, blue, coverage, depth.
struct Image {
    int width = 0;
    int height = 0;
    int channels = 3;
    std::vector<float> samples;

    Image() = default;
    Image(int width, int height, int channels)
        : width(width), height(height), channels(channels), samples(size_t(width) * height * channels) {}

    float& at(int x, int y, int channel) { return samples[(size_t(y) * width + x) * channels + channel]; }
    float at(int x, int y, int channel) const { return samples[(size_t(y) * width + x) * channels + channel]; }
};

}  // namespace charrette
