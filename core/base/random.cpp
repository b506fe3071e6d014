#include "core/base/random.h"

#include <cmath>
#include <random>

namespace charrette {
namespace {

double uniform53(std::mt19937& engine) {
    const uint64_t high = engine() >> 5;
    const uint64_t low = engine() >> 6;
    return double(high * 67108864 + low) / 9007199254740992.0;
}

}  // namespace

std::vector<double> standardUniform(uint32_t seed, size_t count) {
    std::mt19937 engine(seed);
    std::vector<double> draws(count);
    for (double& draw : draws) draw = uniform53(engine);
    return draws;
}

std::vector<double> standardNormal(uint32_t seed, size_t count) {
    std::mt19937 engine(seed);
    std::vector<double> draws;
    draws.reserve(count + 1);
    while (draws.size() < count) {
        const double x1 = 2 * uniform53(engine) - 1;
        const double x2 = 2 * uniform53(engine) - 1;
        const double squared = x1 * x1 + x2 * x2;
        if (squared >= 1 || squared == 0) continue;
        const double factor = std::sqrt(-2 * std::log(squared) / squared);
        draws.push_back(factor * x2);
        draws.push_back(factor * x1);
    }
    draws.resize(count);
    return draws;
}

}  // namespace charrette
