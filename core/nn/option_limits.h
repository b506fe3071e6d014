#pragma once

#include <cstddef>
#include <cstdint>

namespace charrette {

/// Of what files may ask for: channels, latent, condition and style sizes, and how many channel counts.
inline constexpr int64_t sizeLimit = 4096;
inline constexpr size_t channelLimit = 16;

}  // namespace charrette
