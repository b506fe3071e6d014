#pragma once

#include <cstddef>
#include <vector>

#include "core/design/site.h"
#include "core/image/image.h"
#include "core/site/linear_picture.h"
#include "core/site/site_object.h"

namespace charrette {

/// What stands behind an object, with its mean, which tells its light.
struct SiteGround {
    LinearPicture picture;
    LinearColour mean;

    explicit SiteGround(LinearPicture behind) : picture(std::move(behind)), mean(meanOf(picture)) {}
};

/// An object before a ground of its size, of a site's match and shadow: [height, width, 3], sRGB, rounded to nearest.
std::vector<std::byte> compositeBytes(const SiteObject& object, const SiteGround& ground, const Site& site);

/// Whether samples are those of `compositeBytes`, so that an 8-bit file has them, too.
enum class Rounding { Bytes, None };

/// The same as red, green, blue and, where `channels` is 5, coverage, which is 1, and depth, which is 0.
Image compositeImage(const SiteObject& object, const SiteGround& ground, const Site& site, int channels, Rounding rounding = Rounding::None);

/// By how much an object in the light of its surroundings is brightened, for each colour, so that it looks as if it stood in the ground's.
/// Half the way in brightness at most, since the grounds' own colours are in it, too. 1 for a match of 0.
LinearColour matchGain(const LinearColour& surroundings, const LinearColour& ground, double match);

}  // namespace charrette
