#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace charrette {

/// Keeps values by key within a budget of bytes; those that were not asked for the longest go first. Not thread-safe.
template <class Value>
class Cache {
public:
    explicit Cache(size_t budget) : m_budget(budget) {}

    std::optional<Value> find(const std::string& key) {
        const auto found = m_places.find(key);
        if (found == m_places.end()) return {};
        m_items.splice(m_items.begin(), m_items, found->second);
        return found->second->value;
    }

    /// A key that is there keeps its value. `bytes` is what the value takes; one over the whole budget is not kept.
    void insert(const std::string& key, Value value, size_t bytes) {
        bytes += overhead + 2 * key.size();
        if (bytes > m_budget || m_places.contains(key)) return;
        while (m_bytes + bytes > m_budget) dropOldest();
        std::list<Item> item;
        item.push_back({key, std::move(value), bytes});
        m_places.emplace(key, item.begin());
        m_items.splice(m_items.begin(), item);
        m_bytes += bytes;
    }

    void clear() noexcept {
        m_places.clear();
        m_items.clear();
        m_bytes = 0;
    }

    size_t bytes() const { return m_bytes; }
    size_t budget() const { return m_budget; }

private:
    struct Item {
        std::string key;
        Value value;
        size_t bytes;
    };
    static constexpr size_t overhead = 256;  ///< of an item's bookkeeping

    void dropOldest() {
        m_bytes -= m_items.back().bytes;
        m_places.erase(m_items.back().key);
        m_items.pop_back();
    }

    size_t m_budget, m_bytes = 0;
    std::list<Item> m_items;  ///< the one that was asked for last comes first
    std::map<std::string, typename std::list<Item>::iterator> m_places;
};

}  // namespace charrette
