#pragma once

#include <span>
#include <string>

#include "core/site/linear_picture.h"

namespace charrette {

/// A plain ground that the program draws.
struct Ground {
    const char* name;   ///< in a `Site`
    const char* title;  ///< for people
    double match;       ///< how much of its brightness and warmth an object takes on unless somebody says otherwise
};

/// In the order in which they are offered.
std::span<const Ground> grounds();
/// Null where there is none of that name.
const Ground* groundNamed(const std::string& name);

/// The same samples on every machine. `ground` is one of `grounds()`.
LinearPicture drawn(const Ground& ground, int width, int height);

}  // namespace charrette
