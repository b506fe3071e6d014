#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "core/base/parallel.h"
#include "core/engine/service/dispatcher.h"
#include "core/engine/service/site_grounds.h"

namespace charrette {

/// Renders on one device, on a thread of its own, what the dispatcher has. When memory is short it halves its batches, then goes over to
/// the CPU.
class Worker {
public:
    /// `index` is the device's place among the dispatcher's. The dispatcher must outlive this.
    Worker(Dispatcher& dispatcher, OpenRenderer open, std::string device, size_t index);

private:
    /// A job with what its picture is made of and kept by.
    struct Prepared {
        const Job* job = nullptr;
        Genome genome = {};             ///< without its site
        std::optional<Site> site = {};  ///< what stands behind the object
        std::string genomeKey = {};
        StyledGenome styled = {};
    };

    /// The object of a job, cut out, and what it is put in front of.
    struct Standing {
        Prepared prepared = {};
        KeptObject object = {};
        std::shared_ptr<const SiteGround> ground = {};
    };

    void work(std::stop_token stop);
    void perform(Task& task);

    void open(Task& task);
    std::unique_ptr<Renderer> opened(const std::string& model);
    void follow(const CurrentModel& model);

    size_t batchLimit(const Job& first) const;
    void render(const Task& task);
    void tryToRender(const Task& task);
    std::optional<Prepared> prepared(const Job& job, std::vector<Standing>& standing);
    bool answerFromKept(const Prepared& prepared);
    void addStyles(std::span<Prepared> batch);
    Stage madeFor(Stage asked);
    void renderPlain(std::span<const Prepared> batch, std::stop_token stop);
    void renderOnSites(std::span<const Prepared> batch, std::stop_token stop);
    void answerOnSites(std::span<const Standing> standing);
    std::shared_ptr<const SiteGround> groundOf(const Site& site, int width, int height);
    void checkSite(const Site& site);
    Picture onSite(const Standing& standing) const;
    KeptPicture made(const Prepared& prepared, Stage stage, const Image& image);

    void failAll(std::span<const Job> jobs, const std::string& sentence);
    void makeDoWithLess(std::span<const Job> jobs);
    void goOverToCpu(const std::string& reason);

    Dispatcher& m_dispatcher;
    ThreadTeam m_team;  ///< for what stands behind objects
    OpenRenderer m_open;
    std::string m_device;
    size_t m_index;
    std::unique_ptr<Renderer> m_renderer;
    uint64_t m_number = 0;  ///< of the model that the renderer has open
    size_t m_batchLimit = SIZE_MAX;
    SiteGrounds m_grounds;
    std::jthread m_thread;
};

}  // namespace charrette
