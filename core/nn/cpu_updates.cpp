#include <cmath>

#include "core/nn/cpu_loops.h"
#include "core/nn/cpu_ops.h"

namespace charrette::cpu {

namespace {

constexpr int64_t worthwhile = 1 << 15;  // numbers a thread

}  // namespace

void adam(const torch::Tensor& values, const torch::Tensor& mean, const torch::Tensor& square, const torch::Tensor& gradients,
          const torch::Tensor& rates, const AdamStep& step) {
    AT_DISPATCH_FLOATING_TYPES(values.scalar_type(), "adam", [&] {
        using T = scalar_t;
        const T beta1 = T(step.beta1), beta2 = T(step.beta2), factor = T(step.rate), share = T(1 / step.bias);
        at::parallel_for(0, values.numel(), worthwhile, [&](int64_t begin, int64_t end) {
            T *__restrict at = values.data_ptr<T>(), *__restrict m = mean.data_ptr<T>(), *__restrict v = square.data_ptr<T>();
            const T *__restrict g = gradients.data_ptr<T>(), *__restrict rate = rates.data_ptr<T>();
            for (int64_t i = begin; i < end; ++i) {
                m[i] = beta1 * m[i] + (1 - beta1) * g[i];
                v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
                at[i] -= factor * rate[i] * m[i] / (std::sqrt(v[i] * share) + T(1e-8));
            }
        });
    });
}

void approach(const torch::Tensor& values, const torch::Tensor& target, double share) {
    AT_DISPATCH_FLOATING_TYPES(values.scalar_type(), "approach", [&] {
        at::parallel_for(0, values.numel(), worthwhile, [&](int64_t begin, int64_t end) {
            scalar_t* __restrict at = values.data_ptr<scalar_t>();
            const scalar_t* __restrict to = target.data_ptr<scalar_t>();
            for (int64_t i = begin; i < end; ++i) at[i] += scalar_t(share) * (to[i] - at[i]);
        });
    });
}

}  // namespace charrette::cpu
