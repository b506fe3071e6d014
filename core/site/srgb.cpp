#include "core/site/srgb.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace charrette {
namespace {

double decoded(double sample) { return sample <= 0.04045 ? sample / 12.92 : std::pow((sample + 0.055) / 1.055, 2.4); }

constexpr int decodingSteps = 2048;
/// No part of linear light that is 1/4096 wide has more than one rounding limit in it: the curve's steepest part has 3295 codes to the unit.
constexpr int encodingSteps = 4096;

struct Tables {
    std::array<float, 256> bytes;
    std::array<float, decodingSteps + 2> samples;
    std::array<float, 257> limits;                  ///< linear light from which on a sample is at least so much
    std::array<uint8_t, encodingSteps + 1> codes;  ///< the sample at the beginning of a step

    Tables() {
        for (int i = 0; i < 256; ++i) bytes[size_t(i)] = float(decoded(i / 255.0));
        for (int i = 0; i < decodingSteps + 2; ++i) samples[size_t(i)] = float(decoded(std::min(1.0, double(i) / decodingSteps)));
        limits[0] = 0;
        for (int i = 1; i < 256; ++i) limits[size_t(i)] = float(decoded((i - 0.5) / 255));
        limits[256] = 2;
        for (int i = 0, code = 0; i <= encodingSteps; ++i) {
            while (float(i) / encodingSteps >= limits[size_t(code) + 1]) ++code;
            codes[size_t(i)] = uint8_t(code);
        }
    }
};

const Tables tables;

float clamped(float value) { return value > 0 ? std::min(value, 1.0f) : 0.0f; }

}  // namespace

const std::array<float, 256>& linearOfBytes() { return tables.bytes; }

float linearOf(float sample) {
    const float at = clamped(sample) * decodingSteps;
    const auto step = size_t(at);
    return std::lerp(tables.samples[step], tables.samples[step + 1], at - float(step));
}

float encodedSrgb(float linear) {
    const float value = clamped(linear);
    return value <= 0.0031308f ? 12.92f * value : 1.055f * std::pow(value, 1 / 2.4f) - 0.055f;
}

void encodeEveryThird(const float* linear, size_t count, uint8_t* bytes) {
    for (size_t i = 0; i < count; ++i) {
        const float value = clamped(linear[i]);
        const uint8_t code = tables.codes[size_t(value * encodingSteps)];
        bytes[3 * i] = uint8_t(code + (value >= tables.limits[size_t(code) + 1]));
    }
}

}  // namespace charrette
