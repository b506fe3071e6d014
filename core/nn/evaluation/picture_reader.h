#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/nn/torch.h"

namespace charrette {

/// Shape of a network that measures pictures.
struct PictureReaderOptions {
    int64_t resolution = 128;
    int64_t outputs = 1;
    int64_t features = 64;
    std::vector<int64_t> channels;  ///< from half the resolution down to 4²
};

/// Enough to read most of what a rendering shows, and a few minutes of two cores to learn: 24, 48, 80, 112, 128 at 128².
std::vector<int64_t> readerChannels(int64_t resolution);

nlohmann::json toJson(const PictureReaderOptions& options);
/// From a weights file's metadata under "picture_reader". Throws `Error` naming `where`.
PictureReaderOptions pictureReaderOptionsFromMetadata(const std::map<std::string, std::string>& metadata, const std::string& where);

/// What such a network sees in pictures.
struct Reading {
    torch::Tensor features;  ///< [N, features]: the last hidden layer, each about as far spread as the others
    torch::Tensor outputs;   ///< [N, outputs]
};

/// Halves the picture, then adds two convolutions to it: a residual block (He et al. 2016) with batch normalisation (Ioffe and Szegedy 2015).
class ReaderBlockImpl : public torch::nn::Module {
public:
    ReaderBlockImpl(int64_t in, int64_t out);
    /// [N, in, H, W] -> [N, out, H/2, W/2]
    torch::Tensor forward(const torch::Tensor& x);

private:
    torch::nn::Conv2d down, conv0, conv1;
    torch::nn::BatchNorm2d downNorm, norm0, norm1;
};
TORCH_MODULE(ReaderBlock);

/// The evaluation's own network, which shares nothing with those that it measures: a plain residual one that reads numbers from a picture,
/// which is first laid out as 12 channels at half its resolution.
class PictureReaderImpl : public torch::nn::Module {
public:
    explicit PictureReaderImpl(const PictureReaderOptions& options);
    const PictureReaderOptions& options() const { return m_options; }

    /// [N, 3, r, r] in [-1, 1], halved until they have the network's resolution
    Reading forward(const torch::Tensor& pictures);

private:
    PictureReaderOptions m_options;
    torch::nn::Conv2d m_fromPicture{nullptr};
    torch::nn::BatchNorm2d m_norm{nullptr};
    std::vector<ReaderBlock> m_blocks;
    torch::nn::Linear m_hidden{nullptr}, m_out{nullptr};
    torch::nn::BatchNorm1d m_hiddenNorm{nullptr};
};
TORCH_MODULE(PictureReader);

}  // namespace charrette
