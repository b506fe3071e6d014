#pragma once

#include <string>
#include <vector>

namespace charrette {

/// From now on this process computes only when no other one wants to.
void yieldToOthers();

/// Starts this very program once more, by itself, with these arguments; it goes on when this one has ended. Throws `Error`.
void startAlongside(const std::vector<std::string>& arguments);

}  // namespace charrette
