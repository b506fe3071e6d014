#include "core/nn/evaluation/picture_reader.h"

#include <algorithm>
#include <bit>

#include "core/design/card.h"
#include "core/design/json.h"
#include "core/nn/ops.h"
#include "core/nn/option_limits.h"

namespace charrette {

namespace {

torch::nn::Conv2d convolution(int64_t in, int64_t out, int64_t stride) {
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 3).stride(stride).padding(1).bias(false));
}

torch::Tensor bent(const torch::Tensor& x) { return torch::leaky_relu(x, 0.1); }

void checkOptions(const PictureReaderOptions& options, const std::string& where) {
    if (!isResolution(options.resolution)) refuse(where, "resolution must be a power of two from 16 to 1024");
    checkNumber(options.outputs, 1, sizeLimit, where, "outputs");
    checkNumber(options.features, 1, sizeLimit, where, "features");
    const int64_t count = std::bit_width(uint64_t(options.resolution)) - 3;
    checkNumber(int64_t(options.channels.size()), count, count, where, "the number of channel counts");
    for (int64_t channels : options.channels) checkNumber(channels, 1, 1024, where, "channels");
}

}  // namespace

std::vector<int64_t> readerChannels(int64_t resolution) {
    const std::vector<int64_t> all = {24, 48, 80, 112, 128};
    std::vector<int64_t> channels;
    for (int64_t r = resolution / 2; r >= 4; r /= 2) channels.push_back(all[std::min(channels.size(), all.size() - 1)]);
    return channels;
}

nlohmann::json toJson(const PictureReaderOptions& options) {
    return {{"resolution", options.resolution},
            {"outputs", options.outputs},
            {"features", options.features},
            {"channels", options.channels}};
}

PictureReaderOptions pictureReaderOptionsFromMetadata(const std::map<std::string, std::string>& metadata, const std::string& where) {
    auto found = metadata.find("picture_reader");
    if (found == metadata.end()) refuse(where, "it does not hold a regressor");
    const nlohmann::json object = parseJson(found->second, where);
    ObjectReader reader(object, where);
    PictureReaderOptions options;
    options.resolution = reader.integer("resolution");
    options.outputs = reader.integer("outputs");
    options.features = reader.integer("features");
    options.channels = reader.integers("channels", channelLimit);
    reader.finish();
    checkOptions(options, where);
    return options;
}

ReaderBlockImpl::ReaderBlockImpl(int64_t in, int64_t out)
    : down(register_module("down", convolution(in, out, 2))),
      conv0(register_module("conv0", convolution(out, out, 1))),
      conv1(register_module("conv1", convolution(out, out, 1))),
      downNorm(register_module("down_norm", torch::nn::BatchNorm2d(out))),
      norm0(register_module("norm0", torch::nn::BatchNorm2d(out))),
      norm1(register_module("norm1", torch::nn::BatchNorm2d(out))) {
    torch::NoGradGuard guard;
    norm1->weight.zero_();  // each block begins as a halving alone
}

torch::Tensor ReaderBlockImpl::forward(const torch::Tensor& x) {
    auto y = bent(downNorm(down(x)));
    return bent(y + norm1(conv1(bent(norm0(conv0(y))))));
}

PictureReaderImpl::PictureReaderImpl(const PictureReaderOptions& options) : m_options(options) {
    const auto& channels = options.channels;
    m_fromPicture = register_module("from_picture", convolution(12, channels.front(), 1));
    m_norm = register_module("norm", torch::nn::BatchNorm2d(channels.front()));
    for (size_t i = 1; i < channels.size(); ++i)
        m_blocks.push_back(register_module("b" + std::to_string(options.resolution >> i), ReaderBlock(channels[i - 1], channels[i])));
    m_hidden = register_module("hidden", torch::nn::Linear(channels.back() * 16, options.features));
    m_hiddenNorm = register_module("hidden_norm", torch::nn::BatchNorm1d(options.features));
    m_out = register_module("out", torch::nn::Linear(options.features, options.outputs));
}

Reading PictureReaderImpl::forward(const torch::Tensor& pictures) {
    auto seen = pictures;
    while (seen.size(2) > m_options.resolution) seen = halved(seen);
    auto x = bent(m_norm(m_fromPicture(asFeatures(unshuffled(seen), torch::kFloat32))));
    for (auto& block : m_blocks) x = block(x);
    auto features = bent(m_hiddenNorm(m_hidden(x.flatten(1))));
    return {features, m_out(features)};
}

}  // namespace charrette
