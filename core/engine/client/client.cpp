#include "core/engine/client/client.h"

#include <utility>

#include "core/base/error.h"

namespace charrette {

Client::Client(std::vector<std::string> command) : m_command(std::move(command)), m_process(std::make_unique<EngineProcess>(m_command)) {}

void Client::send(const Request& request) { m_process->write(toBytes(toFrame(request))); }

std::optional<Reply> Client::receive(std::chrono::milliseconds timeout) {
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + timeout;
    std::vector<std::byte> piece(1 << 16);
    for (;;) {
        if (const auto frame = m_reader.next()) return replyFromFrame(*frame);
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
        const auto count = m_process->read(piece, std::max(left, std::chrono::milliseconds(0)));
        if (!count && left.count() <= 0) return {};
        if (count == 0u) throw Error("The engine has ended");
        m_reader.feed(std::span(piece).first(count.value_or(0)));
    }
}

void Client::restart() {
    m_process.reset();
    m_reader = {};
    m_process = std::make_unique<EngineProcess>(m_command);
}

}  // namespace charrette
