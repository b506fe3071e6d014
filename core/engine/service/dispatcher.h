#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engine/service/cache.h"
#include "core/engine/service/renderer.h"
#include "core/engine/service/work_queue.h"
#include "core/site/photo.h"
#include "core/site/site_object.h"

namespace charrette {

/// Where replies go.
class ReplySink {
public:
    virtual ~ReplySink() = default;
    /// Takes all of them, in order, or none and throws `std::bad_alloc`. Must not wait. Called on any thread, by one at a time.
    virtual void send(std::vector<Reply> replies) = 0;
    /// Waits while too many replies have not been read; returns when stopped, too.
    virtual void waitForRoom(std::stop_token stop) = 0;
};

/// A request to open a model.
struct Opening {
    RequestId request = 0;
    std::string model;  ///< name or folder
};

/// The open model, which every worker opens on its own device.
struct CurrentModel {
    uint64_t number = 0;  ///< counts up with each model; 0: none is open
    std::string model;    ///< name or folder
};

class Dispatcher;

/// What a worker has to do: a model to open, or pictures to render. When it ends, what is not done waits again. It must not move.
class Task {
public:
    explicit Task(Dispatcher& dispatcher) : m_dispatcher(dispatcher) {}
    ~Task();
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;

    std::optional<Opening> opening;
    std::vector<Job> jobs;  ///< of one stage
    CurrentModel model;
    std::stop_source giveUp;  ///< stopped when nobody wants the pictures any more, or something more urgent has come

private:
    Dispatcher& m_dispatcher;
};

/// A picture that is kept. Its cell is that of whoever asked first.
using KeptPicture = std::shared_ptr<const Picture>;

/// An object cut out of a picture, kept so that another site only has to be put behind it.
using KeptObject = std::shared_ptr<const SiteObject>;
using KeptPhoto = std::shared_ptr<const Photo>;

/// Stands between requests and workers: knows what is asked for, what is in work and what is kept, and sends the replies, each request's in
/// order. For any thread.
class Dispatcher {
public:
    /// `replies` must outlive this. Style vectors, pictures, cut out objects and photos are kept within `cacheBudget` bytes.
    Dispatcher(std::vector<std::string> devices, size_t cacheBudget, ReplySink& replies);

    /// Takes a request and returns at once. Throws `Error` when it cannot be served; nothing has changed then.
    void handle(Request request);

    /// Waits for something to do. A task without any when stopped.
    void take(Task& task, const std::function<size_t(const Job&)>& batchLimit, std::stop_token stop);

    /// The task's model is open. Gives back its number.
    uint64_t opened(Task& task, const Card& card);
    void notOpened(Task& task, const std::string& sentence);

    /// A picture of the request is there, or failed. Nothing when nobody wants it any more.
    void answer(const Job& job, Picture picture);
    void fail(const Job& job, const std::string& sentence);
    /// Gives back how many attempts at this picture have failed.
    int countFailure(const Job& job);

    void notify(const std::string& sentence);
    /// One of the devices is the CPU from now on.
    void movedToCpu(size_t device, const std::string& sentence);

    Styles keptStyles(const std::string& key);  ///< null when there are none
    void keep(const std::string& key, const Styles& styles);
    KeptPicture keptPicture(const std::string& key);  ///< null when there is none
    void keep(const std::string& key, const KeptPicture& picture);
    KeptObject keptObject(const std::string& key);  ///< null when there is none
    void keep(const std::string& key, const KeptObject& object);
    KeptPhoto photo(const std::string& hash);  ///< null when nobody has added it, or too many others since
    /// To get memory back. Photos stay, which nobody could render again.
    void keepNothing();

private:
    friend class Task;

    void serve(RequestId request, OpenModel open);
    void serve(RequestId request, RenderCells render);
    void serve(RequestId request, Cancel cancel);
    void serve(RequestId request, Heartbeat heartbeat);
    void serve(RequestId request, AskStatistics statistics);
    void serve(RequestId request, AddPhoto photo);

    void end(Task& task) noexcept;
    void finish(const Job& job, decltype(Reply::what) what);
    void giveUpWork();
    bool isOutdated(const Task& task) const;

    ReplySink& m_replies;

    std::mutex m_mutex;  ///< guards what follows, and the order of replies
    std::condition_variable_any m_wake;
    WorkQueue m_queue;
    std::optional<Opening> m_opening;  ///< the newest one
    CurrentModel m_model;
    std::list<Task*> m_tasks;
    size_t m_idle = 0;  ///< workers that wait for something to do
    Cache<Styles> m_styles;
    Cache<std::variant<KeptPicture, KeptObject>> m_pictures;
    Cache<KeptPhoto> m_photos;
    Statistics m_statistics;  ///< what is counted
};

}  // namespace charrette
