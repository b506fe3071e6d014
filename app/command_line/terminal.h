#pragma once

#include <cstddef>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

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

/// A text as a terminal may show it: control characters (C0, DEL, C1) and bytes that are not UTF-8 become question marks.
std::string shown(std::string_view text);

/// Filled with blanks to so many characters of UTF-8, with at least two.
std::string padded(const std::string& text, size_t width);

/// One line on standard error that is written over again and again; nothing at all when that is not a terminal.
class StatusLine {
public:
    StatusLine();
    ~StatusLine() { clear(); }
    StatusLine(const StatusLine&) = delete;
    StatusLine& operator=(const StatusLine&) = delete;

    bool visible() const { return m_visible; }
    void show(const std::string& text);
    void clear();

private:
    bool m_visible;
};

/// A line on standard error that shows how far a long command is; nothing at all when that is not a terminal.
class ProgressBar {
public:
    explicit ProgressBar(std::string activity) : m_activity(std::move(activity)) {}

    void show(size_t done, size_t total);

private:
    std::string m_activity;
    StatusLine m_line;
};

}  // namespace charrette
