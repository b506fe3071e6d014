#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/image/image.h"

namespace charrette {

/// Limits on pictures that are read; beyond them `readImage` throws.
struct ImageLimits {
    int maximumSide = 16384;
    uint64_t maximumPixels = 200'000'000;
};

/// Reads any picture OpenImageIO reads, honouring its orientation; grey becomes three channels; alpha is kept as the fourth.
/// Throws `Error` naming the file.
Image readImage(const std::filesystem::path& file, const ImageLimits& limits = {});

enum class SampleDepth { Bits8, Bits16 };

/// Writes PNG or TIFF by the file's extension, atomically. `text` is stored as PNG text / TIFF description fields where the format has
/// them ("Software", "Description"). Throws `Error` for an unknown extension or a failed write, leaving an older file as it was.
void writeImage(const std::filesystem::path& file, const Image& image, SampleDepth depth,
                const std::map<std::string, std::string>& text = {});

/// The bytes of a PNG file (compression level 6). 1 to 4 channels.
std::vector<std::byte> encodePng(const Image& image, SampleDepth depth);
/// The bytes of a JPEG file without chroma subsampling, quality 1 to 100. 3 channels.
std::vector<std::byte> encodeJpeg(const Image& image, int quality);

/// Area-weighted downsampling or bicubic upsampling to exactly width x height.
Image resized(const Image& image, int width, int height);
/// The largest centred square.
Image centredSquare(const Image& image);

}  // namespace charrette
