#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/design/card.h"
#include "core/image/image.h"
#include "core/site/linear_picture.h"

namespace charrette {

/// An object without what a model learned to be behind it, ready to stand before any site. In linear light.
struct SiteObject {
    int width = 0, height = 0;
    std::vector<float> colour = {};    ///< [3, height, width], times coverage
    std::vector<float> openness = {};  ///< [height, width]: how much of what is behind a pixel shows, 1 minus coverage
    std::vector<float> shadow = {};    ///< [height, width]: how much light the object takes from the ground there, 0 to 1
    LinearColour surroundings = {};    ///< the mean of what it was learned in, which tells the light that it is in

    size_t pixels() const { return size_t(width) * size_t(height); }
    size_t bytes() const { return (colour.size() + openness.size() + shadow.size()) * sizeof(float); }
};

/// Whether an object can be told from its background in a model's pictures.
bool canBeCutOut(const Card& card);
/// Why not, for people: one sentence without a full stop.
std::string whyNotCutOut(const Card& card);

/// Cuts the object out of a picture of red, green, blue, coverage and depth. At partly covered pixels its own colour is estimated from that
/// of covered pixels nearby and of the background nearby, so that no fringe of the background stays; its shadow is made of coverage and depth.
SiteObject cutOut(const Image& picture);

}  // namespace charrette
