#pragma once

#include <vector>

#include "core/site/linear_picture.h"

namespace charrette {

/// The picture with colours everywhere, from those pixels where they are known: next to these they are nearly the same, further off more and
/// more of the mean around. `known` is 0 to 1 for each pixel; where it is 0 everywhere the result is black. Only pixels where `wanted` is not 0
/// are filled, all when it is empty. Pull and push over halved
/// pictures, as Grossman and Dally 1998, "Point sample rendering", section 5.
LinearPicture filled(const LinearPicture& picture, const std::vector<float>& known, const std::vector<float>& wanted = {});

}  // namespace charrette
