#pragma once

#include <cstddef>
#include <mutex>
#include <vector>

#include "core/nn/inference/floats.h"

namespace charrette {

/// Planes of a picture in the making, `channels` of side x side.
struct Planes {
    size_t side = 0, channels = 0;
    Floats values = {};  ///< at least as many as there are

    float* at(size_t channel) { return &values[channel * side * side]; }
    const float* at(size_t channel) const { return &values[channel * side * side]; }
};

/// Keeps the memory of planes that are done with for the next ones, since getting it anew from the system takes as long as a good part of
/// a picture. For any thread.
class PlanePool {
public:
    /// Of any content.
    Planes take(size_t side, size_t channels);
    void giveBack(Planes planes) noexcept;

private:
    static constexpr size_t most = 16;  ///< as many as are in use together, twice

    std::mutex m_mutex;
    std::vector<Floats> m_spare = reserved();  ///< the largest last

    static std::vector<Floats> reserved() {
        std::vector<Floats> spare;
        spare.reserve(most);
        return spare;
    }
};

}  // namespace charrette
