#include "core/engine/client/engine_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

#include "core/base/error.h"

extern char** environ;

namespace charrette {
namespace {

[[noreturn]] void fail(const std::string& what, int error) { throw Error(what + ": " + std::generic_category().message(error)); }

void closeDescriptor(int& descriptor) {
    if (descriptor >= 0) close(std::exchange(descriptor, -1));
}

/// Both ends are closed with this object, and in other programs.
struct Pipe {
    Pipe() {
        int ends[2];
        if (pipe(ends) != 0) fail("A pipe cannot be made", errno);
        out = ends[0], in = ends[1];
        for (int end : ends) fcntl(end, F_SETFD, FD_CLOEXEC);
    }
    ~Pipe() {
        closeDescriptor(in);
        closeDescriptor(out);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int in = -1, out = -1;
};

pid_t started(const std::vector<std::string>& command, const Pipe& input, const Pipe& output) {
    std::vector<char*> words;
    for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input.out, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output.in, STDOUT_FILENO);
    pid_t id = -1;
    const int error = posix_spawnp(&id, words[0], &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) fail("'" + command[0] + "' cannot be started", error);
    return id;
}

}  // namespace

EngineProcess::EngineProcess(const std::vector<std::string>& command) {
    if (command.empty()) throw Error("There is no command to start");
    std::signal(SIGPIPE, SIG_IGN);
    Pipe input, output;
    m_id = started(command, input, output);
    m_input = std::exchange(input.in, -1);
    m_output = std::exchange(output.out, -1);
}

EngineProcess::~EngineProcess() {
    kill();
    wait();
    closeDescriptor(m_input);
    closeDescriptor(m_output);
}

void EngineProcess::write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(m_input, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("The engine does not read any more", errno);
        bytes = bytes.subspan(size_t(count));
    }
}

std::optional<size_t> EngineProcess::read(std::span<std::byte> bytes, std::chrono::milliseconds timeout) {
    pollfd output = {m_output, POLLIN, 0};
    if (poll(&output, 1, int(timeout.count())) <= 0) return {};
    const ssize_t count = ::read(m_output, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) return {};
    if (count < 0) fail("The engine cannot be read", errno);
    return size_t(count);
}

void EngineProcess::closeInput() { closeDescriptor(m_input); }

void EngineProcess::kill() {
    if (m_id > 0) ::kill(m_id, SIGKILL);
}

int EngineProcess::wait() {
    if (m_id <= 0) return m_exit;
    int status = 0;
    while (waitpid(m_id, &status, 0) < 0 && errno == EINTR) {
    }
    m_id = -1;
    m_exit = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
    return m_exit;
}

}  // namespace charrette
