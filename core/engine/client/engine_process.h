#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace charrette {

/// A process that is spoken with over its standard input and output; its standard error is ours. From the first one on this program ignores
/// SIGPIPE. For one thread at a time. Not on Windows.
class EngineProcess {
public:
    /// `command` is a program, found as a shell finds it, and its arguments. Throws `Error` when it cannot be started.
    explicit EngineProcess(const std::vector<std::string>& command);
    /// Kills it, if it still runs.
    ~EngineProcess();
    EngineProcess(const EngineProcess&) = delete;
    EngineProcess& operator=(const EngineProcess&) = delete;

    /// Throws `Error` when it does not read any more.
    void write(std::span<const std::byte> bytes);
    /// Waits for output and gives back how many bytes came: 0 at its end. Empty when none came in time.
    std::optional<size_t> read(std::span<std::byte> bytes, std::chrono::milliseconds timeout);

    void closeInput();
    /// With SIGKILL.
    void kill();
    /// Waits for its end and gives back its exit code; below 0, the signal that ended it.
    int wait();
    int id() const { return m_id; }

private:
    int m_id = -1;  ///< -1 once its end was waited for
    int m_exit = 0;
    int m_input = -1, m_output = -1;
};

}  // namespace charrette
