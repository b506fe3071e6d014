#include "core/nn/discriminator.h"

#include <algorithm>
#include <cmath>

#include "core/nn/ops.h"

namespace charrette {

namespace {

using Bias = ConvolutionImpl::Bias;

}  // namespace

torch::Tensor withGroupDeviation(const torch::Tensor& x, int64_t groupSize) {
    int64_t count = x.size(0), group = std::min(groupSize, count);
    TORCH_CHECK(count % group == 0, "the batch must be a multiple of the group size");
    auto wide = x.to(torch::promote_types(x.scalar_type(), torch::kFloat32));
    auto grouped = wide.view({group, count / group, x.size(1), x.size(2), x.size(3)});
    auto deviation = (grouped.var(0, false) + 1e-8).sqrt().mean({1, 2, 3});  // [count / group]
    auto channel = deviation.view({-1, 1, 1, 1}).repeat({group, 1, x.size(2), x.size(3)});
    return torch::cat({x, channel.to(x.scalar_type())}, 1);
}

DiscriminatorBlockImpl::DiscriminatorBlockImpl(int64_t in, int64_t out)
    : conv0(register_module("conv0", Convolution(in, in, 3, Bias::Yes))),
      conv1(register_module("conv1", Convolution(in, out, 3, Bias::Yes))),
      skip(register_module("skip", Convolution(in, out, 1, Bias::No))) {}

torch::Tensor DiscriminatorBlockImpl::forward(const torch::Tensor& x) {
    return skip->ofHalved(x, std::sqrt(0.5)).add_(conv1->activated(conv0->activated(x), 2, std::sqrt(0.5)));
}

DiscriminatorImpl::DiscriminatorImpl(const DiscriminatorOptions& options) : m_options(options) {
    bool folded = options.folding == Folding::Yes;
    const auto& channels = options.channels;
    m_fromPicture = register_module("from_picture", Convolution(options.imageChannels * (folded ? 4 : 1), channels.back(), 1, Bias::Yes));
    int64_t resolution = options.resolution / (folded ? 2 : 1);
    for (size_t i = channels.size() - 1; i > 0; --i, resolution /= 2)
        m_blocks.push_back(register_module("b" + std::to_string(resolution), DiscriminatorBlock(channels[i], channels[i - 1])));
    int64_t last = channels.front(), mapped = options.conditionSize > 0 ? options.conditionMappingSize : 0;
    m_last = register_module("conv", Convolution(last + 1, last, 3, Bias::Yes));
    m_dense = register_module("fc", Linear(LinearImpl::Options{.in = last * 16, .out = last}));
    m_out = register_module("out", Linear(LinearImpl::Options{.in = last, .out = 1 + mapped}));
    if (options.conditionSize > 0)
        m_conditionMapping = register_module("mapping", Linear(LinearImpl::Options{.in = options.conditionSize, .out = mapped}));
}

Judgement DiscriminatorImpl::judge(const torch::Tensor& picture, const torch::Tensor& c) {
    Judgement judgement;
    auto x = m_options.folding == Folding::Yes ? unshuffled(picture) : picture;
    x = m_fromPicture->activated(asFeatures(x, m_type));
    for (auto& block : m_blocks) judgement.features.push_back(x = block(x));
    judgement.scores = head(m_last->activated(withGroupDeviation(x, m_options.groupSize)), c);
    return judgement;
}

torch::Tensor DiscriminatorImpl::head(const torch::Tensor& x, const torch::Tensor& c) {
    auto y = m_out(activation(m_dense(x.flatten(1))));
    auto score = y.select(1, 0);
    if (!m_conditionMapping) return score;
    int64_t mapped = m_options.conditionMappingSize;
    auto projected = normalizeSecondMoment(m_conditionMapping(c));
    return score + (y.narrow(1, 1, mapped) * projected).sum(1) / std::sqrt(double(mapped));
}

}  // namespace charrette
