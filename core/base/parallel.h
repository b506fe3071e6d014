#pragma once

#include <cstddef>
#include <functional>

namespace charrette {

/// Calls `job(i)` for i in [0, count) on all cores and returns when every call has ended.
/// After a job has thrown, no further jobs begin; its exception, the first, is rethrown when those that run have ended.
/// The caller's thread works too; for a single job it works alone.
void parallelFor(size_t count, const std::function<void(size_t)>& job);

}  // namespace charrette
