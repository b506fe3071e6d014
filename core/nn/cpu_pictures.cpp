#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/nn/cpu_loops.h"
#include "core/nn/cpu_ops.h"

namespace charrette::cpu {

namespace {

/// Planes [height, width] of a tensor [N, C, H, W].
struct Planes {
    int64_t count, height, width;
    int64_t size() const { return height * width; }
};

Planes planesOf(const torch::Tensor& x) { return {x.size(0) * x.size(1), x.size(2), x.size(3)}; }

/// Calls `job` for each plane.
template <class Job>
void eachPlane(const Planes& planes, const Job& job) {
    each(planes.count, planes.size(), job);
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

template <class T>
T signOf(T x) {
    return T(x > 0) - T(x < 0);
}

struct AbsoluteMeans : torch::autograd::Function<AbsoluteMeans> {
    /// How many terms each of the three means has.
    static std::array<double, 3> terms(const torch::Tensor& x) {
        const double planes = double(x.size(0) * x.size(1)), height = double(x.size(2)), width = double(x.size(3));
        return {planes * height * width, planes * height * std::max(1.0, width - 1), planes * std::max(1.0, height - 1) * width};
    }
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& difference, const torch::Tensor& weights) {
        const auto x = difference.contiguous(), weight = weights.contiguous();
        context->save_for_backward({x, weight});
        const auto planes = planesOf(x);
        const int64_t channels = x.size(1), width = planes.width;
        std::vector<std::array<double, 3>> sums(static_cast<size_t>(planes.count));
        AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "absoluteMeans", [&] {
            eachPlane(planes, [&](int64_t plane) {
                // A sum a column, which vector instructions can make.
                std::vector<scalar_t> columns(static_cast<size_t>(3 * width));
                scalar_t *__restrict own = columns.data(), *__restrict across = own + width, *__restrict down = across + width;
                const scalar_t* e = x.data_ptr<scalar_t>() + plane * planes.size();
                const scalar_t* w = weight.data_ptr<scalar_t>() + plane / channels * planes.size();
                for (int64_t y = 0; y < planes.height; ++y, e += width, w += width) {
                    for (int64_t i = 0; i < width; ++i) own[i] += std::abs(e[i]) * w[i];
                    for (int64_t i = 1; i < width; ++i) across[i] += std::abs(e[i] - e[i - 1]) * w[i];
                    if (y == 0) continue;
                    for (int64_t i = 0; i < width; ++i) down[i] += std::abs(e[i] - e[i - width]) * w[i];
                }
                for (size_t kind = 0; kind < 3; ++kind)
                    for (int64_t i = 0; i < width; ++i) sums[size_t(plane)][kind] += double(columns[kind * size_t(width) + size_t(i)]);
            });
        });
        std::array<double, 3> means = {};
        for (const auto& sum : sums)
            for (size_t kind = 0; kind < 3; ++kind) means[kind] += sum[kind] / terms(x)[kind];
        return torch::tensor({means[0], means[1] + means[2]}, torch::kFloat64).to(x.scalar_type());
    }
    static variable_list backward(AutogradContext* context, variable_list gradients) {
        TORCH_CHECK(!torch::GradMode::is_enabled(), "absolute means can be differentiated once");
        const auto saved = context->get_saved_variables();
        const auto &x = saved[0], &weight = saved[1];
        const auto planes = planesOf(x);
        const int64_t channels = x.size(1), width = planes.width;
        const double ofMean = gradients[0][0].item<double>(), ofGradient = gradients[0][1].item<double>();
        const auto out = torch::empty_like(x);
        AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "absoluteMeans", [&] {
            const auto own = scalar_t(ofMean / terms(x)[0]), across = scalar_t(ofGradient / terms(x)[1]), down = scalar_t(ofGradient / terms(x)[2]);
            eachPlane(planes, [&](int64_t plane) {
                std::vector<scalar_t> pulls(static_cast<size_t>(width + 1));
                scalar_t* __restrict pull = pulls.data();
                const scalar_t* __restrict e = x.data_ptr<scalar_t>() + plane * planes.size();
                const scalar_t* __restrict w = weight.data_ptr<scalar_t>() + plane / channels * planes.size();
                scalar_t* __restrict to = out.data_ptr<scalar_t>() + plane * planes.size();
                for (int64_t y = 0; y < planes.height; ++y, e += width, w += width, to += width) {
                    for (int64_t i = 1; i < width; ++i) pull[i] = across * w[i] * signOf(e[i] - e[i - 1]);
                    for (int64_t i = 0; i < width; ++i) to[i] = own * w[i] * signOf(e[i]) + pull[i] - pull[i + 1];
                    if (y == 0) continue;
                    for (int64_t i = 0; i < width; ++i) {
                        const scalar_t drop = down * w[i] * signOf(e[i] - e[i - width]);
                        to[i] += drop;
                        to[i - width] -= drop;
                    }
                }
            });
        });
        return {out, {}};
    }
};

}  // namespace

torch::Tensor windowMean(const torch::Tensor& x, int64_t size) { return WindowMean::apply(x, size); }

torch::Tensor halved(const torch::Tensor& x) { return LinearOperation<halvedOf, quarteredOf>::apply(x); }

torch::Tensor upsampled(const torch::Tensor& x) { return LinearOperation<upsampledOf, gatheredOf>::apply(x); }

torch::Tensor absoluteMeans(const torch::Tensor& difference, const torch::Tensor& weight) { return AbsoluteMeans::apply(difference, weight); }

}  // namespace charrette::cpu
