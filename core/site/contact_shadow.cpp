#include "core/site/contact_shadow.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace charrette {
namespace {

/// The lowest covered pixel of a column.
struct Foot {
    int x, y;
    float depth;
};

/// Of a picture's height.
constexpr float hanging = 0.012f;  ///< so far above the ground an object's shadow is a third as strong

std::vector<Foot> feetOf(const CoverageAndDepth& object) {
    std::vector<Foot> feet;
    for (int x = 0; x < object.width; ++x) {
        for (int y = object.height - 1; y >= 0; --y) {
            const size_t at = size_t(y) * size_t(object.width) + size_t(x);
            if (object.coverage[at] < 0.5f) continue;
            // The edge's own depth is mixed with that of nothing.
            const size_t above = y >= 2 ? at - 2 * size_t(object.width) : at;
            feet.push_back({x, y, std::max(object.depth[at], object.depth[above])});
            break;
        }
    }
    return feet;
}

/// Where the ground is in a picture, in pixels from the top, by depth.
struct GroundLine {
    float start = 0, slope = 0;
    float at(float depth) const { return start + slope * depth; }
};

/// Through the lowest feet: a line of least squares in which feet above it count less and less.
GroundLine groundUnder(const std::vector<Foot>& feet, int height) {
    GroundLine line;
    const float scale = 0.02f * float(height);
    std::vector<float> weights(feet.size(), 1);
    for (int round = 0; round < 12; ++round) {
        double sum = 0, depth = 0, y = 0, depths = 0, both = 0;
        for (size_t i = 0; i < feet.size(); ++i) {
            sum += weights[i];
            depth += weights[i] * feet[i].depth;
            y += weights[i] * feet[i].y;
        }
        for (size_t i = 0; i < feet.size(); ++i) {
            const double off = feet[i].depth - depth / sum;
            depths += weights[i] * off * off;
            both += weights[i] * off * (feet[i].y - y / sum);
        }
        // What is nearer cannot stand higher.
        line.slope = float(std::max(0.0, both / (depths + 1e-4 * sum)));
        line.start = float(y / sum - line.slope * depth / sum);
        for (size_t i = 0; i < feet.size(); ++i) {
            const float above = (line.at(feet[i].depth) - float(feet[i].y)) / scale;
            weights[i] = above <= 0 ? 1 : std::max(1e-3f, std::exp(-above));
        }
    }
    return line;
}

/// Means over `reach` pixels on both sides, twice, along lines of `count` pixels that are `step` apart. What lies outside is 0.
void blurLines(float* picture, int lines, ptrdiff_t lineStep, int count, ptrdiff_t step, int reach) {
    if (reach < 1) return;
    std::vector<float> sums(size_t(count) + 1);
    for (int line = 0; line < lines; ++line) {
        float* first = picture + line * lineStep;
        for (int round = 0; round < 2; ++round) {
            sums[0] = 0;
            for (int i = 0; i < count; ++i) sums[size_t(i) + 1] = sums[size_t(i)] + first[i * step];
            for (int i = 0; i < count; ++i) {
                const int from = std::max(0, i - reach), to = std::min(count, i + reach + 1);
                first[i * step] = std::max(0.0f, sums[size_t(to)] - sums[size_t(from)]) / float(2 * reach + 1);
            }
        }
    }
}

/// Only rows that get anything are gone through, which are few.
std::vector<float> blurred(std::vector<float> picture, int width, int height, int reachAcross, int reachDown) {
    const auto isThere = [](float sample) { return sample > 0; };
    const auto first = std::ranges::find_if(picture, isThere);
    const auto last = std::find_if(picture.rbegin(), picture.rend(), isThere).base();
    if (first == picture.end()) return picture;
    const int from = std::max(0, int((first - picture.begin()) / width) - 2 * reachDown);
    const int to = std::min(height, int((last - 1 - picture.begin()) / width) + 1 + 2 * reachDown);
    float* rows = picture.data() + size_t(from) * size_t(width);
    blurLines(rows, to - from, width, width, 1, reachAcross);
    blurLines(rows, width, 1, to - from, width, reachDown);
    return picture;
}

/// Where the object touches the ground: a band behind each foot.
std::vector<float> touching(const CoverageAndDepth& object) {
    std::vector<float> touch(object.coverage.size());
    const std::vector<Foot> feet = feetOf(object);
    if (feet.empty()) return touch;
    const GroundLine line = groundUnder(feet, object.height);
    const int band = std::max(1, int(std::lround(0.024f * float(object.height))));
    for (const Foot& foot : feet) {
        const float gap = std::max(0.0f, line.at(foot.depth) - float(foot.y)) / (hanging * float(object.height));
        const float strength = std::exp(-gap * gap);
        for (int y = std::max(0, foot.y - band); y <= foot.y; ++y) touch[size_t(y) * size_t(object.width) + size_t(foot.x)] = strength;
    }
    return touch;
}

int pixelsOf(float share, int height) { return int(std::lround(share * float(height))); }

}  // namespace

std::vector<float> contactShadow(const CoverageAndDepth& object) {
    const int width = object.width, height = object.height;
    const std::vector<float> touch = touching(object);
    const std::vector<float> tight = blurred(touch, width, height, pixelsOf(0.008f, height), pixelsOf(0.006f, height));
    const std::vector<float> wide = blurred(touch, width, height, pixelsOf(0.035f, height), pixelsOf(0.016f, height));
    const std::vector<float> far = blurred(touch, width, height, pixelsOf(0.07f, height), pixelsOf(0.026f, height));
    std::vector<float> shadow(touch.size());
    for (size_t i = 0; i < shadow.size(); ++i)
        shadow[i] = 1 - (1 - 0.55f * std::min(1.0f, tight[i])) * (1 - 0.6f * std::min(1.0f, 1.4f * wide[i])) * (1 - 0.6f * std::min(1.0f, 1.6f * far[i]));
    return shadow;
}

}  // namespace charrette
