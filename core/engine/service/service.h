#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "core/engine/service/dispatcher.h"
#include "core/engine/service/worker.h"

namespace charrette {

struct ServiceOptions {
    std::vector<std::string> devices = {"cpu"};  ///< one worker each
    size_t cacheBudget = size_t(512) << 20;      ///< bytes of pictures and style vectors that are kept
};

/// Serves requests with a worker a device. Its end gives up what is in work.
class Service {
public:
    /// `replies` must outlive this.
    Service(const ServiceOptions& options, const OpenRenderer& open, ReplySink& replies)
        : m_dispatcher(options.devices, options.cacheBudget, replies) {
        for (size_t i = 0; i < options.devices.size(); ++i) m_workers.emplace_back(m_dispatcher, open, options.devices[i], i);
    }

    /// Takes a request and returns at once. Throws `Error` when it cannot be served; nothing has changed then.
    void handle(Request request) { m_dispatcher.handle(std::move(request)); }

private:
    Dispatcher m_dispatcher;
    std::deque<Worker> m_workers;
};

}  // namespace charrette
