#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/image/image.h"

namespace charrette {

/// Limits on pictures that are read, checked on the file's header before its pixels; beyond them reading throws.
struct ImageLimits {
    int maximumSide = 16384;
    uint64_t maximumSamples = 100'000'000;  ///< width x height x channels
};

/// Reads any picture OpenImageIO reads, honouring its orientation; grey becomes three channels; alpha is kept as the fourth, what follows
/// the first four is not read; linear formats (OpenEXR, Radiance) are sRGB-encoded. Throws `Error` naming the file.
Image readImage(const std::filesystem::path& file, const ImageLimits& limits = {});

/// Whether a picture's colours are not sRGB's, as a profile in the file says, which `readImage` does not apply. Throws `Error`.
bool hasForeignColours(const std::filesystem::path& file);

/// Reads a picture of depth and coverage stored as grey and alpha: two channels. Throws `Error` naming the file.
Image readGreyAlpha(const std::filesystem::path& file, const ImageLimits& limits = {});

enum class SampleDepth { Bits8, Bits16 };

/// Writes PNG or TIFF by the file's extension, atomically; samples are clamped to [0, 1] and rounded to nearest, not dithered.
/// Of five channels, PNG takes the first four. `text` is stored as PNG text / TIFF description fields ("Software", "Description").
/// Throws `Error` for an unknown extension or a failed write, leaving an older file as it was.
void writeImage(const std::filesystem::path& file, const Image& image, SampleDepth depth,
                const std::map<std::string, std::string>& text = {});

/// The bytes of a PNG file (compression level 6). 1 to 4 channels.
std::vector<std::byte> encodePng(const Image& image, SampleDepth depth, const std::map<std::string, std::string>& text = {});
/// The bytes of a JPEG file without chroma subsampling, quality 1 to 100. 3 channels.
std::vector<std::byte> encodeJpeg(const Image& image, int quality);

/// Exactly width x height: an axis that shrinks takes the mean over each new pixel's exact footprint, one that grows is
/// interpolated bicubically (Catmull-Rom). Samples are averaged as they are, sRGB-encoded.
Image resized(const Image& image, int width, int height);
/// The largest centred square.
Image centredSquare(const Image& image);
/// Red, green and blue alone: grey is repeated, coverage and depth are dropped.
Image colourOf(const Image& image);
/// As `colourOf`, laid over white by the coverage in a fourth channel.
Image overWhite(const Image& image);

}  // namespace charrette
