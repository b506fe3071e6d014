#include "core/engine/service/pixels.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace charrette {
namespace {

static_assert(std::endian::native == std::endian::little, "floats are sent in little endian");

std::byte rounded(float sample) { return std::byte(std::clamp(sample, 0.0f, 1.0f) * 255 + 0.5f); }

std::vector<std::byte> floatsOf(const Image& image) {
    std::vector<std::byte> bytes(image.samples.size() * sizeof(float));
    std::memcpy(bytes.data(), image.samples.data(), bytes.size());
    return bytes;
}

}  // namespace

std::vector<std::byte> pixelsOf(const Image& image, PixelFormat format) {
    if (format == PixelFormat::Float) return floatsOf(image);
    const size_t width = pixelBytes(format, image.channels), channels = size_t(image.channels), taken = std::min(width, channels);
    const size_t pixels = size_t(image.width) * size_t(image.height);
    std::vector<std::byte> bytes(pixels * width, std::byte(255));
    for (size_t pixel = 0; pixel < pixels; ++pixel)
        std::transform(&image.samples[pixel * channels], &image.samples[pixel * channels] + taken, &bytes[pixel * width], rounded);
    return bytes;
}

}  // namespace charrette
