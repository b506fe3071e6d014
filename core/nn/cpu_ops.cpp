#include "core/nn/cpu_ops.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <ATen/Parallel.h>

namespace charrette::cpu {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr double slope = 0.2;

/// Planes [height, width] of a tensor [N, C, H, W].
struct Planes {
    int64_t count, height, width;
    int64_t size() const { return height * width; }
};

Planes planesOf(const torch::Tensor& x) { return {x.size(0) * x.size(1), x.size(2), x.size(3)}; }

/// Calls `job` for each plane, on as many threads as pay.
template <class Job>
void eachPlane(const Planes& planes, const Job& job) {
    constexpr int64_t worthwhile = 1 << 14;  // pixels a thread
    at::parallel_for(0, planes.count, std::max<int64_t>(1, worthwhile / std::max<int64_t>(1, planes.size())), [&](int64_t begin, int64_t end) {
        for (int64_t plane = begin; plane < end; ++plane) job(plane);
    });
}

/// Calls `job(in, out)` with planes of `x` and of the result, whose planes are [height, width].
template <class Job>
torch::Tensor planewise(const torch::Tensor& x, int64_t height, int64_t width, const Job& job) {
    const auto in = x.contiguous();
    const auto out = torch::empty({x.size(0), x.size(1), height, width}, x.options());
    AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "planewise", [&] {
        const auto* from = in.template data_ptr<scalar_t>();
        auto* to = out.template data_ptr<scalar_t>();
        const auto planes = planesOf(x);
        eachPlane(planes, [&](int64_t plane) { job(from + plane * planes.size(), to + plane * height * width); });
    });
    return out;
}

torch::Tensor windowMeanOf(const torch::Tensor& x, int64_t size) {
    const int64_t width = x.size(3), height = x.size(2) - size + 1, windows = width - size + 1;
    return planewise(x, height, windows, [&]<class T>(const T* __restrict in, T* __restrict out) {
        std::vector<T> columns(static_cast<size_t>(width));
        T* sums = columns.data();
        const T share = T(1) / T(size * size);
        for (int64_t y = 0; y < height; ++y, in += width, out += windows) {
            std::copy_n(in, width, sums);
            for (int64_t row = 1; row < size; ++row)
                for (int64_t i = 0; i < width; ++i) sums[i] += in[row * width + i];
            std::copy_n(sums, windows, out);
            for (int64_t column = 1; column < size; ++column)
                for (int64_t i = 0; i < windows; ++i) out[i] += sums[i + column];
            for (int64_t i = 0; i < windows; ++i) out[i] *= share;
        }
    });
}

torch::Tensor halvedOf(const torch::Tensor& x) {
    const int64_t height = x.size(2) / 2, width = x.size(3) / 2, row = x.size(3);
    return planewise(x, height, width, [&]<class T>(const T* __restrict in, T* __restrict out) {
        for (int64_t y = 0; y < height; ++y, in += 2 * row, out += width)
            for (int64_t i = 0; i < width; ++i) out[i] = T(0.25) * ((in[2 * i] + in[2 * i + 1]) + (in[row + 2 * i] + in[row + 2 * i + 1]));
    });
}

/// The transpose of `halvedOf`: a quarter of each pixel on 2 x 2.
torch::Tensor quarteredOf(const torch::Tensor& x) {
    const int64_t height = x.size(2), width = x.size(3);
    return planewise(x, 2 * height, 2 * width, [&]<class T>(const T* __restrict in, T* __restrict out) {
        for (int64_t y = 0; y < height; ++y, in += width, out += 4 * width) {
            for (int64_t i = 0; i < width; ++i) out[2 * i] = out[2 * i + 1] = T(0.25) * in[i];
            std::copy_n(out, 2 * width, out + 2 * width);
        }
    });
}

torch::Tensor upsampledOf(const torch::Tensor& x) {
    const int64_t height = x.size(2), width = x.size(3);
    return planewise(x, 2 * height, 2 * width, [&]<class T>(const T* __restrict in, T* __restrict out) {
        std::vector<T> padded(static_cast<size_t>(width + 2));  // a row between zeros
        T* blend = padded.data() + 1;
        for (int64_t y = 0; y < 2 * height; ++y, out += 2 * width) {
            const int64_t own = y / 2, other = y % 2 == 0 ? own - 1 : own + 1;
            const T* near = in + own * width;
            const T* far = in + other * width;
            if (other < 0 || other >= height)
                for (int64_t i = 0; i < width; ++i) blend[i] = T(0.75) * near[i];
            else
                for (int64_t i = 0; i < width; ++i) blend[i] = T(0.75) * near[i] + T(0.25) * far[i];
            for (int64_t i = 0; i < width; ++i) {
                out[2 * i] = T(0.75) * blend[i] + T(0.25) * blend[i - 1];
                out[2 * i + 1] = T(0.75) * blend[i] + T(0.25) * blend[i + 1];
            }
        }
    });
}

/// The transpose of `upsampledOf`: the low-pass filter with gain 4, then every second sample.
torch::Tensor gatheredOf(const torch::Tensor& x) {
    const int64_t height = x.size(2) / 2, width = x.size(3) / 2, row = x.size(3);
    return planewise(x, height, width, [&]<class T>(const T* __restrict in, T* __restrict out) {
        std::vector<T> padded(static_cast<size_t>(row + 2));
        T* blend = padded.data() + 1;
        for (int64_t y = 0; y < height; ++y, in += 2 * row, out += width) {
            for (int64_t i = 0; i < row; ++i) blend[i] = T(0.75) * (in[i] + in[row + i]);
            if (y > 0)
                for (int64_t i = 0; i < row; ++i) blend[i] += T(0.25) * in[i - row];
            if (y + 1 < height)
                for (int64_t i = 0; i < row; ++i) blend[i] += T(0.25) * in[2 * row + i];
            for (int64_t i = 0; i < width; ++i)
                out[i] = T(0.75) * (blend[2 * i] + blend[2 * i + 1]) + T(0.25) * (blend[2 * i - 1] + blend[2 * i + 2]);
        }
    });
}

torch::Tensor shuffledOf(const torch::Tensor& x) {
    const auto in = x.contiguous();
    const int64_t height = x.size(2), width = x.size(3);
    const auto out = torch::empty({x.size(0), x.size(1) / 4, 2 * height, 2 * width}, x.options());
    AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "shuffled", [&] {
        const auto* from = in.template data_ptr<scalar_t>();
        auto* to = out.template data_ptr<scalar_t>();
        const auto planes = planesOf(out);
        eachPlane(planes, [&](int64_t plane) {
            auto* row = to + plane * planes.size();
            for (int64_t y = 0; y < 2 * height; ++y, row += 2 * width) {
                const auto* even = from + (4 * plane + 2 * (y % 2)) * height * width + (y / 2) * width;
                const auto* odd = even + height * width;
                for (int64_t i = 0; i < width; ++i) row[2 * i] = even[i], row[2 * i + 1] = odd[i];
            }
        });
    });
    return out;
}

torch::Tensor unshuffledOf(const torch::Tensor& x) {
    const auto in = x.contiguous();
    const int64_t height = x.size(2) / 2, width = x.size(3) / 2;
    const auto out = torch::empty({x.size(0), 4 * x.size(1), height, width}, x.options());
    AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "unshuffled", [&] {
        const auto* from = in.template data_ptr<scalar_t>();
        auto* to = out.template data_ptr<scalar_t>();
        const auto planes = planesOf(x);
        eachPlane(planes, [&](int64_t plane) {
            const auto* row = from + plane * planes.size();
            for (int64_t y = 0; y < 2 * height; ++y, row += 2 * width) {
                auto* even = to + (4 * plane + 2 * (y % 2)) * height * width + (y / 2) * width;
                auto* odd = even + height * width;
                for (int64_t i = 0; i < width; ++i) even[i] = row[2 * i], odd[i] = row[2 * i + 1];
            }
        });
    });
    return out;
}

/// Calls `job(phase, tap)` with places in the weights of four phases, [2, 2, in, 2, 2], and in those that they come from, [in, 3, 3], for one
/// output channel.
template <class Job>
void eachPhaseTap(int64_t in, const Job& job) {
    constexpr int64_t none = -1, taps[2][2] = {{2, 0}, {none, 1}};  // [phase][sample before, sample at]
    for (int64_t phaseY = 0; phaseY < 2; ++phaseY)
        for (int64_t phaseX = 0; phaseX < 2; ++phaseX)
            for (int64_t y = 0; y < 2; ++y)
                for (int64_t x = 0; x < 2; ++x) {
                    const int64_t tapY = taps[phaseY][y], tapX = taps[phaseX][x];
                    if (tapY == none || tapX == none) continue;
                    for (int64_t i = 0; i < in; ++i) job(((2 * phaseY + phaseX) * in + i) * 4 + 2 * y + x, i * 9 + 3 * tapY + tapX);
                }
}

torch::Tensor phaseWeightOf(const torch::Tensor& weight) {
    const auto from = weight.contiguous();
    const int64_t out = weight.size(0), in = weight.size(1);
    const auto phases = torch::zeros({4 * out, in, 2, 2}, weight.options());
    AT_DISPATCH_FLOATING_TYPES(weight.scalar_type(), "phaseWeight", [&] {
        for (int64_t o = 0; o < out; ++o) {
            const auto* taps = from.template data_ptr<scalar_t>() + o * in * 9;
            auto* to = phases.template data_ptr<scalar_t>() + o * in * 16;
            eachPhaseTap(in, [&](int64_t phase, int64_t tap) { to[phase] = taps[tap]; });
        }
    });
    return phases;
}

/// The transpose of `phaseWeightOf`; each tap is in one phase.
torch::Tensor weightOfPhases(const torch::Tensor& phases) {
    const auto from = phases.contiguous();
    const int64_t out = phases.size(0) / 4, in = phases.size(1);
    const auto weight = torch::empty({out, in, 3, 3}, phases.options());
    AT_DISPATCH_FLOATING_TYPES(phases.scalar_type(), "weightOfPhases", [&] {
        for (int64_t o = 0; o < out; ++o) {
            const auto* given = from.template data_ptr<scalar_t>() + o * in * 16;
            auto* taps = weight.template data_ptr<scalar_t>() + o * in * 9;
            eachPhaseTap(in, [&](int64_t phase, int64_t tap) { taps[tap] = given[phase]; });
        }
    });
    return weight;
}

/// A linear operation beside its transpose, each the other's gradient.
template <torch::Tensor (*Operation)(const torch::Tensor&), torch::Tensor (*Transpose)(const torch::Tensor&)>
struct LinearOperation : torch::autograd::Function<LinearOperation<Operation, Transpose>> {
    static torch::Tensor forward(AutogradContext*, const torch::Tensor& x) { return Operation(x); }
    static variable_list backward(AutogradContext*, variable_list gradients) { return {LinearOperation<Transpose, Operation>::apply(gradients[0])}; }
};

struct WindowMean : torch::autograd::Function<WindowMean> {
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, int64_t size) {
        context->saved_data["size"] = size;
        return windowMeanOf(x, size);
    }
    static variable_list backward(AutogradContext* context, variable_list gradients) {
        const int64_t size = context->saved_data["size"].toInt(), border = size - 1;
        return {apply(torch::constant_pad_nd(gradients[0], {border, border, border, border}), size), {}};
    }
};

/// What a pixel gives and what goes into two sums.
template <class T>
struct Step {
    T result, first, second;
};

template <class T>
struct TwoSums {
    T first = 0, second = 0;
};

/// Calls `job(i)` for i in [0, count), puts the results into `to` and adds up the rest, in sixteen sums beside one another, which vector
/// instructions can make.
template <class T, class Job>
TwoSums<T> summed(int64_t count, T* __restrict to, const Job& job) {
    constexpr int64_t lanes = 16;
    T first[lanes] = {}, second[lanes] = {};
    int64_t i = 0;
    for (; i + lanes <= count; i += lanes)
        for (int64_t lane = 0; lane < lanes; ++lane) {
            const Step<T> step = job(i + lane);
            to[i + lane] = step.result, first[lane] += step.first, second[lane] += step.second;
        }
    for (; i < count; ++i) {
        const Step<T> step = job(i);
        to[i] = step.result, first[0] += step.first, second[0] += step.second;
    }
    TwoSums<T> sums;
    for (int64_t lane = 0; lane < lanes; ++lane) sums.first += first[lane], sums.second += second[lane];
    return sums;
}

struct Modulated : torch::autograd::Function<Modulated> {
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const torch::Tensor& factors) {
        context->save_for_backward({x, factors});
        return x * factors.unsqueeze(-1).unsqueeze(-1);
    }
    static variable_list backward(AutogradContext* context, variable_list gradients) {
        TORCH_CHECK(!torch::GradMode::is_enabled(), "modulated features can be differentiated once");
        const auto saved = context->get_saved_variables();
        const auto x = saved[0].contiguous(), factors = saved[1].contiguous(), gradient = gradients[0].contiguous();
        const auto ofX = torch::empty_like(x), ofFactors = torch::empty_like(factors);
        AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "modulated", [&] {
            const auto* xs = x.data_ptr<scalar_t>();
            const auto* gs = gradient.data_ptr<scalar_t>();
            auto* to = ofX.data_ptr<scalar_t>();
            const auto planes = planesOf(x);
            eachPlane(planes, [&](int64_t plane) {
                const auto *values = xs + plane * planes.size(), *given = gs + plane * planes.size();
                const scalar_t factor = factors.data_ptr<scalar_t>()[plane];
                const auto sums = summed(planes.size(), to + plane * planes.size(),
                                         [=](int64_t i) { return Step<scalar_t>{given[i] * factor, given[i] * values[i], 0}; });
                ofFactors.data_ptr<scalar_t>()[plane] = sums.first;
            });
        });
        return {ofX, ofFactors};
    }
};

struct Ended : torch::autograd::Function<Ended> {
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& features, const torch::Tensor& factors, const torch::Tensor& addend) {
        const auto x = features.contiguous(), scales = factors.contiguous(), addends = addend.contiguous();
        context->save_for_backward({x, scales, addends});
        const auto out = torch::empty_like(x);
        AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "ended", [&] {
            const auto planes = planesOf(x);
            eachPlane(planes, [&](int64_t plane) {
                const auto* __restrict from = x.data_ptr<scalar_t>() + plane * planes.size();
                auto* __restrict to = out.data_ptr<scalar_t>() + plane * planes.size();
                const scalar_t scale = scales.data_ptr<scalar_t>()[plane], offset = addends.data_ptr<scalar_t>()[plane % addends.size(0)];
                for (int64_t i = 0; i < planes.size(); ++i) {
                    const scalar_t y = from[i] * scale + offset;
                    to[i] = std::max(y, scalar_t(slope) * y);
                }
            });
        });
        return out;
    }
    static variable_list backward(AutogradContext* context, variable_list gradients) {
        TORCH_CHECK(!torch::GradMode::is_enabled(), "the end of a convolution can be differentiated once");
        const auto saved = context->get_saved_variables();
        const auto &x = saved[0], &factors = saved[1], &addend = saved[2];
        const auto gradient = gradients[0].contiguous();
        const auto ofX = torch::empty_like(x), ofFactors = torch::empty_like(factors), ofAddends = torch::empty_like(factors);
        AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "ended", [&] {
            const auto planes = planesOf(x);
            eachPlane(planes, [&](int64_t plane) {
                const auto* xs = x.data_ptr<scalar_t>() + plane * planes.size();
                const auto* gs = gradient.data_ptr<scalar_t>() + plane * planes.size();
                auto* to = ofX.data_ptr<scalar_t>() + plane * planes.size();
                const scalar_t scale = factors.data_ptr<scalar_t>()[plane], offset = addend.data_ptr<scalar_t>()[plane % addend.size(0)];
                const auto sums = summed(planes.size(), to, [=](int64_t i) {
                    const scalar_t g = gs[i] * (xs[i] * scale + offset > 0 ? scalar_t(1) : scalar_t(slope));
                    return Step<scalar_t>{g * scale, g * xs[i], g};
                });
                ofFactors.data_ptr<scalar_t>()[plane] = sums.first;
                ofAddends.data_ptr<scalar_t>()[plane] = sums.second;
            });
        });
        return {ofX, ofFactors, ofAddends.sum(0)};
    }
};

/// Calls `job(begin, end)` for parts of [0, count).
template <class Job>
void eachPart(int64_t count, const Job& job) {
    at::parallel_for(0, count, 1 << 15, job);
}

}  // namespace

torch::Tensor windowMean(const torch::Tensor& x, int64_t size) { return WindowMean::apply(x, size); }

torch::Tensor halved(const torch::Tensor& x) { return LinearOperation<halvedOf, quarteredOf>::apply(x); }

torch::Tensor upsampled(const torch::Tensor& x) { return LinearOperation<upsampledOf, gatheredOf>::apply(x); }

torch::Tensor shuffled(const torch::Tensor& x) { return LinearOperation<shuffledOf, unshuffledOf>::apply(x); }

torch::Tensor phaseWeight(const torch::Tensor& weight) { return LinearOperation<phaseWeightOf, weightOfPhases>::apply(weight); }

torch::Tensor modulated(const torch::Tensor& x, const torch::Tensor& factors) { return Modulated::apply(x, factors); }

torch::Tensor ended(const torch::Tensor& x, const torch::Tensor& factors, const torch::Tensor& addend) { return Ended::apply(x, factors, addend); }

void adam(const torch::Tensor& values, const torch::Tensor& mean, const torch::Tensor& square, const torch::Tensor& gradients,
          const torch::Tensor& rates, const AdamStep& step) {
    AT_DISPATCH_FLOATING_TYPES(values.scalar_type(), "adam", [&] {
        using T = scalar_t;
        const T beta1 = T(step.beta1), beta2 = T(step.beta2), factor = T(step.rate), share = T(1 / step.bias);
        eachPart(values.numel(), [&](int64_t begin, int64_t end) {
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
        eachPart(values.numel(), [&](int64_t begin, int64_t end) {
            scalar_t* __restrict at = values.data_ptr<scalar_t>();
            const scalar_t* __restrict to = target.data_ptr<scalar_t>();
            for (int64_t i = begin; i < end; ++i) at[i] += scalar_t(share) * (to[i] - at[i]);
        });
    });
}

}  // namespace charrette::cpu
