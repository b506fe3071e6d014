#include "core/engine/service/dispatcher.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"

namespace charrette {

Task::~Task() { m_dispatcher.end(*this); }

Dispatcher::Dispatcher(std::vector<std::string> devices, size_t cacheBudget, ReplySink& replies)
    : m_replies(replies), m_styles(cacheBudget / 16), m_pictures(cacheBudget - cacheBudget / 16 - cacheBudget / 8), m_photos(cacheBudget / 8) {
    m_statistics.devices = std::move(devices);
    m_statistics.cacheBudget = cacheBudget;
}

void Dispatcher::handle(Request request) {
    if (auto* photo = std::get_if<AddPhoto>(&request.what)) return serve(request.id, std::move(*photo));
    const std::lock_guard lock(m_mutex);
    std::visit([&](auto& what) { serve(request.id, std::move(what)); }, request.what);
}

void Dispatcher::serve(RequestId request, OpenModel open) {
    if (m_opening) m_replies.send({{m_opening->request, Done{Done::Outcome::Replaced}}});
    m_opening = {request, std::move(open.model)};
    m_wake.notify_one();
}

void Dispatcher::serve(RequestId request, RenderCells render) {
    if (m_queue.has(request)) throw Error("request: id " + std::to_string(request) + " is in use");
    if (const RequestId replaced = m_queue.inGroup(render.group)) {
        m_replies.send({{replaced, Done{Done::Outcome::Replaced}}});
        m_queue.remove(replaced);
    }
    if (render.cells.empty())
        m_replies.send({{request, Done()}});
    else
        m_queue.add(request, std::move(render));
    giveUpWork();
    m_wake.notify_all();
}

void Dispatcher::serve(RequestId request, Cancel cancel) {
    std::vector<Reply> replies = {{request, Done()}};
    const bool isOpening = m_opening && m_opening->request == cancel.request;
    if (isOpening || m_queue.has(cancel.request)) replies.insert(replies.begin(), {cancel.request, Done{Done::Outcome::Cancelled}});
    m_replies.send(std::move(replies));
    if (isOpening) m_opening.reset();
    m_queue.remove(cancel.request);
    giveUpWork();
}

void Dispatcher::serve(RequestId request, Heartbeat heartbeat) { m_replies.send({{request, heartbeat}}); }

void Dispatcher::serve(RequestId request, AskStatistics) {
    Statistics statistics = m_statistics;
    statistics.model = m_model.model;
    statistics.queued = m_queue.size();
    statistics.inWork = m_queue.inWork();
    statistics.cacheBytes = m_styles.bytes() + m_pictures.bytes() + m_photos.bytes();
    m_replies.send({{request, std::move(statistics)}});
}

/// Smaller copies of the photo are made before anybody has to wait.
void Dispatcher::serve(RequestId request, AddPhoto add) {
    const auto photo = std::make_shared<const Photo>(add.width, add.height, add.pixels);
    const std::lock_guard lock(m_mutex);
    m_photos.insert(add.photo, photo, photo->bytes());
    if (!m_photos.find(add.photo))
        throw Error("A photo of " + std::to_string(add.width) + " x " + std::to_string(add.height) +
                    " pixels takes more memory than the engine has for photos; a smaller one would do");
    m_replies.send({{request, Done()}});
}

bool Dispatcher::isOutdated(const Task& task) const {
    const auto wanted = std::ranges::find_if(task.jobs, [&](const Job& job) { return m_queue.isWanted(job.rank); });
    if (wanted == task.jobs.end()) return true;
    const auto next = m_queue.mostUrgent();
    if (m_idle > 0 || !next || !(*next < wanted->rank)) return false;
    // Previews are done in a moment. Were they given up for the selected variant, which is asked for at every move of a slider, none would
    // ever come on a slow machine.
    return next->priority != Priority::Selected || wanted->rank.stage == Stage::Full;
}

void Dispatcher::giveUpWork() {
    for (Task* task : m_tasks)
        if (!task->opening && isOutdated(*task)) task->giveUp.request_stop();
}

void Dispatcher::take(Task& task, const std::function<size_t(const Job&)>& batchLimit, std::stop_token stop) {
    m_replies.waitForRoom(stop);
    std::unique_lock lock(m_mutex);
    const auto isBeingOpened = [&] { return std::ranges::any_of(m_tasks, [](const Task* other) { return bool(other->opening); }); };
    ++m_idle;
    m_wake.wait(lock, stop, [&] { return !isBeingOpened() && (m_opening || m_queue.mostUrgent()); });
    --m_idle;
    if (stop.stop_requested()) return;
    m_tasks.push_back(&task);
    task.model = m_model;
    if (m_opening)
        task.opening = std::exchange(m_opening, {});
    else
        task.jobs = m_queue.take(batchLimit);
}

void Dispatcher::end(Task& task) noexcept {
    const std::lock_guard lock(m_mutex);
    m_tasks.remove(&task);
    m_queue.release(task.jobs);
    if (task.opening && !m_opening) m_opening = std::move(task.opening);
    m_wake.notify_all();
}

uint64_t Dispatcher::opened(Task& task, const Card& card) {
    const std::lock_guard lock(m_mutex);
    CurrentModel model{m_model.number + 1, task.opening->model};
    m_replies.send({{task.opening->request, Opened{card}}});
    m_model = std::move(model);
    task.opening.reset();
    return m_model.number;
}

void Dispatcher::notOpened(Task& task, const std::string& sentence) {
    const std::lock_guard lock(m_mutex);
    m_replies.send({{task.opening->request, Failed{sentence}}});
    task.opening.reset();
}

void Dispatcher::finish(const Job& job, decltype(Reply::what) what) {
    const Progress progress = m_queue.progressAfter(job);
    std::vector<Reply> replies = {{job.request, std::move(what)}, {job.request, progress}};
    if (progress.done == progress.total) replies.push_back({job.request, Done()});
    m_replies.send(std::move(replies));
    m_queue.finish(job);
}

void Dispatcher::answer(const Job& job, Picture picture) {
    const std::lock_guard lock(m_mutex);
    if (m_queue.isWanted(job.rank))
        finish(job, std::move(picture));
    else
        ++m_statistics.stale;
}

void Dispatcher::fail(const Job& job, const std::string& sentence) {
    const std::lock_guard lock(m_mutex);
    if (m_queue.isWanted(job.rank)) finish(job, Failed{sentence, {job.cell().cell}});
}

int Dispatcher::countFailure(const Job& job) {
    const std::lock_guard lock(m_mutex);
    return m_queue.countFailure(job.rank);
}

void Dispatcher::notify(const std::string& sentence) {
    const std::lock_guard lock(m_mutex);
    m_replies.send({{0, Notice{sentence}}});
}

void Dispatcher::movedToCpu(size_t device, const std::string& sentence) {
    const std::lock_guard lock(m_mutex);
    m_statistics.devices[device] = "cpu";
    m_replies.send({{0, Notice{sentence}}});
}

Styles Dispatcher::keptStyles(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    return m_styles.find(key).value_or(nullptr);
}

void Dispatcher::keep(const std::string& key, const Styles& styles) {
    const std::lock_guard lock(m_mutex);
    m_styles.insert(key, styles, styles->size() * sizeof(float));
}

KeptPicture Dispatcher::keptPicture(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_pictures.find(key);
    const auto* picture = found ? std::get_if<KeptPicture>(&*found) : nullptr;
    if (!picture) return {};
    ++m_statistics.fromCache;
    return *picture;
}

void Dispatcher::keep(const std::string& key, const KeptPicture& picture) {
    const std::lock_guard lock(m_mutex);
    ++m_statistics.rendered;
    m_pictures.insert(key, picture, picture->samples.size());
}

KeptObject Dispatcher::keptObject(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_pictures.find(key);
    const auto* object = found ? std::get_if<KeptObject>(&*found) : nullptr;
    if (!object) return {};
    ++m_statistics.fromCache;
    return *object;
}

void Dispatcher::keep(const std::string& key, const KeptObject& object) {
    const std::lock_guard lock(m_mutex);
    m_pictures.insert(key, object, object->bytes());
}

KeptPhoto Dispatcher::photo(const std::string& hash) {
    const std::lock_guard lock(m_mutex);
    return m_photos.find(hash).value_or(nullptr);
}

void Dispatcher::keepNothing() {
    const std::lock_guard lock(m_mutex);
    m_styles.clear();
    m_pictures.clear();
}

}  // namespace charrette
