#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "core/engine/service/dispatcher.h"

namespace charrette {

/// Writes replies as frames on a thread of its own, so that a slow reader keeps nobody waiting. What failed goes to the log, too.
class Outbox : public ReplySink {
public:
    /// `write` gives back false when nobody reads any more; what follows is dropped then.
    explicit Outbox(std::function<bool(std::span<const std::byte>)> write);

    void send(std::vector<Reply> replies) override;
    void waitForRoom(std::stop_token stop) override;
    /// Waits until everything is written, but not longer than `patience`.
    void finish(std::chrono::milliseconds patience);

private:
    void work(std::stop_token stop);

    const std::function<bool(std::span<const std::byte>)> m_write;
    std::mutex m_mutex;  ///< guards what follows
    std::condition_variable_any m_changed;
    std::list<Reply> m_waiting;  ///< the first one may be being written
    size_t m_pixels = 0;         ///< bytes of pictures that wait
    bool m_isRead = true;
    std::jthread m_thread;
};

}  // namespace charrette
