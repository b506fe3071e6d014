#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace charrette {

/// Threads that wait for jobs, so that handing out even short ones costs little. To be used by one thread at a time.
class ThreadTeam {
public:
    /// `members` includes the caller's thread; 0 stands for one a core.
    explicit ThreadTeam(size_t members = 0);
    ~ThreadTeam();
    ThreadTeam(const ThreadTeam&) = delete;
    ThreadTeam& operator=(const ThreadTeam&) = delete;

    size_t members() const { return m_threads.size() + 1; }

    /// Calls `job(i, member)` for i in [0, count) and returns when every call has ended; jobs that run at the same time have different
    /// members. After a job has thrown, no further jobs begin; its exception, the first, is rethrown when those that run have ended.
    void run(size_t count, const std::function<void(size_t, size_t)>& job);

private:
    class Jobs;
    void waitForJobs(size_t member);
    std::shared_ptr<Jobs> latestJobs();

    std::mutex m_mutex;
    std::shared_ptr<Jobs> m_jobs;            ///< the latest
    std::atomic<uint32_t> m_generation = 0;  ///< counts the jobs handed out
    std::atomic<bool> m_stopping = false;
    std::vector<std::jthread> m_threads;
};

/// Calls `job(i)` for i in [0, count) on all cores, as `ThreadTeam::run` does.
void parallelFor(size_t count, const std::function<void(size_t)>& job);

}  // namespace charrette
