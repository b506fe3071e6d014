#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace charrette {

/// IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits; subnormals, infinities and NaN as they are.
inline float floatFromHalf(uint16_t half) {
    const uint32_t sign = static_cast<uint32_t>(half & 0x8000) << 16, exponent = (half >> 10) & 0x1f, fraction = half & 0x3ff;
    if (exponent == 0) return std::ldexp(sign ? -static_cast<float>(fraction) : static_cast<float>(fraction), -24);
    const uint32_t wide = exponent == 31 ? 255 : exponent + 112;
    return std::bit_cast<float>(sign | wide << 23 | fraction << 13);
}

/// Rounds to nearest, ties to even; too large a value becomes infinite.
inline uint16_t halfFromFloat(float value) {
    const auto bits = std::bit_cast<uint32_t>(value);
    const auto sign = static_cast<uint16_t>((bits >> 16) & 0x8000);
    const uint32_t magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) return static_cast<uint16_t>(sign | 0x7e00 | ((magnitude >> 13) & 0x3ff));
    if (magnitude >= 0x477ff000) return sign | 0x7c00;
    if (magnitude < 0x38800000) return static_cast<uint16_t>(sign | std::lrint(std::ldexp(std::bit_cast<float>(magnitude), 24)));
    return static_cast<uint16_t>(sign | ((magnitude + 0xfff + ((magnitude >> 13) & 1) - 0x38000000) >> 13));
}

/// bfloat16: the upper half of a binary32.
inline float floatFromBrain(uint16_t brain) { return std::bit_cast<float>(static_cast<uint32_t>(brain) << 16); }

/// Rounds to nearest, ties to even; too large a value becomes infinite.
inline uint16_t brainFromFloat(float value) {
    const auto bits = std::bit_cast<uint32_t>(value);
    if (std::isnan(value)) return static_cast<uint16_t>(bits >> 16 | 0x40);
    return static_cast<uint16_t>((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

}  // namespace charrette
