#include "core/nn/inference/endings.h"

#include <algorithm>
#include <utility>

namespace charrette {

const Ending* Endings::find(const std::string& key) const {
    const auto found = std::ranges::find(m_kept, key, &Ending::key);
    return found == m_kept.end() ? nullptr : &*found;
}

void Endings::keep(std::string key, size_t block, std::span<const float> input, const Planes& planes) {
    const std::span<const float> values(planes.values.data(), planes.side * planes.side * planes.channels);
    const size_t room = std::min(most, m_budget / (input.size_bytes() + values.size_bytes()));
    if (room == 0) return;
    if (!m_kept.empty() && m_kept[0].block != block) clear();
    if (m_kept.size() < room) m_kept.emplace_back();
    Ending& ending = m_kept[m_next++ % m_kept.size()];
    ending.key.clear();  // until the rest is there
    ending.block = block;
    ending.input.assign(input.begin(), input.end());
    ending.planes.side = planes.side;
    ending.planes.channels = planes.channels;
    ending.planes.values.assign(values.begin(), values.end());
    ending.key = std::move(key);
}

}  // namespace charrette
