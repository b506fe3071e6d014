#pragma once

#include <csignal>

#include "ui/engine_client.h"

namespace charrette::test {

/// Kills a client's engine. False when none runs: kill(0) would kill the test itself and all that runs it.
inline bool killEngine(const EngineClient& client) {
    const auto id = pid_t(client.processId());
    return id > 0 && ::kill(id, SIGKILL) == 0;
}

}  // namespace charrette::test
