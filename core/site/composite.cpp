#include "core/site/composite.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "core/site/srgb.h"

namespace charrette {
namespace {

/// Pixels that are laid over one another at once: few enough to stay near the processor.
constexpr size_t run = 512;
using Run = std::array<float, run>;

float luminance(const LinearColour& colour) { return 0.2126f * colour[0] + 0.7152f * colour[1] + 0.0722f * colour[2]; }

float ratio(float one, float other) { return (one + 0.01f) / (other + 0.01f); }

/// Gives `take` runs of linear samples: (channel, first pixel, count, samples).
void layOver(const SiteObject& object, const SiteGround& ground, const Site& site, const auto& take) {
    assert(object.width == ground.picture.width && object.height == ground.picture.height);
    const LinearColour gain = matchGain(object.surroundings, ground.mean, site.match);
    const auto strength = float(site.shadow);
    Run light, sum;
    for (size_t first = 0; first < object.pixels(); first += run) {
        const size_t count = std::min(run, object.pixels() - first);
        const float *open = &object.openness[first], *shadow = &object.shadow[first];
        for (size_t i = 0; i < count; ++i) light[i] = open[i] * (1 - strength * shadow[i]);
        for (int channel = 0; channel < 3; ++channel) {
            const float* own = &object.colour[size_t(channel) * object.pixels() + first];
            const float *behind = ground.picture.plane(channel) + first, brightness = gain[size_t(channel)];
            for (size_t i = 0; i < count; ++i) sum[i] = brightness * own[i] + light[i] * behind[i];
            take(channel, first, count, sum.data());
        }
    }
}

}  // namespace

LinearColour matchGain(const LinearColour& surroundings, const LinearColour& ground, double match) {
    const float brightness = std::clamp(std::sqrt(ratio(luminance(ground), luminance(surroundings))), 0.45f, 1.5f);
    LinearColour gain;
    for (size_t i = 0; i < 3; ++i) {
        const float tint = ratio(ground[i], luminance(ground)) / ratio(surroundings[i], luminance(surroundings));
        gain[i] = std::pow(brightness * std::clamp(std::sqrt(tint), 0.75f, 1.35f), float(match));
    }
    return gain;
}

std::vector<std::byte> compositeBytes(const SiteObject& object, const SiteGround& ground, const Site& site) {
    std::vector<std::byte> bytes(3 * object.pixels());
    layOver(object, ground, site, [&](int channel, size_t first, size_t count, const float* samples) {
        encodeEveryThird(samples, count, reinterpret_cast<uint8_t*>(&bytes[3 * first + size_t(channel)]));
    });
    return bytes;
}

Image compositeImage(const SiteObject& object, const SiteGround& ground, const Site& site, int channels, Rounding rounding) {
    Image image(object.width, object.height, channels);
    const auto sample = [&](size_t pixel, size_t channel) -> float& { return image.samples[pixel * size_t(channels) + channel]; };
    if (rounding == Rounding::Bytes) {
        const auto bytes = compositeBytes(object, ground, site);
        for (size_t i = 0; i < bytes.size(); ++i) sample(i / 3, i % 3) = float(bytes[i]) / 255;
    } else {
        layOver(object, ground, site, [&](int channel, size_t first, size_t count, const float* samples) {
            for (size_t i = 0; i < count; ++i) sample(first + i, size_t(channel)) = encodedSrgb(samples[i]);
        });
    }
    if (channels > 3)
        for (size_t i = 0; i < object.pixels(); ++i) sample(i, 3) = 1;
    return image;
}

}  // namespace charrette
