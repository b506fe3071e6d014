#include "app/engine/outbox.h"

#include <cstdio>
#include <utility>

#include "app/command_line/terminal.h"

namespace charrette {
namespace {

/// Pictures wait for a reader until this many bytes are written.
constexpr size_t room = 32u << 20;

void log(const Reply& reply) {
    const auto* failed = std::get_if<Failed>(&reply.what);
    const auto* notice = std::get_if<Notice>(&reply.what);
    if (failed || notice) std::fprintf(stderr, "charrette-engine: %s\n", shown(failed ? failed->sentence : notice->sentence).c_str());
}

}  // namespace

Outbox::Outbox(std::function<bool(std::span<const std::byte>)> write)
    : m_write(std::move(write)), m_thread([this](std::stop_token stop) { work(stop); }) {}

void Outbox::send(std::vector<Reply> replies) {
    std::vector<std::byte> bytes;
    for (const Reply& reply : replies) {
        const auto frame = toBytes(toFrame(reply));
        bytes.insert(bytes.end(), frame.begin(), frame.end());
        log(reply);
    }
    const std::lock_guard lock(m_mutex);
    if (!m_isRead) return;
    m_bytes += bytes.size();
    m_waiting.push_back(std::move(bytes));
    m_changed.notify_all();
}

void Outbox::waitForRoom(std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [this] { return m_bytes < room; });
}

void Outbox::finish(std::chrono::milliseconds patience) {
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, patience, [this] { return m_waiting.empty(); });
}

void Outbox::work(std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [this] { return !m_waiting.empty(); })) {
        // Others only add at the end, which leaves the first where it is.
        const std::vector<std::byte>& bytes = m_waiting.front();
        lock.unlock();
        const bool isRead = m_write(bytes);
        lock.lock();
        m_bytes -= bytes.size();
        m_waiting.pop_front();
        if (!isRead) m_waiting.clear(), m_bytes = 0, m_isRead = false;
        m_changed.notify_all();
    }
}

}  // namespace charrette
