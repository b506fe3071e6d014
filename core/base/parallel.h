#pragma once

#include <cstddef>
#include <functional>

namespace charrette {

/// Calls `job(i)` for i in [0, count) on all cores and returns when every call has ended.
/// The first exception thrown by a job is rethrown after the others have ended.
void parallelFor(size_t count, const std::function<void(size_t)>& job);

}  // namespace charrette
