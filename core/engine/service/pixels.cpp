#include "core/engine/service/pixels.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/design/genome_file.h"
#include "core/image/image_file.h"

namespace charrette {
namespace {

static_assert(std::endian::native == std::endian::little, "floats are sent in little endian");

std::byte rounded(float sample) { return std::byte(std::clamp(sample, 0.0f, 1.0f) * 255 + 0.5f); }

template <class Sample>
std::vector<std::byte> roundedTo(const Image& image) {
    std::vector<std::byte> bytes(image.samples.size() * sizeof(Sample));
    for (size_t i = 0; i < image.samples.size(); ++i) {
        const auto sample = Sample(std::lround(std::clamp(image.samples[i], 0.0f, 1.0f) * std::numeric_limits<Sample>::max()));
        std::memcpy(&bytes[i * sizeof sample], &sample, sizeof sample);
    }
    return bytes;
}

std::vector<std::byte> tiffOf(const Image& image, int bits, const std::string& text) {
    const auto samples = bits == 8 ? roundedTo<uint8_t>(image) : roundedTo<uint16_t>(image);
    return tiffWithGenome({image.width, image.height, image.channels, bits, samples}, text);
}

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

std::vector<std::byte> fileOf(const Image& image, PixelFormat format, const std::string& text) {
    const Image shown = colourOf(image);
    if (format == PixelFormat::Tiff8 || format == PixelFormat::Tiff16) return tiffOf(shown, format == PixelFormat::Tiff8 ? 8 : 16, text);
    return pngWithGenome(encodePng(shown, format == PixelFormat::Png8 ? SampleDepth::Bits8 : SampleDepth::Bits16), text);
}

}  // namespace charrette
