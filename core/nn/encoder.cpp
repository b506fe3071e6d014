#include "core/nn/encoder.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/nn/ops.h"

namespace charrette {

using Bias = ConvolutionImpl::Bias;

void checkOptions(const EncoderOptions& options, const std::string& where) {
    size_t blocks = 1;
    for (int64_t r = 4; r < options.resolution / 2; r *= 2) ++blocks;
    bool powerOfTwo = options.resolution >= 16 && options.resolution <= 1024 && (options.resolution & (options.resolution - 1)) == 0;
    bool sizes = options.latentSize >= 1 && options.latentSize <= 4096 && options.conditionSize >= 0 && options.conditionSize <= 4096 &&
                 options.hidden >= 1 && options.hidden <= 4096;
    if (!powerOfTwo || !sizes || options.channels.size() != blocks) throw Error(where + ": the encoder's options do not fit together.");
    for (int64_t count : options.channels)
        if (count < 1 || count > 4096) throw Error(where + ": the encoder's channels must be from 1 to 4096.");
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
    if (found == metadata.end()) throw Error(where + ": the metadata do not hold an encoder's options.");
    EncoderOptions options;
    try {
        auto object = nlohmann::json::parse(found->second);
        options.resolution = object.at("resolution").get<int64_t>();
        options.latentSize = object.at("latent_size").get<int64_t>();
        options.conditionSize = object.at("condition_size").get<int64_t>();
        options.channels = object.at("channels").get<std::vector<int64_t>>();
        options.hidden = object.at("hidden").get<int64_t>();
    } catch (const nlohmann::json::exception&) {
        throw Error(where + ": the encoder's options cannot be read.");
    }
    checkOptions(options, where);
    return options;
}

torch::Tensor Encoding::sample() const { return mean + torch::randn_like(mean) * torch::exp(0.5 * logVariance); }

torch::Tensor Encoding::divergence() const { return 0.5 * (mean.square() + logVariance.exp() - logVariance - 1).sum(1).mean(); }

EncoderBlockImpl::EncoderBlockImpl(int64_t in, int64_t out)
    : conv(register_module("conv", Convolution(in, out, 3, Bias::Yes))), skip(register_module("skip", Convolution(in, out, 1, Bias::No))) {}

torch::Tensor EncoderBlockImpl::forward(const torch::Tensor& x) {
    auto y = torch::conv2d(x, conv->scaledWeight(), conv->bias, 2, 1);
    return (activation(y) + skip(halved(x))) * std::sqrt(0.5);
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
    auto x = activation(m_fromPicture(torch::pixel_unshuffle(picture, 2)));
    for (auto& block : m_blocks) x = block(x);
    auto out = m_out(activation(m_dense(x.flatten(1))));
    int64_t n = m_options.latentSize;
    return {out.narrow(1, 0, n), 8 * torch::tanh(out.narrow(1, n, n) / 8), out.narrow(1, 2 * n, m_options.conditionSize)};
}

}  // namespace charrette
