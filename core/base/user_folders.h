#pragma once

#include <filesystem>

namespace charrette {

/// Where what can be made again is kept for this user, in a folder of Charrette's: under `XDG_CACHE_HOME` or ~/.cache on Linux, ~/Library/Caches
/// on macOS, %LOCALAPPDATA% on Windows. It need not exist. Empty where the user has no home.
std::filesystem::path userCacheFolder();

}  // namespace charrette
