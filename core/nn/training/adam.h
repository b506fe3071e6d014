#pragma once

#include <vector>

#include "core/nn/torch.h"

namespace charrette {

/// Whether what led to a tensor can be differentiated once more.
enum class Graph { Freed, Kept };

/// A network's parameters as views of one flat tensor, so that an update, an average or an exchange between machines is one operation.
class FlatParameters {
public:
    /// Moves the parameters' values into the flat tensor; the modules use it from then on.
    explicit FlatParameters(std::vector<torch::Tensor> parameters);

    torch::Tensor& values() { return m_values; }
    /// A scalar's gradient as one tensor; zeros where a parameter has no part in it.
    torch::Tensor gradientOf(const torch::Tensor& scalar, Graph graph = Graph::Freed) const;
    const std::vector<torch::Tensor>& parameters() const { return m_parameters; }
    /// One number a parameter, repeated for each of its elements.
    torch::Tensor spread(const std::vector<double>& numbers) const;
    /// The mean of each parameter's part of a flat tensor, [parameters].
    torch::Tensor means(const torch::Tensor& flat) const;

private:
    std::vector<torch::Tensor> m_parameters;
    torch::Tensor m_values;
};

/// Adam (Kingma and Ba 2015) on flat parameters, each with its own rate.
class Adam {
public:
    Adam(FlatParameters& parameters, double beta2);
    /// From now on: a rate for each parameter, and the decay of the running mean. To be called before the first step.
    void setRates(const std::vector<double>& rates, double beta1);
    /// One update from the gradients, with all rates multiplied by `factor`.
    void step(const torch::Tensor& gradients, double factor);

    torch::Tensor mean, square;  ///< running moments of the gradients, flat
    int64_t steps = 0;

private:
    FlatParameters& m_parameters;
    torch::Tensor m_rates;
    double m_beta1 = 0, m_beta2;
};

}  // namespace charrette
