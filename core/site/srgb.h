#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace charrette {

/// sRGB (IEC 61966-2-1) to linear light and back. Both ends are 0 and 1; what lies beyond is taken to the nearer one.

/// Of all 8-bit samples.
const std::array<float, 256>& linearOfBytes();
/// Of a sample from 0 to 1, to about 1e-6.
float linearOf(float sample);

/// To the last bits of a float.
float encodedSrgb(float linear);

/// Rounded to the nearest 8-bit sample, exactly: `count` linear values at `linear`, each to every third byte from `bytes` on.
void encodeEveryThird(const float* linear, size_t count, uint8_t* bytes);

}  // namespace charrette
