#include "app/engine/streams.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>

#ifdef _WIN32
#include <fcntl.h>
#include <io.h>
#else
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#endif

namespace charrette {
namespace {

constexpr int standardInput = 0, standardOutput = 1, standardError = 2;

// What differs between systems stands in these functions. Each call moves at most as much as Windows can.
constexpr size_t most = 1 << 20;
#ifdef _WIN32
int copyOf(int descriptor) { return _dup(descriptor); }
void replace(int descriptor, int by) { _dup2(by, descriptor); }
void prepare(int descriptor) { _setmode(descriptor, _O_BINARY); }
ptrdiff_t readSome(int from, std::span<std::byte> bytes) { return _read(from, bytes.data(), unsigned(bytes.size())); }
ptrdiff_t writeSome(int to, std::span<const std::byte> bytes) { return _write(to, bytes.data(), unsigned(bytes.size())); }
#else
int copyOf(int descriptor) { return dup(descriptor); }
void replace(int descriptor, int by) { dup2(by, descriptor); }
void prepare(int descriptor) {
    std::signal(SIGPIPE, SIG_IGN);
#ifdef F_SETPIPE_SZ
    // A picture leaves in few turns: while all cores render, each turn of writer and reader waits for one of them.
    fcntl(descriptor, F_SETPIPE_SZ, int(most));
#endif
}
ptrdiff_t readSome(int from, std::span<std::byte> bytes) { return ::read(from, bytes.data(), bytes.size()); }
ptrdiff_t writeSome(int to, std::span<const std::byte> bytes) { return ::write(to, bytes.data(), bytes.size()); }
#endif

}  // namespace

Streams::Streams() : m_input(standardInput), m_output(copyOf(standardOutput)) {
    std::fflush(stdout);
    replace(standardOutput, standardError);
    prepare(m_input);
    prepare(m_output);
}

size_t Streams::read(std::span<std::byte> bytes) const {
    ptrdiff_t count;
    do {
        count = readSome(m_input, bytes.first(std::min(bytes.size(), most)));
    } while (count < 0 && errno == EINTR);
    return size_t(std::max<ptrdiff_t>(0, count));
}

bool Streams::write(std::span<const std::byte> bytes) const {
    while (!bytes.empty()) {
        const ptrdiff_t count = writeSome(m_output, bytes.first(std::min(bytes.size(), most)));
        if (count < 0 && errno != EINTR) return false;
        bytes = bytes.subspan(size_t(std::max<ptrdiff_t>(0, count)));
    }
    return true;
}

}  // namespace charrette
