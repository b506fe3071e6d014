#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/design/protocol.h"

namespace charrette {

/// The requests to render that have not ended, and which of their pictures are missing. A request is either waiting or sent.
/// Functions that take a request's id need one that is here, unless they say otherwise.
class UnfinishedRenders {
public:
    /// `id` is above those before.
    void add(RequestId id, RenderCells render);
    /// Forgets it; nothing when it is not here.
    void remove(RequestId id) { m_renders.erase(id); }

    bool has(RequestId id) const { return m_renders.contains(id); }
    bool empty() const { return m_renders.empty(); }
    std::vector<RequestId> ids() const;
    /// The request of a group; 0 when there is none, or the group has no name.
    RequestId inGroup(const std::string& group) const;
    const std::string& group(RequestId id) const { return m_renders.at(id).render.group; }

    /// A picture has come, which forgives all deaths. False when it was not missing.
    bool take(RequestId id, uint32_t cell, Stage stage);
    /// Gives back those of the cells that had pictures missing. None of theirs is missing any more.
    std::vector<uint32_t> fail(RequestId id, const std::vector<uint32_t>& cells);
    Progress progress(RequestId id) const;
    /// In the order of the request.
    std::vector<uint32_t> missingCells(RequestId id) const;

    /// What is missing, as requests for each kind of stages; without a group, so that they do not replace each other in the engine.
    std::vector<RenderCells> rest(RequestId id) const;
    /// The oldest request that waits and may be sent: while one has a death to its name, no other may. 0 when there is none.
    RequestId nextToSend() const;
    void markSent(RequestId id) { m_renders.at(id).isSent = true; }

    /// All requests wait again.
    void letAllWait();
    struct Suspect {
        RequestId id = 0;
        int deaths = 0;  ///< in a row, without a picture of it in between
    };
    /// The engine died: all requests wait again, and it counts against the sent one whose missing picture was the most urgent. Empty when
    /// none was sent.
    std::optional<Suspect> countDeath();

private:
    using Missing = std::set<std::pair<uint32_t, Stage>>;
    struct Unfinished {
        RenderCells render;
        Missing missing;  ///< cell and stage
        size_t total = 0;
        bool isSent = false;
        int deaths = 0;
    };
    /// The least is the most urgent; of equal ones, the newest request is.
    using Urgency = std::pair<Priority, Stage>;

    static Urgency urgency(const Unfinished& unfinished);
    RequestId mostUrgentSent() const;

    std::map<RequestId, Unfinished> m_renders;
};

}  // namespace charrette
