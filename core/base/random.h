#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace charrette {

/// `count` draws from the standard normal distribution, exactly as NumPy's `RandomState(seed).randn(count)` makes them:
/// MT19937 (Matsumoto and Nishimura 1998) seeded with Knuth's generator, 53-bit uniforms, Marsaglia's polar method.
/// Does not depend on the C++ library's distributions, so it is the same on every machine.
std::vector<double> standardNormal(uint32_t seed, size_t count);

/// `count` draws from [0, 1), as NumPy's `RandomState(seed).random_sample(count)` makes them.
std::vector<double> standardUniform(uint32_t seed, size_t count);

}  // namespace charrette
