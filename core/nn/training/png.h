#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace charrette {

/// The bytes of an 8-bit PNG file with 3 interleaved channels; for the sheets that the trainer writes.
std::vector<std::byte> encodeSheet(const uint8_t* pixels, int width, int height);

}  // namespace charrette
