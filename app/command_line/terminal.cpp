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

bool continues(char byte) { return (byte & 0xC0) == 0x80; }

/// Bytes of the character of UTF-8 that the text begins with; 0 when it begins with none.
size_t characterLength(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text[0]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (text.size() < length) return 0;
    return length == 0 || std::ranges::all_of(text.substr(1, length - 1), continues) ? length : 0;
}

/// Of a whole character.
bool isControl(std::string_view character) {
    const auto lead = static_cast<unsigned char>(character[0]);
    return lead < 32 || lead == 127 || (lead == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0);
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

std::string shown(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const size_t length = characterLength(text);
        const auto character = text.substr(0, std::max<size_t>(length, 1));
        result += length == 0 || isControl(character) ? "?" : character;
        text.remove_prefix(character.size());
    }
    return result;
}

std::string padded(const std::string& text, size_t width) {
    const auto length = text.size() - size_t(std::ranges::count_if(text, continues));
    return text + std::string(std::max(width, length + 2) - length, ' ');
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
