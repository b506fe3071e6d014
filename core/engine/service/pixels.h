#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/design/protocol.h"
#include "core/image/image.h"

namespace charrette {

/// A picture's samples as they are sent; 8-bit ones are rounded to nearest. `image` has 3 or 5 channels.
std::vector<std::byte> pixelsOf(const Image& image, PixelFormat format);

/// The picture's colours, as the window shows them, as a whole file of that format with a text in it. Throws `Error`.
std::vector<std::byte> fileOf(const Image& image, PixelFormat format, const std::string& text);

}  // namespace charrette
