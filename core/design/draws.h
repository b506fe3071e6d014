#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace charrette {

/// `count` draws from [0, 1) that depend on nothing but these three, so that one draw more or fewer elsewhere changes none. The same on
/// every machine.
std::vector<double> uniformFor(const std::string& purpose, uint32_t seed, const std::string& name, size_t count);

}  // namespace charrette
