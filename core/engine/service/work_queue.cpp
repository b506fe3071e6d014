#include "core/engine/service/work_queue.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace charrette {
namespace {

std::vector<Stage> stagesOf(Stages stages) {
    if (stages == Stages::Both) return {Stage::Preview, Stage::Full};
    return {stages == Stages::Preview ? Stage::Preview : Stage::Full};
}

}  // namespace

RequestId WorkQueue::inGroup(const std::string& group) const {
    if (group.empty()) return 0;
    const auto found = std::ranges::find_if(m_requests, [&](const auto& item) { return item.second.render->group == group; });
    return found == m_requests.end() ? 0 : found->first;
}

void WorkQueue::add(RequestId request, RenderCells render) {
    assert(!has(request) && !render.cells.empty());
    const auto shared = std::make_shared<const RenderCells>(std::move(render));
    Pictures pictures;
    for (Stage stage : stagesOf(shared->stages)) {
        for (size_t i = 0; i < shared->cells.size(); ++i) {
            const Rank rank{shared->cells[i].priority, stage, m_age, i};
            pictures.emplace(rank, Picture{{rank, request, shared}});
        }
    }
    m_requests.emplace(request, Active{shared, m_age--, {0, pictures.size()}});
    m_pictures.merge(pictures);
}

void WorkQueue::erase(Pictures::iterator picture) noexcept {
    if (picture->second.inWork) --m_inWork;
    m_pictures.erase(picture);
}

void WorkQueue::remove(RequestId request) noexcept {
    for (auto picture = m_pictures.begin(); picture != m_pictures.end();) {
        const auto here = picture++;
        if (here->second.job.request == request) erase(here);
    }
    m_requests.erase(request);
}

std::vector<Job> WorkQueue::take(const std::function<size_t(const Job&)>& limit) {
    const auto first = mostUrgent();
    if (!first) return {};
    const size_t most = std::min(std::max<size_t>(1, limit(m_pictures.at(*first).job)), m_pictures.size());
    const auto belongs = [&](const Rank& rank) { return rank.priority == first->priority && rank.stage == first->stage; };
    std::vector<Job> jobs;
    jobs.reserve(most);
    for (auto picture = m_pictures.find(*first); picture != m_pictures.end() && belongs(picture->first) && jobs.size() < most; ++picture) {
        if (std::exchange(picture->second.inWork, true)) continue;
        jobs.push_back(picture->second.job);
        ++m_inWork;
    }
    return jobs;
}

void WorkQueue::release(std::span<const Job> jobs) noexcept {
    for (const Job& job : jobs) {
        const auto found = m_pictures.find(job.rank);
        if (found != m_pictures.end() && std::exchange(found->second.inWork, false)) --m_inWork;
    }
}

int WorkQueue::countFailure(const Rank& rank) noexcept {
    const auto found = m_pictures.find(rank);
    return found == m_pictures.end() ? 0 : ++found->second.failures;
}

Progress WorkQueue::progressAfter(const Job& job) const {
    Progress progress = m_requests.at(job.request).progress;
    ++progress.done;
    return progress;
}

void WorkQueue::finish(const Job& job) noexcept {
    erase(m_pictures.find(job.rank));
    const auto request = m_requests.find(job.request);
    Progress& progress = request->second.progress;
    if (++progress.done == progress.total) m_requests.erase(request);
}

std::optional<Rank> WorkQueue::mostUrgent() const {
    const auto found = std::ranges::find_if(m_pictures, [](const auto& item) { return !item.second.inWork; });
    if (found == m_pictures.end()) return {};
    return found->first;
}

}  // namespace charrette
