#include "app/train/background.h"

#include <cstring>
#include <filesystem>

#ifdef _WIN32
#include <process.h>
#include <windows.h>
#else
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif
extern char** environ;
#endif

#include "core/base/error.h"

namespace charrette {

namespace {

std::string ownProgram() {
#if defined(_WIN32)
    char path[MAX_PATH] = "";
    GetModuleFileNameA(nullptr, path, MAX_PATH);
    return path;
#elif defined(__APPLE__)
    char path[4096] = "";
    uint32_t size = sizeof path;
    _NSGetExecutablePath(path, &size);
    return path;
#else
    return std::filesystem::read_symlink("/proc/self/exe").string();
#endif
}

}  // namespace

void yieldToOthers() {
#ifdef _WIN32
    SetPriorityClass(GetCurrentProcess(), IDLE_PRIORITY_CLASS);
#else
    setpriority(PRIO_PROCESS, 0, 19);
#endif
}

void startAlongside(const std::vector<std::string>& arguments) {
    const std::string program = ownProgram();
    std::vector<char*> words = {const_cast<char*>(program.c_str())};
    for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
#ifdef _WIN32
    const int failure = _spawnv(_P_DETACH, program.c_str(), words.data()) < 0 ? errno : 0;
#else
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    for (int stream : {1, 2}) posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    pid_t child = 0;
    const int failure = posix_spawn(&child, program.c_str(), &actions, &attributes, words.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
#endif
    if (failure != 0) throw Error(program + ": cannot be started once more: " + std::strerror(failure));
}

}  // namespace charrette
