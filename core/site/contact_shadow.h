#pragma once

#include <vector>

namespace charrette {

/// [height, width] each: coverage, and depth, which is 1 near and 0 far.
struct CoverageAndDepth {
    int width = 0, height = 0;
    std::vector<float> coverage, depth;
};

/// How much light an object takes from the ground around its foot, [height, width], 0 to 1, as if nothing covered the ground. The foot is
/// the lowest covered pixel of each column, where it stands on the plane that the lowest of them at each depth lie on: eaves and branches
/// that hang in the air cast none. A tight part where they touch, a wide one and a faint, wider one.
std::vector<float> contactShadow(const CoverageAndDepth& object);

}  // namespace charrette
