#include "app/engine/outbox.h"

#include <cstdio>
#include <iterator>
#include <new>
#include <utility>

#include "app/command_line/terminal.h"

namespace charrette {
namespace {

/// Workers wait when pictures of so many bytes have not been written.
constexpr size_t room = 32u << 20;

size_t pixelsIn(const Reply& reply) {
    const auto* picture = std::get_if<Picture>(&reply.what);
    return picture ? picture->samples.size() : 0;
}

void log(const Reply& reply) {
    const auto* failed = std::get_if<Failed>(&reply.what);
    const auto* notice = std::get_if<Notice>(&reply.what);
    if (failed || notice) std::fprintf(stderr, "charrette-engine: %s\n", shown(failed ? failed->sentence : notice->sentence).c_str());
}

/// Patiently: a reply must not be lost because memory is short for a moment.
std::vector<std::byte> bytesOf(const Reply& reply) {
    for (;;) {
        try {
            log(reply);
            return toBytes(toFrame(reply));
        } catch (const std::bad_alloc&) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }
}

}  // namespace

Outbox::Outbox(std::function<bool(std::span<const std::byte>)> write)
    : m_write(std::move(write)), m_thread([this](std::stop_token stop) { work(stop); }) {}

void Outbox::send(std::vector<Reply> replies) {
    std::list<Reply> added(std::make_move_iterator(replies.begin()), std::make_move_iterator(replies.end()));
    const std::lock_guard lock(m_mutex);
    if (!m_isRead) return;
    for (const Reply& reply : added) m_pixels += pixelsIn(reply);
    m_waiting.splice(m_waiting.end(), added);
    m_changed.notify_all();
}

void Outbox::waitForRoom(std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [this] { return m_pixels < room; });
}

void Outbox::finish(std::chrono::milliseconds patience) {
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, patience, [this] { return m_waiting.empty(); });
}

void Outbox::work(std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [this] { return !m_waiting.empty(); })) {
        // Others only add at the end, which leaves the first where it is.
        const Reply& reply = m_waiting.front();
        lock.unlock();
        const bool isRead = m_write(bytesOf(reply));
        lock.lock();
        m_isRead = isRead;
        m_pixels -= pixelsIn(reply);
        m_waiting.pop_front();
        if (!m_isRead) m_waiting.clear(), m_pixels = 0;
        m_changed.notify_all();
    }
}

}  // namespace charrette
