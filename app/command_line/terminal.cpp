#include "app/command_line/terminal.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

namespace charrette {
namespace {

std::atomic<bool> signalled = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

extern "C" void noteSignal(int number) {
    signalled = true;
    std::signal(number, SIG_DFL);
}

bool errorIsTerminal() {
#ifdef _WIN32
    return _isatty(_fileno(stderr));
#else
    return isatty(STDERR_FILENO);
#endif
}

}  // namespace

Interruption::Interruption() {
    std::signal(SIGINT, noteSignal);
    std::signal(SIGTERM, noteSignal);
    m_watcher = std::jthread([source = m_source](std::stop_token ended) mutable {
        while (!ended.stop_requested() && !signalled) std::this_thread::sleep_for(std::chrono::milliseconds(20));
        if (signalled) source.request_stop();
    });
}

StatusLine::StatusLine() : m_visible(errorIsTerminal()) {}

void StatusLine::show(const std::string& text) {
    if (!m_visible) return;
    std::fprintf(stderr, "\r\033[K%s", text.c_str());
    std::fflush(stderr);
}

void StatusLine::clear() { show({}); }

void ProgressBar::show(size_t done, size_t total) {
    constexpr size_t width = 30;
    const size_t filled = total ? std::min(done * width / total, width) : 0;
    m_line.show(m_activity + " [" + std::string(filled, '#') + std::string(width - filled, ' ') + "] " + std::to_string(done) + " of " +
                std::to_string(total));
}

}  // namespace charrette
