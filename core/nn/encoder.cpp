#include "core/nn/encoder.h"

#include <bit>
#include <cmath>

#include "core/design/card.h"
#include "core/design/json.h"
#include "core/nn/ops.h"
#include "core/nn/option_limits.h"

namespace charrette {

using Bias = ConvolutionImpl::Bias;

void checkOptions(const EncoderOptions& options, const std::string& where) {
    const std::string place = joined(where, "encoder options");
    if (!isResolution(options.resolution)) refuse(place, "resolution must be a power of two from 16 to 1024");
    checkNumber(options.latentSize, 1, sizeLimit, place, "latent size");
    checkNumber(options.conditionSize, 0, sizeLimit, place, "condition size");
    checkNumber(options.hidden, 1, sizeLimit, place, "hidden");
    const int64_t blocks = std::bit_width(uint64_t(options.resolution)) - 3;
    checkNumber(int64_t(options.channels.size()), blocks, blocks, place, "the number of channel counts");
    for (int64_t count : options.channels) checkNumber(count, 1, sizeLimit, place, "channels");
}

int64_t fewestWeights(const EncoderOptions& options) {
    int64_t count = options.hidden * (16 * options.channels.front() + 2 * options.latentSize + options.conditionSize);
    for (size_t i = 1; i < options.channels.size(); ++i) count += 10 * options.channels[i - 1] * options.channels[i];
    return count;
}

nlohmann::json toJson(const EncoderOptions& options) {
    return {{"resolution", options.resolution},
            {"latent_size", options.latentSize},
            {"condition_size", options.conditionSize},
            {"channels", options.channels},
            {"hidden", options.hidden}};
}

EncoderOptions encoderOptionsFromMetadata(const std::map<std::string, std::string>& metadata, const std::string& where) {
    auto found = metadata.find("encoder");
    if (found == metadata.end()) refuse(where, "the metadata do not hold an encoder's options");
    const std::string place = joined(where, "encoder options");
    const nlohmann::json object = parseJson(found->second, place);
    ObjectReader reader(object, place);
    EncoderOptions options;
    options.resolution = reader.integer("resolution");
    options.latentSize = reader.integer("latent_size");
    options.conditionSize = reader.integer("condition_size");
    options.hidden = reader.integer("hidden");
    options.channels = reader.integers("channels", channelLimit);
    reader.finish();
    checkOptions(options, where);
    return options;
}

torch::Tensor Encoding::sample() const { return at(torch::randn_like(mean)); }

torch::Tensor Encoding::at(const torch::Tensor& draw) const { return mean + draw * torch::exp(0.5 * logVariance); }

torch::Tensor Encoding::divergence() const { return 0.5 * (mean.square() + logVariance.exp() - logVariance - 1).sum(1).mean(); }

EncoderBlockImpl::EncoderBlockImpl(int64_t in, int64_t out)
    : conv(register_module("conv", Convolution(in, out, 3, Bias::Yes))), skip(register_module("skip", Convolution(in, out, 1, Bias::No))) {}

torch::Tensor EncoderBlockImpl::forward(const torch::Tensor& x) {
    return skip->ofHalved(x, std::sqrt(0.5)).add_(conv->activated(x, 2, std::sqrt(0.5)));
}

EncoderImpl::EncoderImpl(const EncoderOptions& options) : m_options(options) {
    const auto& channels = options.channels;
    m_fromPicture = register_module("from_picture", Convolution(12, channels.back(), 3, Bias::Yes));
    int64_t resolution = options.resolution / 2;
    for (size_t i = channels.size() - 1; i > 0; --i, resolution /= 2)
        m_blocks.push_back(register_module("b" + std::to_string(resolution), EncoderBlock(channels[i], channels[i - 1])));
    m_dense = register_module("fc", Linear(LinearImpl::Options{.in = channels.front() * 16, .out = options.hidden}));
    m_out =
        register_module("out", Linear(LinearImpl::Options{.in = options.hidden, .out = 2 * options.latentSize + options.conditionSize}));
}

Encoding EncoderImpl::forward(const torch::Tensor& picture) {
    auto x = m_fromPicture->activated(asFeatures(unshuffled(picture), m_type));
    for (auto& block : m_blocks) x = block(x);
    auto out = m_out(activation(m_dense(x.flatten(1))));
    int64_t n = m_options.latentSize;
    return {out.narrow(1, 0, n), 8 * torch::tanh(out.narrow(1, n, n) / 8), out.narrow(1, 2 * n, m_options.conditionSize)};
}

}  // namespace charrette
