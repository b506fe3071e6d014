#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace charrette {

/// Does jobs one after another on a thread of its own, so that the window does not wait for them. Jobs that have not begun when this goes
/// are not done. Jobs must not throw, and give their results back with `QMetaObject::invokeMethod`.
class JobThread {
public:
    JobThread() : m_thread([this](std::stop_token stop) { work(stop); }) {}

    void post(std::function<void()> job) {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
        m_wake.notify_one();
    }

private:
    void work(std::stop_token stop) {
        for (;;) {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return !m_jobs.empty(); })) return;
            if (stop.stop_requested()) return;
            const auto job = std::move(m_jobs.front());
            m_jobs.pop_front();
            lock.unlock();
            job();
        }
    }

    std::mutex m_mutex;  ///< guards the jobs
    std::condition_variable_any m_wake;
    std::deque<std::function<void()>> m_jobs;
    std::jthread m_thread;
};

}  // namespace charrette
