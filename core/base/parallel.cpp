#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace charrette {
namespace {

/// Hands out the numbers of the jobs, and keeps the first exception.
class Jobs {
public:
    Jobs(size_t count, const std::function<void(size_t)>& job) : m_count(count), m_job(job) {}

    void work() {
        for (size_t i = m_next++; i < m_count && !m_failed; i = m_next++) {
            try {
                m_job(i);
            } catch (...) {
                keep(std::current_exception());
            }
        }
    }

    void rethrow() const {
        if (m_exception) std::rethrow_exception(m_exception);
    }

private:
    void keep(std::exception_ptr exception) {
        const std::lock_guard lock(m_mutex);
        if (!m_exception) m_exception = exception;
        m_failed = true;
    }

    const size_t m_count;
    const std::function<void(size_t)>& m_job;
    std::atomic<size_t> m_next = 0;
    std::atomic<bool> m_failed = false;
    std::mutex m_mutex;
    std::exception_ptr m_exception;
};

}  // namespace

void parallelFor(size_t count, const std::function<void(size_t)>& job) {
    const size_t cores = std::max(1u, std::thread::hardware_concurrency());
    if (count <= 1 || cores == 1) {
        for (size_t i = 0; i < count; ++i) job(i);
        return;
    }
    Jobs jobs(count, job);
    {
        std::vector<std::jthread> workers;
        for (size_t i = 1; i < std::min(count, cores); ++i) workers.emplace_back([&jobs] { jobs.work(); });
        jobs.work();
    }
    jobs.rethrow();
}

}  // namespace charrette
