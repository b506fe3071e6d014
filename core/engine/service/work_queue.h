#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/design/protocol.h"

namespace charrette {

/// How urgent a picture is, the least first: visible cells before hidden ones, previews before full pictures, the newest request first, and
/// its cells in their order. No two pictures have the same.
struct Rank {
    Priority priority = Priority::Visible;
    Stage stage = Stage::Full;
    uint64_t age = 0;  ///< counts down from request to request
    size_t index = 0;  ///< among the request's cells
    auto operator<=>(const Rank&) const = default;
};

/// A picture that somebody asked for.
struct Job {
    Rank rank;
    RequestId request = 0;
    std::shared_ptr<const RenderCells> render;

    const Cell& cell() const { return render->cells[rank.index]; }
};

/// The pictures that are asked for and not done, and which of them are in work. Not thread-safe. When memory is short, everything stays
/// as it was.
class WorkQueue {
public:
    bool has(RequestId request) const { return m_requests.contains(request); }
    /// The unfinished request of a group; 0 when there is none, or the group has no name.
    RequestId inGroup(const std::string& group) const;

    /// A request that the queue does not have, with at least one cell.
    void add(RequestId request, RenderCells render);
    /// Forgets a request's pictures, also those in work. Nothing when there is no such request.
    void remove(RequestId request) noexcept;

    /// The most urgent pictures that are not in work, all of one priority and stage, at most `limit(the first)` or one. They are in work then.
    std::vector<Job> take(const std::function<size_t(const Job&)>& limit);
    /// Those that are still wanted wait again.
    void release(std::span<const Job> jobs) noexcept;
    /// Counts a failed attempt and gives back how many there have been; 0 for a picture that nobody wants any more.
    int countFailure(const Rank& rank) noexcept;

    /// Whether nobody took the request back meanwhile.
    bool isWanted(const Rank& rank) const { return m_pictures.contains(rank); }
    /// The request's progress once this picture, which is wanted, is done.
    Progress progressAfter(const Job& job) const;
    /// The picture is done; with the last one the request is forgotten.
    void finish(const Job& job) noexcept;

    /// The most urgent picture that is not in work.
    std::optional<Rank> mostUrgent() const;
    size_t size() const { return m_pictures.size(); }
    size_t inWork() const { return m_inWork; }

private:
    struct Picture {
        Job job;
        bool inWork = false;
        int failures = 0;
    };
    struct Active {
        std::shared_ptr<const RenderCells> render;
        uint64_t age = 0;
        Progress progress = {};
    };
    using Pictures = std::map<Rank, Picture>;

    void erase(Pictures::iterator picture) noexcept;

    Pictures m_pictures;
    std::map<RequestId, Active> m_requests;
    uint64_t m_age = UINT64_MAX;
    size_t m_inWork = 0;
};

}  // namespace charrette
