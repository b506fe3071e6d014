#include "core/nn/training/adam.h"

#include <cmath>

#include "core/nn/cpu_ops.h"

namespace charrette {

FlatParameters::FlatParameters(std::vector<torch::Tensor> parameters) : m_parameters(std::move(parameters)) {
    torch::NoGradGuard guard;
    std::vector<torch::Tensor> flat;
    for (auto& parameter : m_parameters) flat.push_back(parameter.detach().reshape(-1));
    m_values = torch::cat(flat);
    int64_t offset = 0;
    for (auto& parameter : m_parameters) {
        parameter.set_data(m_values.narrow(0, offset, parameter.numel()).view(parameter.sizes()));
        offset += parameter.numel();
    }
}

torch::Tensor FlatParameters::gradientOf(const torch::Tensor& scalar, Graph graph) const {
    auto parts = torch::autograd::grad({scalar}, m_parameters, {}, graph == Graph::Kept, false, true);
    for (size_t i = 0; i < parts.size(); ++i)
        parts[i] = parts[i].defined() ? parts[i].reshape(-1) : torch::zeros({m_parameters[i].numel()}, m_values.options());
    return torch::cat(parts);
}

torch::Tensor FlatParameters::spread(const std::vector<double>& numbers) const {
    std::vector<torch::Tensor> flat;
    for (size_t i = 0; i < m_parameters.size(); ++i) flat.push_back(torch::full({m_parameters[i].numel()}, numbers[i], m_values.options()));
    return torch::cat(flat);
}

torch::Tensor FlatParameters::means(const torch::Tensor& flat) const {
    std::vector<torch::Tensor> means;
    int64_t offset = 0;
    for (const auto& parameter : m_parameters) {
        means.push_back(flat.narrow(0, offset, parameter.numel()).mean());
        offset += parameter.numel();
    }
    return torch::stack(means);
}

Adam::Adam(FlatParameters& parameters, double beta2)
    : mean(torch::zeros_like(parameters.values())),
      square(torch::zeros_like(parameters.values())),
      m_parameters(parameters),
      m_beta2(beta2) {}

void Adam::setRates(const std::vector<double>& rates, double beta1) {
    m_rates = m_parameters.spread(rates);
    m_beta1 = beta1;
}

void Adam::step(const torch::Tensor& gradients, double factor) {
    torch::NoGradGuard guard;
    ++steps;
    double first = 1 - std::pow(m_beta1, double(steps)), second = 1 - std::pow(m_beta2, double(steps));
    auto& values = m_parameters.values();
    if (values.is_cpu()) return cpu::adam(values, mean, square, gradients, m_rates, {m_beta1, m_beta2, factor / first, second});
    mean.lerp_(gradients, 1 - m_beta1);
    square.mul_(m_beta2).addcmul_(gradients, gradients, 1 - m_beta2);
    values.addcdiv_(mean * m_rates, (square / second).sqrt_().add_(1e-8), -factor / first);
}

}  // namespace charrette
