#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/design/site.h"
#include "core/site/linear_picture.h"

namespace charrette {

/// A photo that pictures stand in front of, with smaller copies of itself, so that it can be sampled at any scale.
class Photo {
public:
    /// `pixels` are [height, width, 3], sRGB. Throws `Error` where they do not fit the size, or this is over the limit.
    Photo(int width, int height, std::span<const std::byte> pixels);

    int width() const { return m_levels[0].width; }
    int height() const { return m_levels[0].height; }
    size_t bytes() const;

    /// What a picture of that size sees of the photo where `site` places it. Beyond its edges the photo is mirrored.
    LinearPicture placed(const Site& site, int width, int height) const;

private:
    struct Level {
        int width, height;
        std::vector<uint8_t> samples;  ///< [height, width, 3], sRGB
    };
    static Level half(const Level& level);
    static void addSample(const Level& level, float x, float y, LinearColour& sum);

    std::vector<Level> m_levels;  ///< each half as large as the one before
};

}  // namespace charrette
