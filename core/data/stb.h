#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace charrette {

/// Decoding of PNG and JPEG in memory. Every function throws `Error` with `where` in front, and looks at the picture's
/// stated size before it decodes anything, so that a small file cannot ask for much memory.

constexpr uint64_t encodedLimit = 32u << 20;  ///< bytes of one encoded picture

/// Throws unless the bytes are a PNG or JPEG of `resolution` squared.
void checkPicture(std::span<const std::byte> bytes, int resolution, const std::string& where);
/// Throws unless the bytes are a PNG of `resolution` squared with 16-bit grey and alpha.
void checkAux(std::span<const std::byte> bytes, int resolution, const std::string& where);

/// Red, green and blue of every pixel, 8 bit.
std::vector<uint8_t> decodedPicture(std::span<const std::byte> bytes, int resolution, const std::string& where);
/// Depth (the grey) and coverage (the alpha) of every pixel, rounded to 8 bit.
std::vector<uint8_t> decodedAux(std::span<const std::byte> bytes, int resolution, const std::string& where);

}  // namespace charrette
