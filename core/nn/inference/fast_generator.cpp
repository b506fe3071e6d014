#include "core/nn/inference/fast_generator.h"

namespace charrette {

FastGenerator::FastGenerator(Generator generator, torch::Device device, Precision precision)
    : m_generator(std::move(generator)), m_device(device) {
    m_generator->to(device);
    m_mean = m_generator->mapping->w_avg.to(torch::kCPU);
    if (device.is_cpu()) m_mapping.emplace(*m_generator->mapping, options());
    if (device.is_cuda()) m_recorded.emplace(m_generator->synthesis, options(), device, precision);
    if (device.is_cpu() && CpuSynthesis::serves(options())) m_cpu.emplace(*m_generator->synthesis, options());
}

torch::Tensor FastGenerator::mapped(const torch::Tensor& z, const torch::Tensor& c) {
    torch::NoGradGuard guard;
    if (m_mapping) return m_mapping->forward(z, c);
    return m_generator->mapping(z.to(m_device), c.defined() ? c.to(m_device) : c).to(torch::kCPU);
}

torch::Tensor FastGenerator::broadcast(const torch::Tensor& w, double psi, int64_t cutoff) const {
    torch::NoGradGuard guard;
    return broadcastStyles(w, m_mean, options().styleLayers(), psi, cutoff);
}

torch::Tensor FastGenerator::styles(const torch::Tensor& z, const torch::Tensor& c, double psi, int64_t cutoff) {
    return broadcast(mapped(z, c), psi, cutoff);
}

std::vector<torch::Tensor> FastGenerator::pictures(int64_t resolution, const torch::Tensor& ws, const NoiseInput& noise,
                                                   std::stop_token stop) {
    torch::NoGradGuard guard;
    if (m_recorded) return m_recorded->forwardTo(resolution, ws, noise);
    if (m_cpu) return m_cpu->forwardTo(resolution, ws, noise, stop);
    std::vector<torch::Tensor> pictures;
    for (int64_t n = 0; n < ws.size(0) && !stop.stop_requested(); ++n)
        pictures.push_back(m_generator->synthesis->forwardTo(resolution, ws.narrow(0, n, 1), noise.part(size_t(n), 1))[0]);
    return pictures;
}

void FastGenerator::setPreviewHead(PreviewHead head) {
    m_head = std::move(head);
    if (m_recorded) m_recorded->setPreviewHead(m_head);
    if (m_cpu) m_cpu->setPreviewHead(*m_head);
}

std::vector<torch::Tensor> FastGenerator::previews(const torch::Tensor& ws, const NoiseInput& noise, std::stop_token stop) {
    torch::NoGradGuard guard;
    if (m_recorded) return m_recorded->previews(ws, noise);
    if (m_cpu) return m_cpu->previews(ws, noise, stop);
    std::vector<torch::Tensor> previews;
    for (int64_t n = 0; n < ws.size(0) && !stop.stop_requested(); ++n) {
        const auto own = ws.narrow(0, n, 1);
        const auto features = m_generator->synthesis->featuresAt(PreviewHeadOptions::featureResolution, own, noise.part(size_t(n), 1));
        previews.push_back(m_head->forward(features, own)[0]);
    }
    return previews;
}

}  // namespace charrette
