#include "core/nn/weights.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/nn/initial_weights.h"
#include "core/nn/ops.h"

namespace charrette {

namespace {

constexpr const char* generatorKey = "generator_sha256";

bool isResampleFilter(const std::string& name) { return name.ends_with("resample_filter"); }

std::string shapeText(torch::IntArrayRef shape) {
    std::string text = "[";
    for (size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

void checkFilter(const SafetensorsFile& file, const std::string& name) {
    auto values = toTensor(file.tensor(name));
    if (values.sizes() != torch::IntArrayRef({4, 4}) || !torch::allclose(values, resampleFilter(), 1e-3, 1e-4))
        throw Error(file.where() + ": tensor '" + name + "' is not the resampling filter [1, 3, 3, 1] that Charrette's networks use");
}

void copyChecked(torch::Tensor& to, const SafetensorsFile& file, const std::string& name) {
    const TensorView& view = file.tensor(name);
    if (to.sizes() != torch::IntArrayRef(view.shape))
        throw Error(file.where() + ": tensor '" + name + "' has shape " + shapeText(view.shape) + ", but the network needs " +
                    shapeText(to.sizes()));
    auto values = toTensor(view);
    if (!torch::isfinite(values).all().item<bool>())
        throw Error(file.where() + ": tensor '" + name + "' holds values that are not finite");
    to.copy_(values);
}

void makeInferenceOnly(torch::nn::Module& module) {
    module.eval();
    for (auto& parameter : module.parameters()) parameter.set_requires_grad(false);
}

template <class Network, class Options>
Network loaded(const SafetensorsFile& file, const Options& options) {
    checkEnough(file, fewestWeights(options));
    Network network = [&] {
        const NoInitialWeights guard;
        return Network(options);
    }();
    loadTensors(*network, file);
    makeInferenceOnly(*network);
    return network;
}

}  // namespace

torch::Tensor toTensor(const TensorView& view) {
    auto values = view.toFloat();
    return torch::from_blob(values.data(), view.shape, torch::kFloat32).clone();
}

TensorBytes toBytes(const torch::Tensor& tensor, TensorType type) {
    auto values = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
    return TensorBytes::fromFloat({values.data_ptr<float>(), size_t(values.numel())}, values.sizes().vec(), type);
}

std::map<std::string, torch::Tensor> namedTensors(const torch::nn::Module& module) {
    std::map<std::string, torch::Tensor> tensors;
    for (const auto& item : module.named_parameters()) tensors[item.key()] = item.value();
    for (const auto& item : module.named_buffers())
        if (!isResampleFilter(item.key())) tensors[item.key()] = item.value();
    return tensors;
}

void checkEnough(const SafetensorsFile& file, int64_t needed) {
    int64_t count = 0;
    for (const auto& [name, view] : file.tensors()) count += view.elements();
    if (count < needed)
        throw Error(file.where() + ": it holds " + std::to_string(count) + " values, but the network that the metadata describe needs at least " +
                    std::to_string(needed));
}

void loadTensors(torch::nn::Module& module, const SafetensorsFile& file) {
    torch::NoGradGuard guard;
    auto tensors = namedTensors(module);
    for (const auto& [name, view] : file.tensors()) {
        if (isResampleFilter(name))
            checkFilter(file, name);
        else if (!tensors.contains(name))
            throw Error(file.where() + ": tensor '" + name + "' does not belong to the network that the metadata describe");
    }
    for (auto& [name, tensor] : tensors) copyChecked(tensor, file, name);
}

void saveTensors(const std::filesystem::path& file, const torch::nn::Module& module, TensorType type,
                 const std::map<std::string, std::string>& metadata) {
    std::map<std::string, TensorBytes> tensors;
    for (const auto& [name, tensor] : namedTensors(module)) tensors[name] = toBytes(tensor, type);
    writeSafetensors(file, tensors, metadata);
}

Generator loadGenerator(const SafetensorsFile& file) {
    return loaded<Generator>(file, generatorOptionsFromMetadata(file.metadata(), file.where()));
}

Encoder loadEncoder(const SafetensorsFile& file) {
    return loaded<Encoder>(file, encoderOptionsFromMetadata(file.metadata(), file.where()));
}

void saveGenerator(const std::filesystem::path& file, const Generator& generator, TensorType type) {
    saveTensors(file, *generator, type, {{"generator", toJson(generator->options()).dump()}});
}

void saveEncoder(const std::filesystem::path& file, const Encoder& encoder, TensorType type) {
    saveTensors(file, *encoder, type, {{"encoder", toJson(encoder->options()).dump()}});
}

PreviewHead loadPreviewHead(const SafetensorsFile& file) {
    return loaded<PreviewHead>(file, previewHeadOptionsFromMetadata(file.metadata(), file.where()));
}

void savePreviewHead(const std::filesystem::path& file, const PreviewHead& head, const std::string& generatorHash) {
    saveTensors(file, *head, TensorType::F16, {{"preview", toJson(head->options()).dump()}, {generatorKey, generatorHash}});
}

std::string generatorHashOf(const SafetensorsFile& previewHead) {
    const auto found = previewHead.metadata().find(generatorKey);
    return found == previewHead.metadata().end() ? "" : found->second;
}

}  // namespace charrette
