#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace charrette {

/// Picture files that bring their variant back: the genome's JSON in their text, and in XMP the mark that a generative network made them
/// (IPTC Photo Metadata 2021.1, DigitalSourceType `trainedAlgorithmicMedia`). None of this depends on a clock: the same picture gives the
/// same file.

/// A PNG file with genome and mark put before its pixels. `genome` is ASCII, as `json::dump` makes it when asked to. Throws `Error` when
/// the bytes are no PNG file.
std::vector<std::byte> pngWithGenome(std::span<const std::byte> png, const std::string& genome);

/// Samples in rows from the top, channels interleaved: 3 channels, or 4 with coverage, not premultiplied; 8 bits, or 16 in this machine's
/// order.
struct TiffPixels {
    int width = 0, height = 0, channels = 3, bits = 8;
    std::span<const std::byte> samples;
};

/// An uncompressed TIFF file (TIFF 6.0, one strip). Throws `Error` when the samples do not fit the size.
std::vector<std::byte> tiffWithGenome(const TiffPixels& pixels, const std::string& genome);

/// The genome's text in a PNG or TIFF file that may be hostile; empty when there is none. Also in files of `charrette-cli`.
std::string genomeTextIn(std::span<const std::byte> file);

}  // namespace charrette
