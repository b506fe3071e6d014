#pragma once

#include <map>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/nn/generator_options.h"
#include "core/nn/layers.h"

namespace charrette {

/// Shape of a preview head; stored beside its weights.
struct PreviewHeadOptions {
    int64_t featureChannels = 128;  ///< of the generator's features at `featureResolution`
    int64_t imageChannels = 3;
    int64_t styleSize = 128;
    int64_t styleLayers = 5;  ///< style vectors that it reads: those of the generator's layers above the features
    int64_t width = 48;       ///< channels between its convolutions

    /// Side of the features that it reads, and of the pictures that it makes.
    static constexpr int64_t featureResolution = 32, resolution = 64;
    /// The generator's first style vector that the features have not seen.
    static constexpr int64_t firstStyleLayer = 7;
};

/// Whether previews of a generator's pictures are worth their time: of small pictures the full ones come as soon.
bool isWorthPreviews(const GeneratorOptions& generator);
PreviewHeadOptions previewHeadOptions(const GeneratorOptions& generator);

nlohmann::json toJson(const PreviewHeadOptions& options);
/// From a weights file's metadata under "preview". Throws `Error` naming `where`.
PreviewHeadOptions previewHeadOptionsFromMetadata(const std::map<std::string, std::string>& metadata, const std::string& where);
/// A lower bound of the weights that a head of these options holds.
int64_t fewestWeights(const PreviewHeadOptions& options);

/// Makes a small picture from a generator's features at 32²: two modulated 3 x 3 convolutions, a modulated 1 x 1 one and 2 x 2 pixels laid out of
/// four channels. The style vectors of the layers above decide most colours, so they scale what the convolutions read and add to the result.
class PreviewHeadImpl : public torch::nn::Module {
public:
    explicit PreviewHeadImpl(const PreviewHeadOptions& options);
    const PreviewHeadOptions& options() const { return m_options; }

    /// [N, featureChannels, 32, 32], all of the generator's style vectors [N, layers, styleSize] -> [N, imageChannels, 64, 64] in [-1, 1] and a
    /// little beyond.
    torch::Tensor forward(const torch::Tensor& features, const torch::Tensor& ws);

    Linear features_affine, hidden_affine, last_affine, picture_affine;
    torch::Tensor weight, bias, hidden_weight, hidden_bias, picture_weight;

private:
    PreviewHeadOptions m_options;
};
TORCH_MODULE(PreviewHead);

}  // namespace charrette
