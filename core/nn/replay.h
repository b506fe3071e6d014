#pragma once

#include <functional>
#include <memory>

namespace charrette {

/// Whether the kernels of a job on CUDA are recorded and launched all at once.
enum class Recording { No, Yes };

/// A job that runs again and again. On CUDA its kernels are recorded after a few times and launched all at once from then on (CUDA graphs):
/// a training step has thousands, which take less time than launching them one by one. A job that is recorded must compute from the
/// same tensors into whatever it leaves behind, read nothing back and depend on nothing else but the default generator's seed. Built
/// without CUDA, all jobs simply run.
class Replay {
public:
    /// For the thread that makes it, whose work on CUDA goes to a stream of its own from then on.
    Replay(std::function<void()> job, Recording recording);
    ~Replay();
    void run();

private:
    struct Graph;
    void record();
    std::function<void()> m_job;
    std::unique_ptr<Graph> m_graph;  ///< nothing where the job is not recorded
};

}  // namespace charrette
