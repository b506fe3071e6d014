#pragma once

#include <span>
#include <vector>

#include "core/base/parallel.h"
#include "core/nn/inference/floats.h"

namespace charrette {

/// A linear layer.
class Dense {
public:
    /// `weight` is [out][in].
    Dense(const std::vector<float>& weight, const std::vector<float>& bias);

    size_t inputs() const { return m_in; }
    size_t outputs() const { return m_out; }
    /// Outputs, filled up with zeros to a multiple of `kernels::panelWidth`.
    size_t width() const { return m_bias.size(); }

    /// A layer, what it reads, [rows][in] with rows `inStride` values apart, and where it writes, [rows][width].
    struct Job {
        const Dense* layer;
        const float* in;
        size_t inStride;
        float* out;
    };
    /// Many layers at once: each reads few values and many weights, which is worth sharing among threads only together.
    static void run(std::span<const Job> jobs, size_t rows, ThreadTeam& team);

private:
    void runPanel(const Job& job, size_t rows, size_t panel) const;

    size_t m_in, m_out;
    Floats m_weights, m_bias;
};

}  // namespace charrette
