#include "core/nn/inference/planes.h"

#include <algorithm>
#include <utility>

namespace charrette {

Planes PlanePool::take(size_t side, size_t channels) {
    const size_t count = side * side * channels;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = std::ranges::lower_bound(m_spare, count, {}, &Floats::size);
        if (found != m_spare.end()) {
            Planes planes{side, channels, std::move(*found)};
            m_spare.erase(found);
            return planes;
        }
    }
    return {side, channels, Floats(count)};
}

void PlanePool::giveBack(Planes planes) noexcept {
    const std::lock_guard lock(m_mutex);
    if (m_spare.size() == most) m_spare.erase(m_spare.begin());
    const auto place = std::ranges::lower_bound(m_spare, planes.values.size(), {}, &Floats::size);
    m_spare.insert(place, std::move(planes.values));
}

}  // namespace charrette
