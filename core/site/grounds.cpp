#include "core/site/grounds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <numeric>

#include "core/site/srgb.h"

namespace charrette {
namespace {

/// sRGB, 0 to 1.
using Colour = std::array<float, 3>;

constexpr Colour hex(uint32_t code) { return {float(code >> 16 & 255) / 255, float(code >> 8 & 255) / 255, float(code & 255) / 255}; }

Colour mixed(const Colour& one, const Colour& other, float share) {
    return {std::lerp(one[0], other[0], share), std::lerp(one[1], other[1], share), std::lerp(one[2], other[2], share)};
}

float smooth(float from, float to, float at) {
    const float t = std::clamp((at - from) / (to - from), 0.0f, 1.0f);
    return t * t * (3 - 2 * t);
}

/// A wall that bends into a floor, with a pool of light on the wall. `x` and `y` are 0 to 1 from the upper left.
struct Cove {
    Colour wall, floor;
    float light;  ///< how much brighter the pool is

    Colour at(float x, float y) const {
        Colour colour = mixed(wall, floor, smooth(0.56f, 0.80f, y));
        // The bend gets less light than what lies before and behind it.
        const float bend = std::exp(-std::pow((y - 0.66f) / 0.10f, 2.0f)), dx = (x - 0.5f) / 0.62f, dy = (y - 0.42f) / 0.55f;
        const float pool = std::exp(-(dx * dx + dy * dy));
        for (float& sample : colour) sample *= 1 + light * (pool - 0.5f) - 0.25f * light * bend;
        return colour;
    }
};

/// Sky over level land, with haze between them. The horizon is as high as the eye, which for the models at hand is the middle of the
/// picture.
struct Land {
    Colour zenith, high, low, far, near;
    float glow;  ///< of the low sky, in the middle

    static constexpr float horizon = 0.52f;

    Colour at(float x, float y) const {
        const float up = std::max(0.0f, (horizon - y) / horizon), down = std::max(0.0f, (y - horizon) / (1 - horizon));
        Colour sky = up > 0.45f ? mixed(high, zenith, smooth(0.35f, 1.0f, up)) : mixed(low, mixed(high, zenith, smooth(0.35f, 1.0f, up)), smooth(0, 0.45f, up));
        const float light = glow * std::exp(-9 * (x - 0.5f) * (x - 0.5f) - 30 * up * up);
        for (float& sample : sky) sample += light * (1 - sample);
        const Colour land = mixed(far, near, std::sqrt(down));
        return mixed(sky, mixed(low, land, smooth(0, 0.22f, down) * 0.45f + 0.55f), smooth(horizon - 0.006f, horizon + 0.006f, y));
    }
};

constexpr std::array<Ground, 6> all = {{{"paper", "Paper", 0},
                                        {"studio", "Studio grey", 0},
                                        {"charcoal", "Charcoal", 0.25},
                                        {"clay", "Clay", 0.25},
                                        {"morning", "Morning", 0.25},
                                        {"dusk", "Dusk", 0.6}}};

Colour colourAt(const Ground& ground, float x, float y) {
    static const Cove paper{hex(0xf5f2eb), hex(0xefebe2), 0.03f}, studio{hex(0xb9bbbd), hex(0xa8aaac), 0.16f},
        charcoal{hex(0x45474c), hex(0x35363a), 0.45f}, clay{hex(0xc2876a), hex(0xb27658), 0.18f};
    static const Land morning{hex(0x7ba7d3), hex(0xacc9e2), hex(0xe8ecec), hex(0xb4bba4), hex(0x8f9a7b), 0.10f},
        dusk{hex(0x24355c), hex(0x5d5f8a), hex(0xe0a283), hex(0x4f4650), hex(0x2d2c36), 0.30f};
    const std::string name = ground.name;
    if (name == "paper") return paper.at(x, y);
    if (name == "studio") return studio.at(x, y);
    if (name == "charcoal") return charcoal.at(x, y);
    if (name == "clay") return clay.at(x, y);
    return name == "morning" ? morning.at(x, y) : dusk.at(x, y);
}

/// -0.5 to 0.5, as if drawn, for one pixel.
float grain(uint32_t x, uint32_t y) {
    uint32_t hash = x * 0x9e3779b1u ^ y * 0x85ebca77u;
    hash ^= hash >> 15;
    hash *= 0x2c1b3c6du;
    hash ^= hash >> 12;
    hash *= 0x297a2d39u;
    hash ^= hash >> 15;
    return float(hash >> 8) / float(1u << 24) - 0.5f;
}

}  // namespace

LinearColour meanOf(const LinearPicture& picture) {
    LinearColour mean{};
    for (int channel = 0; channel < 3; ++channel) {
        const float* plane = picture.plane(channel);
        mean[size_t(channel)] = float(std::accumulate(plane, plane + picture.pixels(), 0.0) / double(std::max<size_t>(1, picture.pixels())));
    }
    return mean;
}

std::span<const Ground> grounds() { return all; }

const Ground* groundNamed(const std::string& name) {
    const auto found = std::ranges::find_if(all, [&](const Ground& ground) { return name == ground.name; });
    return found == all.end() ? nullptr : &*found;
}

LinearPicture drawn(const Ground& ground, int width, int height) {
    LinearPicture picture(width, height);
    size_t pixel = 0;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x, ++pixel) {
            const Colour colour = colourAt(ground, (float(x) + 0.5f) / float(width), (float(y) + 0.5f) / float(height));
            // Without grain, 8 bits would show steps in these slow gradients.
            const float noise = 1.6f / 255 * grain(uint32_t(x), uint32_t(y));
            for (int channel = 0; channel < 3; ++channel) picture.plane(channel)[pixel] = linearOf(colour[size_t(channel)] + noise);
        }
    }
    return picture;
}

}  // namespace charrette
