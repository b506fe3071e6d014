#include "core/base/parallel.h"

#include <algorithm>
#include <chrono>
#include <exception>

#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
#endif

namespace charrette {

namespace {

/// Lets a moment pass without giving the core away, which on a busy machine comes back only after milliseconds.
void pauseBriefly() {
#if defined(__x86_64__) || defined(_M_X64)
    _mm_pause();
#elif defined(__aarch64__) && !defined(_MSC_VER)
    __asm__ volatile("yield");
#else
    std::this_thread::yield();
#endif
}

/// Waits for a value to be another than `old`; awake at first, since jobs follow each other closely within a picture, and waking a sleeping
/// thread would take as long as many of them.
template <class T>
void waitWhile(const std::atomic<T>& value, T old) {
    constexpr auto patience = std::chrono::microseconds(100);
    const auto start = std::chrono::steady_clock::now();
    while (value == old && std::chrono::steady_clock::now() - start < patience)
        for (int i = 0; i < 16; ++i) pauseBriefly();
    value.wait(old);
}

}  // namespace

/// Hands out the numbers of the jobs, counts those that have ended, and keeps the first exception.
class ThreadTeam::Jobs {
public:
    Jobs(size_t count, const std::function<void(size_t, size_t)>& job) : m_count(count), m_job(job) {}

    void work(size_t member) {
        for (size_t i = m_next++; i < m_count; i = m_next++) {
            if (!m_failed) call(i, member);
            if (++m_ended == m_count) m_ended.notify_all();
        }
    }

    void wait() {
        for (size_t ended = m_ended; ended != m_count; ended = m_ended) waitWhile(m_ended, ended);
        if (m_exception) std::rethrow_exception(m_exception);
    }

private:
    void call(size_t i, size_t member) {
        try {
            m_job(i, member);
        } catch (...) {
            const std::lock_guard lock(m_mutex);
            if (!m_exception) m_exception = std::current_exception();
            m_failed = true;
        }
    }

    const size_t m_count;
    const std::function<void(size_t, size_t)>& m_job;  ///< lives until the last job has ended
    std::atomic<size_t> m_next = 0, m_ended = 0;
    std::atomic<bool> m_failed = false;
    std::mutex m_mutex;
    std::exception_ptr m_exception;
};

ThreadTeam::ThreadTeam(size_t members) {
    if (members == 0) members = std::max(1u, std::thread::hardware_concurrency());
    for (size_t member = 1; member < members; ++member) m_threads.emplace_back([this, member] { waitForJobs(member); });
}

ThreadTeam::~ThreadTeam() {
    m_stopping = true;
    ++m_generation;
    m_generation.notify_all();
}

void ThreadTeam::run(size_t count, const std::function<void(size_t, size_t)>& job) {
    auto jobs = std::make_shared<Jobs>(count, job);
    if (count > 1 && !m_threads.empty()) {
        {
            const std::lock_guard lock(m_mutex);
            m_jobs = jobs;
        }
        ++m_generation;
        m_generation.notify_all();
    }
    jobs->work(0);
    jobs->wait();
}

void ThreadTeam::waitForJobs(size_t member) {
    for (uint32_t seen = 0;;) {
        waitWhile(m_generation, seen);
        seen = m_generation;
        if (m_stopping) return;
        latestJobs()->work(member);
    }
}

std::shared_ptr<ThreadTeam::Jobs> ThreadTeam::latestJobs() {
    const std::lock_guard lock(m_mutex);
    return m_jobs;
}

void parallelFor(size_t count, const std::function<void(size_t)>& job) {
    const size_t cores = std::max(1u, std::thread::hardware_concurrency());
    ThreadTeam(std::clamp(count, size_t(1), cores)).run(count, [&job](size_t i, size_t) { job(i); });
}

}  // namespace charrette
