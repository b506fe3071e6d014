#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <iterator>
#include <mutex>
#include <vector>

#include "core/engine/service/dispatcher.h"

namespace charrette::test {

/// Keeps replies, and lets a test wait for them. For any thread.
class ReplyRecorder : public ReplySink {
public:
    void send(std::vector<Reply> replies) override {
        const std::lock_guard lock(m_mutex);
        m_replies.reserve(2 * (m_replies.size() + replies.size()));
        std::ranges::move(replies, std::back_inserter(m_replies));
        m_changed.notify_all();
    }

    void waitForRoom(std::stop_token) override {}

    std::vector<Reply> all() const {
        const std::lock_guard lock(m_mutex);
        return m_replies;
    }

    void clear() {
        const std::lock_guard lock(m_mutex);
        m_replies.clear();
    }

    /// The replies of one kind to a request, of those that have come.
    template <class What>
    std::vector<What> of(RequestId request) const {
        std::vector<What> found;
        for (const Reply& reply : all())
            if (const auto* what = std::get_if<What>(&reply.what); what && reply.id == request) found.push_back(*what);
        return found;
    }

    /// Waits for the last reply to a request. False when it does not come within two minutes.
    bool waitForEnd(RequestId request) {
        return wait([request](const Reply& reply) {
            const auto* failed = std::get_if<Failed>(&reply.what);
            const bool isLast = std::holds_alternative<Done>(reply.what) || std::holds_alternative<Opened>(reply.what) ||
                                std::holds_alternative<Statistics>(reply.what) || (failed && failed->cells.empty());
            return reply.id == request && isLast;
        });
    }

private:
    bool wait(const std::function<bool(const Reply&)>& isIt) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::minutes(2), [&] { return std::ranges::any_of(m_replies, isIt); });
    }

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Reply> m_replies;
};

}  // namespace charrette::test
