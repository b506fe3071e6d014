#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/nn/layers.h"

namespace charrette {

/// Shape of an encoder.
struct EncoderOptions {
    int64_t resolution = 256;       ///< of the pictures it reads: red, green, blue
    int64_t latentSize = 512;
    int64_t conditionSize = 0;
    std::vector<int64_t> channels;  ///< from 4² up to half the resolution
    int64_t hidden = 256;
};

/// A lower bound of the weights that an encoder of these options holds; most of them.
int64_t fewestWeights(const EncoderOptions& options);
void checkOptions(const EncoderOptions& options, const std::string& where);
nlohmann::json toJson(const EncoderOptions& options);
/// From a weights file's metadata under "encoder". Throws `Error` naming `where`.
EncoderOptions encoderOptionsFromMetadata(const std::map<std::string, std::string>& metadata, const std::string& where);

/// What an encoder reads from a picture.
struct Encoding {
    torch::Tensor mean;          ///< [N, latent]
    torch::Tensor logVariance;   ///< [N, latent], within ±8
    torch::Tensor condition;     ///< [N, condition]: the parameters, as the condition vector has them

    /// A draw from the latent distribution, differentiable in mean and variance (Kingma and Welling 2014).
    torch::Tensor sample() const;
    /// The same for a draw [N, latent] from the standard normal distribution.
    torch::Tensor at(const torch::Tensor& draw) const;
    /// Mean over the pictures of the Kullback-Leibler divergence from the standard normal distribution, in nats. A scalar.
    torch::Tensor divergence() const;
};

/// A convolution with stride 2 beside a 1 x 1 one of the halved picture, added with unit variance.
class EncoderBlockImpl : public torch::nn::Module {
public:
    EncoderBlockImpl(int64_t in, int64_t out);
    /// [N, in, H, W] -> [N, out, H/2, W/2]
    torch::Tensor forward(const torch::Tensor& x);

private:
    Convolution conv, skip;
};
TORCH_MODULE(EncoderBlock);

/// From a picture to a latent distribution and to the parameters. The picture is first laid out as 12 channels at half its resolution.
class EncoderImpl : public torch::nn::Module {
public:
    explicit EncoderImpl(const EncoderOptions& options);
    const EncoderOptions& options() const { return m_options; }

    /// From now on features are of this type, made from weights in 32 bits; what is read from them is in 32 bits again.
    void computeIn(torch::ScalarType type) { m_type = type; }

    /// [N, 3, r, r] in [-1, 1]
    Encoding forward(const torch::Tensor& picture);

private:
    EncoderOptions m_options;
    Convolution m_fromPicture{nullptr};
    std::vector<EncoderBlock> m_blocks;
    Linear m_dense{nullptr}, m_out{nullptr};
    torch::ScalarType m_type = torch::kFloat32;
};
TORCH_MODULE(Encoder);

}  // namespace charrette
