#pragma once

#include <algorithm>

#include <ATen/Parallel.h>

#include "core/nn/torch.h"

/// What the sources of `cpu_ops.h` share: loops on several threads, and gradients of what is linear.
namespace charrette::cpu {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Calls `job(i)` for i in [0, count), each of which goes through `size` numbers, on as many threads as pay.
template <class Job>
void each(int64_t count, int64_t size, const Job& job) {
    constexpr int64_t worthwhile = 1 << 14;  // numbers a thread
    at::parallel_for(0, count, std::max<int64_t>(1, worthwhile / std::max<int64_t>(1, size)), [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) job(i);
    });
}

/// A linear operation beside its transpose, each the other's gradient.
template <torch::Tensor (*Operation)(const torch::Tensor&), torch::Tensor (*Transpose)(const torch::Tensor&)>
struct LinearOperation : torch::autograd::Function<LinearOperation<Operation, Transpose>> {
    static torch::Tensor forward(AutogradContext*, const torch::Tensor& x) { return Operation(x); }
    static variable_list backward(AutogradContext*, variable_list gradients) { return {LinearOperation<Transpose, Operation>::apply(gradients[0])}; }
};

}  // namespace charrette::cpu
