#include "core/nn/inference/recorded_synthesis.h"

namespace charrette {

namespace {

constexpr int64_t halvedResolutions = 4;
constexpr size_t mostJobs = 16;  // each keeps its features

}  // namespace

RecordedSynthesis::RecordedSynthesis(Synthesis synthesis, const GeneratorOptions& options, torch::Device device, Precision precision)
    : m_synthesis(std::move(synthesis)), m_device(device) {
    if (!device.is_cuda()) return;
    const bool halves = precision == Precision::Half;
    at::globalContext().setAllowTF32CuDNN(halves);
    if (halves) m_synthesis->computeIn(torch::kFloat16, options.featureResolution() >> (halvedResolutions - 1));
}

RecordedSynthesis::Job& RecordedSynthesis::jobOf(const Kind& kind, const torch::Tensor& ws) {
    if (auto found = m_jobs.find(kind); found != m_jobs.end()) return found->second;
    if (m_jobs.size() == mostJobs) m_jobs.clear();
    Job& job = m_jobs[kind];
    job.ws = torch::empty(ws.sizes(), torch::TensorOptions(m_device));
    auto compute = [this, &job, resolution = std::get<0>(kind), noise = std::get<2>(kind)] {
        job.pictures = made(resolution, job.ws, noise);
    };
    job.replay = std::make_unique<Replay>(compute, m_device.is_cuda() ? Recording::Yes : Recording::No);
    return job;
}

void RecordedSynthesis::setPreviewHead(PreviewHead head) {
    m_head = std::move(head);
    m_head->to(m_device);
    m_jobs.clear();
}

torch::Tensor RecordedSynthesis::made(int64_t resolution, const torch::Tensor& ws, const NoiseInput& noise) {
    if (resolution > 0) return m_synthesis->forwardTo(resolution, ws, noise);
    return m_head->forward(m_synthesis->featuresAt(PreviewHeadOptions::featureResolution, ws, noise), ws);
}

std::vector<torch::Tensor> RecordedSynthesis::run(int64_t resolution, const torch::Tensor& ws, const NoiseInput& noise) {
    torch::NoGradGuard guard;
    // Noise from seeds is drawn on the CPU, picture by picture.
    if (noise.kind == NoiseKind::Seeded) return made(resolution, ws.to(m_device), noise).to(torch::kCPU).unbind();
    Job& job = jobOf({resolution, ws.size(0), noise.kind}, ws);
    job.ws.copy_(ws);
    job.replay->run();
    return job.pictures.to(torch::kCPU).unbind();
}

std::vector<torch::Tensor> RecordedSynthesis::forwardTo(int64_t resolution, const torch::Tensor& ws, const NoiseInput& noise) {
    return run(resolution, ws, noise);
}

std::vector<torch::Tensor> RecordedSynthesis::previews(const torch::Tensor& ws, const NoiseInput& noise) { return run(0, ws, noise); }

}  // namespace charrette
