#pragma once

#include <vector>

#include "core/nn/layers.h"

namespace charrette {

/// Whether a picture is first laid out as 4 x channels at half its resolution, which makes the first layers four times cheaper.
enum class Folding { No, Yes };

/// Shape of a discriminator.
struct DiscriminatorOptions {
    int64_t resolution = 256;
    int64_t imageChannels = 3;
    int64_t conditionSize = 0;
    std::vector<int64_t> channels;  ///< from 4² up to the resolution, or to half of it when folded
    int64_t conditionMappingSize = 128;
    int64_t groupSize = 4;  ///< pictures that share one standard deviation; must divide the batch or exceed it
    Folding folding = Folding::No;

    bool operator==(const DiscriminatorOptions&) const = default;
};

/// Two convolutions, the second with stride 2, beside a 1 x 1 one of the halved picture, added with unit variance.
class DiscriminatorBlockImpl : public torch::nn::Module {
public:
    DiscriminatorBlockImpl(int64_t in, int64_t out);
    /// [N, in, H, W] -> [N, out, H/2, W/2]
    torch::Tensor forward(const torch::Tensor& x);

private:
    Convolution conv0, conv1, skip;
};
TORCH_MODULE(DiscriminatorBlock);

/// What a discriminator thinks of pictures, and why.
struct Judgement {
    torch::Tensor scores;                 ///< [N]; larger is more real
    std::vector<torch::Tensor> features;  ///< [N, C, H, W] after each block, from fine to coarse
};

/// How real a picture looks under its condition: residual (Karras et al. 2020), with the standard deviation over groups of the batch as a
/// last feature (Karras et al. 2018); a score of its own and one by the condition projected on the features (Miyato and Koyama 2018).
class DiscriminatorImpl : public torch::nn::Module {
public:
    explicit DiscriminatorImpl(const DiscriminatorOptions& options);

    /// From now on features are of this type, made from weights in 32 bits; scores are in 32 bits.
    void computeIn(torch::ScalarType type) { m_type = type; }

    /// [N, channels, r, r], [N, condition]
    Judgement judge(const torch::Tensor& picture, const torch::Tensor& c);
    /// The scores alone.
    torch::Tensor forward(const torch::Tensor& picture, const torch::Tensor& c) { return judge(picture, c).scores; }

private:
    torch::Tensor head(const torch::Tensor& x, const torch::Tensor& c);

    DiscriminatorOptions m_options;
    Convolution m_fromPicture{nullptr}, m_last{nullptr};
    std::vector<DiscriminatorBlock> m_blocks;
    Linear m_dense{nullptr}, m_out{nullptr}, m_conditionMapping{nullptr};
    torch::ScalarType m_type = torch::kFloat32;
};
TORCH_MODULE(Discriminator);

/// Appends to [N, C, H, W] one channel: the standard deviation over groups of `groupSize` pictures, averaged over channels and pixels.
torch::Tensor withGroupDeviation(const torch::Tensor& x, int64_t groupSize);

}  // namespace charrette
