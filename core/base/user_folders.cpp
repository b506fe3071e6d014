#include "core/base/user_folders.h"

#include <cstdlib>
#include <string>

namespace charrette {

namespace fs = std::filesystem;

namespace {

fs::path fromEnvironment(const char* name) {
    const char* value = std::getenv(name);
    return value && *value ? fs::path(value) : fs::path();
}

fs::path within(const fs::path& folder, const char* name) { return folder.empty() ? folder : folder / name; }

}  // namespace

fs::path userCacheFolder() {
#if defined(_WIN32)
    return within(within(fromEnvironment("LOCALAPPDATA"), "Charrette"), "cache");
#elif defined(__APPLE__)
    return within(within(fromEnvironment("HOME"), "Library/Caches"), "Charrette");
#else
    const fs::path cache = fromEnvironment("XDG_CACHE_HOME");
    return within(cache.is_absolute() ? cache : within(fromEnvironment("HOME"), ".cache"), "charrette");
#endif
}

}  // namespace charrette
