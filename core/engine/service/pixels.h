#pragma once

#include <cstddef>
#include <vector>

#include "core/design/protocol.h"
#include "core/image/image.h"

namespace charrette {

/// A picture's samples as they are sent; 8-bit ones are rounded to nearest. `image` has 3 or 5 channels.
std::vector<std::byte> pixelsOf(const Image& image, PixelFormat format);

}  // namespace charrette
