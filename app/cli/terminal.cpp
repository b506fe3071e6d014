#include "app/cli/terminal.h"

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

ProgressBar::ProgressBar(std::string activity) : m_activity(std::move(activity)), m_visible(errorIsTerminal()) {}

ProgressBar::~ProgressBar() {
    if (m_visible) std::fprintf(stderr, "\r\033[K");
}

void ProgressBar::show(size_t done, size_t total) {
    if (!m_visible) return;
    constexpr size_t width = 30;
    const size_t filled = total ? std::min(done * width / total, width) : 0;
    std::fprintf(stderr, "\r%s [%s%s] %zu of %zu", m_activity.c_str(), std::string(filled, '#').c_str(),
                 std::string(width - filled, ' ').c_str(), done, total);
    std::fflush(stderr);
}

}  // namespace charrette
