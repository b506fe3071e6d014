#include "core/site/photo.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>
#include <string>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/site/srgb.h"

namespace charrette {
namespace {

/// Samples per pixel, along each axis.
constexpr int across = 2;

/// A place on a line of `count` pixels that goes on mirrored at both ends.
int mirrored(int at, int count) {
    const int period = 2 * count;
    at %= period;
    if (at < 0) at += period;
    return at < count ? at : period - 1 - at;
}

}  // namespace

Photo::Photo(int width, int height, std::span<const std::byte> pixels) {
    if (width < 1 || height < 1 || width > photoSideLimit || height > photoSideLimit)
        throw Error("A photo must have 1 to " + std::to_string(photoSideLimit) + " pixels a side, not " + std::to_string(width) + " x " +
                    std::to_string(height));
    const size_t bytes = 3 * size_t(width) * size_t(height);
    if (pixels.size() != bytes)
        throw Error("A photo of this size must have " + std::to_string(bytes) + " bytes, not " + std::to_string(pixels.size()));
    Level first{width, height, std::vector<uint8_t>(bytes)};
    std::memcpy(first.samples.data(), pixels.data(), bytes);
    m_levels.push_back(std::move(first));
    while (m_levels.back().width > 1 && m_levels.back().height > 1) m_levels.push_back(half(m_levels.back()));
}

size_t Photo::bytes() const {
    size_t bytes = 0;
    for (const Level& level : m_levels) bytes += level.samples.size();
    return bytes;
}

/// Means over 2 x 2 pixels in linear light; a last odd row or column is left out.
Photo::Level Photo::half(const Level& level) {
    Level made{level.width / 2, level.height / 2, {}};
    made.samples.resize(3 * size_t(made.width) * size_t(made.height));
    std::vector<float> row(size_t(made.width));
    const auto& linear = linearOfBytes();
    for (int y = 0; y < made.height; ++y) {
        const uint8_t *upper = &level.samples[6 * size_t(y) * size_t(level.width)], *lower = upper + 3 * level.width;
        for (int channel = 0; channel < 3; ++channel) {
            for (int x = 0; x < made.width; ++x) {
                const int at = 6 * x + channel;
                row[size_t(x)] = (linear[upper[at]] + linear[upper[at + 3]] + linear[lower[at]] + linear[lower[at + 3]]) / 4;
            }
            encodeEveryThird(row.data(), row.size(), &made.samples[3 * size_t(y) * size_t(made.width) + size_t(channel)]);
        }
    }
    return made;
}

/// Bilinear; pixel centres are at halves.
void Photo::addSample(const Level& level, float x, float y, LinearColour& sum) {
    const float left = std::floor(x - 0.5f), top = std::floor(y - 0.5f), right = x - 0.5f - left, down = y - 0.5f - top;
    const int x0 = mirrored(int(left), level.width), x1 = mirrored(int(left) + 1, level.width);
    const int y0 = mirrored(int(top), level.height), y1 = mirrored(int(top) + 1, level.height);
    const auto at = [&](int column, int row) { return &level.samples[3 * (size_t(row) * size_t(level.width) + size_t(column))]; };
    const uint8_t *a = at(x0, y0), *b = at(x1, y0), *c = at(x0, y1), *d = at(x1, y1);
    const auto& linear = linearOfBytes();
    for (size_t i = 0; i < 3; ++i)
        sum[i] += (1 - down) * ((1 - right) * linear[a[i]] + right * linear[b[i]]) + down * ((1 - right) * linear[c[i]] + right * linear[d[i]]);
}

LinearPicture Photo::placed(const Site& site, int width, int height) const {
    // Pixels of the photo to one of the picture, where at scale 1 the photo just covers it.
    const double cover = std::min(double(this->width()) / width, double(this->height()) / height), step = cover / site.scale;
    const auto deep = int(std::lround(std::log2(std::max(1.0, step / across))));
    const size_t index = size_t(std::clamp(deep, 0, int(m_levels.size()) - 1));
    const Level& level = m_levels[index];
    const double scale = step / double(1 << index), turn = site.angle * std::numbers::pi / 180;
    const auto cosine = float(scale * std::cos(turn)), sine = float(scale * std::sin(turn));
    const auto middleX = float(width * (0.5 + site.x)), middleY = float(height * 0.5 + width * site.y);
    const float centreX = float(this->width()) / float(2 << index), centreY = float(this->height()) / float(2 << index);
    LinearPicture picture(width, height);
    parallelFor(size_t(height), [&](size_t row) {
        const int y = int(row);
        for (int x = 0; x < width; ++x) {
            LinearColour sum{};
            for (int part = 0; part < across * across; ++part) {
                const float dx = float(x) + (float(part % across) + 0.5f) / across - middleX;
                const float dy = float(y) + (float(part / across) + 0.5f) / across - middleY;
                addSample(level, centreX + cosine * dx + sine * dy, centreY - sine * dx + cosine * dy, sum);
            }
            const size_t pixel = row * size_t(width) + size_t(x);
            for (int channel = 0; channel < 3; ++channel) picture.plane(channel)[pixel] = sum[size_t(channel)] / (across * across);
        }
    });
    return picture;
}

}  // namespace charrette
