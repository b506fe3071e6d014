#pragma once

#include <array>
#include <functional>
#include <map>
#include <tuple>
#include <vector>

#include "core/nn/torch.h"

namespace charrette {

/// One convolution, or the gradient of one, as libtorch was asked for it.
struct ConvolutionCall {
    bool isGradient = false;
    std::vector<int64_t> input, weight, output;  ///< sizes; of a gradient `output` is what it comes from
    std::vector<int64_t> stride, padding, dilation, outputPadding;
    bool transposed = false, hasBias = false;
    int64_t groups = 1;
    torch::ScalarType type = torch::kFloat32;
    torch::MemoryFormat layout = torch::MemoryFormat::Contiguous;  ///< of the input
    std::array<bool, 3> wanted{};  ///< of a gradient: those of input, weight and bias
};

/// Every convolution and every gradient of one that `job` computes, also within others' gradients, in order. On any thread; one log at a time.
std::vector<ConvolutionCall> convolutionsOf(const std::function<void()>& job);

/// Computes the same again from random values and nothing else, as often as asked.
class ConvolutionReplay {
public:
    ConvolutionReplay(std::vector<ConvolutionCall> calls, torch::Device device);
    void run();

private:
    using Kind = std::tuple<std::vector<int64_t>, torch::ScalarType, torch::MemoryFormat>;
    torch::Tensor valuesOf(const std::vector<int64_t>& sizes, const ConvolutionCall& call);

    std::vector<ConvolutionCall> m_calls;
    torch::Device m_device;
    std::map<Kind, torch::Tensor> m_values;  ///< made once
};

}  // namespace charrette
