#include "core/nn/replay.h"

#ifdef CHARRETTE_HAS_CUDA
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAStream.h>

#include "core/nn/torch.h"
#endif

namespace charrette {

#ifdef CHARRETTE_HAS_CUDA

struct Replay::Graph {
    at::cuda::CUDAGraph graph;
    int runs = 0;
};

namespace {

/// Runs before the recording, in which libraries choose their algorithms.
constexpr int warmUps = 3;

/// The default stream cannot be recorded.
void leaveDefaultStream() {
    if (c10::cuda::getCurrentCUDAStream() != c10::cuda::getDefaultCUDAStream()) return;
    torch::cuda::synchronize();
    c10::cuda::setCurrentCUDAStream(c10::cuda::getStreamFromPool());
}

}  // namespace

Replay::Replay(std::function<void()> job, Recording recording) : m_job(std::move(job)) {
    if (recording == Recording::No) return;
    leaveDefaultStream();
    m_graph = std::make_unique<Graph>();
}

/// When it fails, memory being short, the job is run as before until it has been warmed up again.
void Replay::record() {
    auto fresh = std::make_unique<Graph>();
    fresh->graph.capture_begin();
    try {
        m_job();
    } catch (...) {
        try {
            fresh->graph.capture_end();
        } catch (const c10::Error&) {  // what went wrong is known already
        }
        m_graph->runs = 0;
        throw;
    }
    fresh->graph.capture_end();
    fresh->runs = warmUps + 1;
    m_graph = std::move(fresh);
}

void Replay::run() {
    if (!m_graph || m_graph->runs < warmUps) {
        m_job();
        if (m_graph) ++m_graph->runs;
        return;
    }
    if (m_graph->runs == warmUps) record();
    m_graph->graph.replay();
}

#else

struct Replay::Graph {};

Replay::Replay(std::function<void()> job, Recording) : m_job(std::move(job)) {}

void Replay::run() { m_job(); }

#endif

Replay::~Replay() = default;

}  // namespace charrette
