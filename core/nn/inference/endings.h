#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/nn/inference/planes.h"

namespace charrette {

/// Where a small picture ended: what the next block takes, and the planes so far.
struct Ending {
    std::string key = {};
    size_t block = 0;  ///< the next one
    Floats input = {};
    Planes planes = {};
};

/// Where the latest small pictures ended, so that the larger ones go on from there. A newer one takes the oldest one's memory.
class Endings {
public:
    /// `budget` in bytes, of what the blocks take and of planes.
    explicit Endings(size_t budget) : m_budget(budget) {}

    /// Null when it is not kept.
    const Ending* find(const std::string& key) const;
    /// All that are kept belong to the same block; another block's take their place.
    void keep(std::string key, size_t block, std::span<const float> input, const Planes& planes);
    void clear() noexcept { m_kept.clear(), m_next = 0; }

    static constexpr size_t most = 32;  ///< a grid and some more

private:
    size_t m_budget, m_next = 0;
    std::vector<Ending> m_kept;
};

}  // namespace charrette
