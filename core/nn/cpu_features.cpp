#include <algorithm>
#include <vector>

#include "core/nn/cpu_loops.h"
#include "core/nn/cpu_ops.h"

namespace charrette::cpu {

namespace {

constexpr double slope = 0.2;

torch::Tensor channelsLast(const torch::Tensor& x) { return x.contiguous(torch::MemoryFormat::ChannelsLast); }

torch::Tensor emptyFeatures(const torch::Tensor& like, int64_t channels, int64_t height, int64_t width) {
    return torch::empty({like.size(0), channels, height, width}, like.options().memory_format(torch::MemoryFormat::ChannelsLast));
}

/// Calls `job(picture, row)` for all rows of `pictures` pictures; a row has `size` numbers.
template <class Job>
void eachRow(int64_t pictures, int64_t rows, int64_t size, const Job& job) {
    each(pictures * rows, size, [&](int64_t i) { job(i / rows, i % rows); });
}

/// Calls `job(phase, tap)` with places in the weights of four phases, [2, 2, out, in, 2, 2], and in those that they come from, [out, in, 3, 3].
template <class Job>
void eachPhaseTap(int64_t pairs, const Job& job) {
    constexpr int64_t none = -1, taps[2][2] = {{2, 0}, {none, 1}};  // [phase][sample before, sample at]
    for (int64_t phaseY = 0; phaseY < 2; ++phaseY)
        for (int64_t phaseX = 0; phaseX < 2; ++phaseX)
            for (int64_t y = 0; y < 2; ++y)
                for (int64_t x = 0; x < 2; ++x) {
                    const int64_t tapY = taps[phaseY][y], tapX = taps[phaseX][x];
                    if (tapY == none || tapX == none) continue;
                    for (int64_t i = 0; i < pairs; ++i) job(((2 * phaseY + phaseX) * pairs + i) * 4 + 2 * y + x, i * 9 + 3 * tapY + tapX);
                }
}

torch::Tensor phaseWeightOf(const torch::Tensor& weight) {
    const auto from = weight.contiguous();
    const int64_t out = weight.size(0), in = weight.size(1);
    const auto phases = torch::zeros({4 * out, in, 2, 2}, weight.options());
    AT_DISPATCH_FLOATING_TYPES(weight.scalar_type(), "phaseWeight", [&] {
        const auto* taps = from.data_ptr<scalar_t>();
        auto* to = phases.data_ptr<scalar_t>();
        eachPhaseTap(out * in, [=](int64_t phase, int64_t tap) { to[phase] = taps[tap]; });
    });
    return phases;
}

/// The transpose of `phaseWeightOf`; each tap is in one phase.
torch::Tensor weightOfPhases(const torch::Tensor& phases) {
    const auto from = phases.contiguous();
    const int64_t out = phases.size(0) / 4, in = phases.size(1);
    const auto weight = torch::empty({out, in, 3, 3}, phases.options());
    AT_DISPATCH_FLOATING_TYPES(phases.scalar_type(), "weightOfPhases", [&] {
        const auto* given = from.data_ptr<scalar_t>();
        auto* taps = weight.data_ptr<scalar_t>();
        eachPhaseTap(out * in, [=](int64_t phase, int64_t tap) { taps[tap] = given[phase]; });
    });
    return weight;
}

torch::Tensor shuffledOf(const torch::Tensor& x) {
    const auto in = channelsLast(x);
    const int64_t count = x.size(0), phases = x.size(1), height = x.size(2), width = x.size(3);
    const auto out = torch::empty({count, phases / 4, 2 * height, 2 * width}, x.options());
    AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "shuffled", [&] {
        eachRow(count, height, width * phases, [&](int64_t picture, int64_t y) {
            const auto* __restrict from = in.data_ptr<scalar_t>() + (picture * height + y) * width * phases;
            for (int64_t half = 0; half < phases / 2; ++half) {  // of two rows of a channel's pixels
                auto* __restrict to = out.data_ptr<scalar_t>() + ((picture * phases / 4 + half / 2) * 2 * height + 2 * y + half % 2) * 2 * width;
                for (int64_t i = 0; i < width; ++i) to[2 * i] = from[i * phases + 2 * half], to[2 * i + 1] = from[i * phases + 2 * half + 1];
            }
        });
    });
    return out;
}

torch::Tensor unshuffledOf(const torch::Tensor& x) {
    const auto in = x.stride(3) == 1 && x.stride(2) == x.size(3) ? x : x.contiguous();  // some of a picture's channels need no copy
    const int64_t count = x.size(0), phases = 4 * x.size(1), height = x.size(2) / 2, width = x.size(3) / 2;
    const auto out = emptyFeatures(x, phases, height, width);
    AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "unshuffled", [&] {
        eachRow(count, height, width * phases, [&](int64_t picture, int64_t y) {
            auto* __restrict to = out.data_ptr<scalar_t>() + (picture * height + y) * width * phases;
            for (int64_t half = 0; half < phases / 2; ++half) {
                const int64_t plane = picture * in.stride(0) + half / 2 * in.stride(1);
                const auto* __restrict from = in.data_ptr<scalar_t>() + plane + (2 * y + half % 2) * 2 * width;
                for (int64_t i = 0; i < width; ++i) to[i * phases + 2 * half] = from[2 * i], to[i * phases + 2 * half + 1] = from[2 * i + 1];
            }
        });
    });
    return out;
}

/// Rows of the low-pass filter with gain 2, in one dimension.
template <class T>
constexpr T lowPass[4] = {T(0.25), T(0.75), T(0.75), T(0.25)};

/// to[i] += factor * from[i], where `from` is blocks of `block` numbers that begin `stride` apart, and `to` dense.
template <class T>
void addBlocks(T* __restrict to, const T* __restrict from, int64_t blocks, int64_t block, int64_t stride, T factor) {
    for (int64_t b = 0; b < blocks; ++b)
        for (int64_t i = 0; i < block; ++i) to[b * block + i] += factor * from[b * stride + i];
}

torch::Tensor smoothedPhasesOf(const torch::Tensor& x) {
    const auto in = channelsLast(x);
    const int64_t count = x.size(0), channels = x.size(1) / 4, height = x.size(2), width = x.size(3);
    const int64_t rows = 2 * (height - 1), row = 2 * (width - 1) * channels, pair = 2 * channels;
    const auto out = emptyFeatures(x, channels, rows, 2 * (width - 1));
    AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "smoothedPhases", [&] {
        const auto* from = in.data_ptr<scalar_t>();
        auto* to = out.data_ptr<scalar_t>();
        eachRow(count, rows, row, [&](int64_t picture, int64_t y) {
            // A row of phases, which lie beside one another as their pixels do, between a column of zeros and the rest.
            std::vector<scalar_t> blend(static_cast<size_t>(channels + width * pair));
            for (int64_t tap = y == 0 ? 1 : 0; tap < 4; ++tap) {
                const int64_t r = y + tap - 1;
                const auto* phases = from + ((picture * height + r / 2) * width) * 4 * channels + r % 2 * pair;
                addBlocks(blend.data() + channels, phases, width, pair, 2 * pair, lowPass<scalar_t>[tap]);
            }
            const scalar_t* __restrict b = blend.data();
            scalar_t* __restrict o = to + (picture * rows + y) * row;
            for (int64_t i = 0; i < row; ++i)
                o[i] = scalar_t(0.25) * (b[i] + b[i + 3 * channels]) + scalar_t(0.75) * (b[i + channels] + b[i + 2 * channels]);
        });
    });
    return out;
}

/// The transpose of `smoothedPhasesOf`.
torch::Tensor phasesOf(const torch::Tensor& x) {
    const auto in = channelsLast(x);
    const int64_t count = x.size(0), channels = x.size(1), rows = x.size(2), row = x.size(3) * channels;
    const int64_t height = rows / 2 + 1, width = x.size(3) / 2 + 1, pair = 2 * channels;
    const auto out = emptyFeatures(x, 4 * channels, height, width);
    AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "phases", [&] {
        const auto* from = in.data_ptr<scalar_t>();
        auto* to = out.data_ptr<scalar_t>();
        eachRow(count, 2 * height, row, [&](int64_t picture, int64_t r) {
            std::vector<scalar_t> blend(static_cast<size_t>(row + 5 * channels));  // between two columns of zeros and three
            for (int64_t tap = 0; tap < 4; ++tap) {
                const int64_t y = r - tap + 1;
                if (y >= 0 && y < rows) addBlocks(blend.data() + pair, from + (picture * rows + y) * row, 1, row, row, lowPass<scalar_t>[tap]);
            }
            const scalar_t* __restrict b = blend.data();
            scalar_t* __restrict o = to + ((picture * height + r / 2) * width) * 4 * channels + r % 2 * pair;
            for (int64_t column = 0; column < width; ++column)
                for (int64_t i = 0; i < pair; ++i) {
                    const scalar_t* at = b + column * pair + i;
                    o[column * 2 * pair + i] = scalar_t(0.25) * (at[3 * channels] + at[0]) + scalar_t(0.75) * (at[2 * channels] + at[channels]);
                }
        });
    });
    return out;
}

/// Features with the channels last, as rows of pixels.
struct Features {
    explicit Features(const torch::Tensor& x) : count(x.size(0)), channels(x.size(1)), rows(x.size(2)), width(x.size(3)) {}
    int64_t row() const { return width * channels; }
    int64_t picture() const { return rows * row(); }
    int64_t count, channels, rows, width;
};

struct Modulated : torch::autograd::Function<Modulated> {
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& features, const torch::Tensor& channelFactors) {
        const auto x = channelsLast(features), factors = channelFactors.contiguous();
        context->save_for_backward({x, factors});
        const Features size(x);
        const auto out = torch::empty_like(x);
        AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "modulated", [&] {
            const auto* from = x.data_ptr<scalar_t>();
            auto* to = out.data_ptr<scalar_t>();
            eachRow(size.count, size.rows, size.row(), [&](int64_t picture, int64_t y) {
                const int64_t first = (picture * size.rows + y) * size.row();
                const scalar_t* __restrict factor = factors.data_ptr<scalar_t>() + picture * size.channels;
                for (int64_t i = first; i < first + size.row(); i += size.channels) {
                    const scalar_t* __restrict given = from + i;
                    scalar_t* __restrict made = to + i;
                    for (int64_t c = 0; c < size.channels; ++c) made[c] = given[c] * factor[c];
                }
            });
        });
        return out;
    }
    static variable_list backward(AutogradContext* context, variable_list gradients) {
        TORCH_CHECK(!torch::GradMode::is_enabled(), "modulated features can be differentiated once");
        const auto saved = context->get_saved_variables();
        const auto &x = saved[0], &factors = saved[1];
        const auto gradient = channelsLast(gradients[0]);
        const Features size(x);
        const auto ofX = torch::empty_like(x), ofFactors = torch::zeros_like(factors);
        AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "modulated", [&] {
            const auto *xs = x.data_ptr<scalar_t>(), *gs = gradient.data_ptr<scalar_t>();
            auto* to = ofX.data_ptr<scalar_t>();
            each(size.count, size.picture(), [&](int64_t picture) {
                const scalar_t* __restrict factor = factors.data_ptr<scalar_t>() + picture * size.channels;
                scalar_t* __restrict sum = ofFactors.data_ptr<scalar_t>() + picture * size.channels;
                for (int64_t i = picture * size.picture(); i < (picture + 1) * size.picture(); i += size.channels) {
                    const scalar_t *__restrict value = xs + i, *__restrict g = gs + i;
                    scalar_t* __restrict made = to + i;
                    for (int64_t c = 0; c < size.channels; ++c) {
                        made[c] = g[c] * factor[c];
                        sum[c] += g[c] * value[c];
                    }
                }
            });
        });
        return {ofX, ofFactors};
    }
};

struct Ended : torch::autograd::Function<Ended> {
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& features, const torch::Tensor& channelFactors,
                                 const torch::Tensor& channelAddends) {
        const auto x = channelsLast(features), factors = channelFactors.contiguous(), addends = channelAddends.contiguous();
        context->save_for_backward({x, factors, addends});
        const Features size(x);
        const auto out = torch::empty_like(x);
        AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "ended", [&] {
            const auto* from = x.data_ptr<scalar_t>();
            auto* to = out.data_ptr<scalar_t>();
            const scalar_t* __restrict addend = addends.data_ptr<scalar_t>();
            eachRow(size.count, size.rows, size.row(), [&](int64_t picture, int64_t y) {
                const int64_t first = (picture * size.rows + y) * size.row();
                const scalar_t* __restrict factor = factors.data_ptr<scalar_t>() + picture * size.channels;
                for (int64_t i = first; i < first + size.row(); i += size.channels) {
                    const scalar_t* __restrict given = from + i;
                    scalar_t* __restrict made = to + i;
                    for (int64_t c = 0; c < size.channels; ++c) {
                        const scalar_t sum = given[c] * factor[c] + addend[c];
                        made[c] = std::max(sum, scalar_t(slope) * sum);
                    }
                }
            });
        });
        return out;
    }
    static variable_list backward(AutogradContext* context, variable_list gradients) {
        TORCH_CHECK(!torch::GradMode::is_enabled(), "the end of a convolution can be differentiated once");
        const auto saved = context->get_saved_variables();
        const auto &x = saved[0], &factors = saved[1], &addends = saved[2];
        const auto gradient = channelsLast(gradients[0]);
        const Features size(x);
        const auto ofX = torch::empty_like(x), ofFactors = torch::zeros_like(factors), ofAddends = torch::zeros_like(factors);
        AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "ended", [&] {
            const auto *xs = x.data_ptr<scalar_t>(), *gs = gradient.data_ptr<scalar_t>();
            auto* to = ofX.data_ptr<scalar_t>();
            const scalar_t* __restrict addend = addends.data_ptr<scalar_t>();
            each(size.count, size.picture(), [&](int64_t picture) {
                const int64_t first = picture * size.channels;
                const scalar_t* __restrict factor = factors.data_ptr<scalar_t>() + first;
                scalar_t *__restrict product = ofFactors.data_ptr<scalar_t>() + first, *__restrict sum = ofAddends.data_ptr<scalar_t>() + first;
                for (int64_t i = picture * size.picture(); i < (picture + 1) * size.picture(); i += size.channels) {
                    const scalar_t *__restrict value = xs + i, *__restrict given = gs + i;
                    scalar_t* __restrict made = to + i;
                    for (int64_t c = 0; c < size.channels; ++c) {
                        const scalar_t g = given[c] * (value[c] * factor[c] + addend[c] > 0 ? scalar_t(1) : scalar_t(slope));
                        made[c] = g * factor[c];
                        product[c] += g * value[c];
                        sum[c] += g;
                    }
                }
            });
        });
        return {ofX, ofFactors, ofAddends.sum(0)};
    }
};

}  // namespace

torch::Tensor phaseWeight(const torch::Tensor& weight) { return LinearOperation<phaseWeightOf, weightOfPhases>::apply(weight); }

torch::Tensor smoothedPhases(const torch::Tensor& x) { return LinearOperation<smoothedPhasesOf, phasesOf>::apply(x); }

torch::Tensor shuffled(const torch::Tensor& x) { return LinearOperation<shuffledOf, unshuffledOf>::apply(x); }

torch::Tensor unshuffled(const torch::Tensor& x) { return LinearOperation<unshuffledOf, shuffledOf>::apply(x); }

torch::Tensor modulated(const torch::Tensor& x, const torch::Tensor& factors) { return Modulated::apply(x, factors); }

torch::Tensor ended(const torch::Tensor& x, const torch::Tensor& factors, const torch::Tensor& addend) { return Ended::apply(x, factors, addend); }

}  // namespace charrette::cpu
