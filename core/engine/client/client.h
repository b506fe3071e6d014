#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/design/protocol.h"
#include "core/engine/client/engine_process.h"

namespace charrette {

/// Speaks with an engine in a process of its own, without Qt and libtorch. For one thread at a time.
class Client {
public:
    /// `command` starts an engine: {"charrette-engine"}, or {"ssh", "host", "charrette-engine"}. Throws `Error` when it cannot be started.
    explicit Client(std::vector<std::string> command);

    /// Throws `Error` when the engine does not read any more.
    void send(const Request& request);
    /// The next reply; empty when none came in time. Throws `Error` when the engine has ended, or sends what is no reply.
    std::optional<Reply> receive(std::chrono::milliseconds timeout);

    /// Ends the engine, whatever it does, and starts another, which knows nothing of what was asked of the first.
    void restart();

    EngineProcess& process() { return *m_process; }

private:
    std::vector<std::string> m_command;
    std::unique_ptr<EngineProcess> m_process;
    FrameReader m_reader;
};

}  // namespace charrette
