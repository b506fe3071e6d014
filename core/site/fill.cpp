#include "core/site/fill.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace charrette {
namespace {

/// [height, width, 4]: colour times weight, and weight.
struct Level {
    int width, height;
    std::vector<float> samples;

    Level(int levelWidth, int levelHeight)
        : width(levelWidth), height(levelHeight), samples(4 * size_t(levelWidth) * size_t(levelHeight)) {}
    float* at(int x, int y) { return &samples[4 * (size_t(y) * size_t(width) + size_t(x))]; }
    const float* at(int x, int y) const { return &samples[4 * (size_t(y) * size_t(width) + size_t(x))]; }
};

Level weighted(const LinearPicture& picture, const std::vector<float>& known) {
    Level level(picture.width, picture.height);
    for (size_t i = 0; i < known.size(); ++i) {
        for (int channel = 0; channel < 3; ++channel) level.samples[4 * i + size_t(channel)] = known[i] * picture.plane(channel)[i];
        level.samples[4 * i + 3] = known[i];
    }
    return level;
}

/// Sums over 2 x 2 pixels, whose weight is at most 1.
Level pulled(const Level& fine) {
    Level coarse((fine.width + 1) / 2, (fine.height + 1) / 2);
    for (int y = 0; y < fine.height; ++y) {
        for (int x = 0; x < fine.width; ++x) {
            float* sum = coarse.at(x / 2, y / 2);
            const float* add = fine.at(x, y);
            for (int i = 0; i < 4; ++i) sum[i] += add[i];
        }
    }
    for (size_t i = 0; i < coarse.samples.size(); i += 4) {
        const float scale = 1 / std::max(1.0f, coarse.samples[i + 3]);
        for (size_t j = 0; j < 4; ++j) coarse.samples[i + j] *= scale;
    }
    return coarse;
}

/// The colour of a coarser level, which is known everywhere, at a pixel of the finer one; bilinear.
std::array<float, 3> colourBelow(const Level& coarse, int x, int y) {
    const int x0 = std::clamp((x - 1) / 2, 0, coarse.width - 1), x1 = std::min((x + 1) / 2, coarse.width - 1);
    const int y0 = std::clamp((y - 1) / 2, 0, coarse.height - 1), y1 = std::min((y + 1) / 2, coarse.height - 1);
    // A pixel's centre lies a quarter from that of the coarse one that it is in.
    const float right = x % 2 == 0 ? 0.75f : 0.25f, down = y % 2 == 0 ? 0.75f : 0.25f;
    std::array<float, 3> colour;
    for (int i = 0; i < 3; ++i)
        colour[size_t(i)] = (1 - down) * std::lerp(coarse.at(x0, y0)[i], coarse.at(x1, y0)[i], right) +
                            down * std::lerp(coarse.at(x0, y1)[i], coarse.at(x1, y1)[i], right);
    return colour;
}

/// What is missing of a pixel's weight comes from the coarser level.
void push(const Level& coarse, Level& fine, const std::vector<float>& wanted) {
    size_t index = 0;
    for (int y = 0; y < fine.height; ++y) {
        for (int x = 0; x < fine.width; ++x, ++index) {
            if (!wanted.empty() && wanted[index] == 0) continue;
            float* pixel = fine.at(x, y);
            const float missing = 1 - pixel[3];
            if (missing <= 0) continue;
            const auto below = colourBelow(coarse, x, y);
            for (int i = 0; i < 3; ++i) pixel[i] += missing * below[size_t(i)];
            pixel[3] = 1;
        }
    }
}

}  // namespace

LinearPicture filled(const LinearPicture& picture, const std::vector<float>& known, const std::vector<float>& wanted) {
    std::vector<Level> levels = {weighted(picture, known)};
    while (levels.back().width > 1 || levels.back().height > 1) levels.push_back(pulled(levels.back()));
    float* top = levels.back().at(0, 0);
    if (top[3] > 0)
        for (int i = 0; i < 4; ++i) top[i] /= top[3];
    for (size_t i = levels.size() - 1; i > 0; --i) push(levels[i], levels[i - 1], i == 1 ? wanted : std::vector<float>());
    LinearPicture result(picture.width, picture.height);
    for (int channel = 0; channel < 3; ++channel)
        for (size_t i = 0; i < picture.pixels(); ++i) result.plane(channel)[i] = levels[0].samples[4 * i + size_t(channel)];
    return result;
}

}  // namespace charrette
