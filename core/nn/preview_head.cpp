#include "core/nn/preview_head.h"

#include <cmath>

#include "core/design/json.h"
#include "core/nn/initial_weights.h"
#include "core/nn/ops.h"
#include "core/nn/option_limits.h"

namespace charrette {

using nlohmann::json;

namespace {

int64_t stylesOf(const PreviewHeadOptions& options) { return options.styleLayers * options.styleSize; }

Linear affine(const PreviewHeadOptions& options, int64_t out, double bias) {
    return Linear(LinearImpl::Options{.in = stylesOf(options), .out = out, .bias = bias});
}

/// 2 x 2 pixels.
int64_t outputsOf(const PreviewHeadOptions& options) { return 4 * options.imageChannels; }

}  // namespace

bool isWorthPreviews(const GeneratorOptions& generator) { return generator.resolution > PreviewHeadOptions::resolution; }

PreviewHeadOptions previewHeadOptions(const GeneratorOptions& generator) {
    return {.featureChannels = generator.channelsAt(PreviewHeadOptions::featureResolution),
            .imageChannels = generator.imageChannels,
            .styleSize = generator.styleSize,
            .styleLayers = generator.styleLayers() - PreviewHeadOptions::firstStyleLayer};
}

json toJson(const PreviewHeadOptions& options) {
    return {{"feature_channels", options.featureChannels},
            {"image_channels", options.imageChannels},
            {"style_size", options.styleSize},
            {"style_layers", options.styleLayers},
            {"width", options.width}};
}

PreviewHeadOptions previewHeadOptionsFromMetadata(const std::map<std::string, std::string>& metadata, const std::string& where) {
    const auto found = metadata.find("preview");
    if (found == metadata.end()) refuse(where, "the metadata do not say what preview head the weights belong to ('preview' expected)");
    const std::string place = joined(where, "preview head options");
    const json object = parseJson(found->second, place);
    ObjectReader reader(object, place);
    PreviewHeadOptions options;
    options.featureChannels = reader.integer("feature_channels", 1, sizeLimit);
    options.imageChannels = reader.integer("image_channels", 1, 8);
    options.styleSize = reader.integer("style_size", 1, sizeLimit);
    options.styleLayers = reader.integer("style_layers", 1, 64);
    options.width = reader.integer("width", 1, sizeLimit);
    reader.finish();
    return options;
}

int64_t fewestWeights(const PreviewHeadOptions& options) {
    return stylesOf(options) * (options.featureChannels + 2 * options.width + outputsOf(options)) +
           options.width * (9 * (options.featureChannels + options.width) + outputsOf(options));
}

PreviewHeadImpl::PreviewHeadImpl(const PreviewHeadOptions& options)
    : features_affine(register_module("features_affine", affine(options, options.featureChannels, 1))),
      hidden_affine(register_module("hidden_affine", affine(options, options.width, 1))),
      last_affine(register_module("last_affine", affine(options, options.width, 1))),
      picture_affine(register_module("picture_affine", affine(options, outputsOf(options), 0))),
      weight(register_parameter("weight", initialWeights({options.width, options.featureChannels, 3, 3}))),
      bias(register_parameter("bias", torch::zeros({options.width}))),
      hidden_weight(register_parameter("hidden_weight", initialWeights({options.width, options.width, 3, 3}))),
      hidden_bias(register_parameter("hidden_bias", torch::zeros({options.width}))),
      picture_weight(register_parameter("picture_weight", 0.1 * initialWeights({outputsOf(options), options.width, 1, 1}))),
      m_options(options) {}

torch::Tensor PreviewHeadImpl::forward(const torch::Tensor& features, const torch::Tensor& ws) {
    const auto styles = ws.narrow(1, PreviewHeadOptions::firstStyleLayer, m_options.styleLayers).flatten(1);
    const auto convolved = [&](const torch::Tensor& x, Linear& scaling, const torch::Tensor& kernel, const torch::Tensor& shift) {
        return activation(torch::conv2d(modulated(x, scaling(styles)), kernel / std::sqrt(9.0 * double(kernel.size(1))), shift, 1, 1));
    };
    auto hidden = convolved(asFeatures(features, torch::kFloat32), features_affine, weight, bias);
    hidden = convolved(hidden, hidden_affine, hidden_weight, hidden_bias);
    auto pixels = torch::conv2d(modulated(hidden, last_affine(styles)), picture_weight / std::sqrt(double(m_options.width)));
    return shuffled(pixels + picture_affine(styles).unsqueeze(-1).unsqueeze(-1));
}

}  // namespace charrette
