#pragma once

#include <cstddef>
#include <stop_token>
#include <string>
#include <thread>

namespace charrette {

/// Turns Ctrl+C (SIGINT) and SIGTERM into a request to stop. A second signal ends the program at once. One at a time; `main` owns it.
class Interruption {
public:
    Interruption();
    std::stop_token token() const { return m_source.get_token(); }
    bool happened() const { return m_source.stop_requested(); }

private:
    std::stop_source m_source;
    std::jthread m_watcher;
};

/// A line on standard error that shows how far a long command is; nothing at all when that is not a terminal.
class ProgressBar {
public:
    explicit ProgressBar(std::string activity);
    ~ProgressBar();  ///< clears the line
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void show(size_t done, size_t total);

private:
    std::string m_activity;
    bool m_visible = false;
};

}  // namespace charrette
