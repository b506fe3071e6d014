#include "core/nn/inference/synthesize.h"

#include "core/base/error.h"
#include "core/nn/device.h"
#include "core/nn/inference/fast_generator.h"
#include "core/nn/weights.h"

namespace charrette {

namespace {

torch::Tensor input(const SafetensorsFile& file, const std::string& name, int64_t width) {
    auto tensor = toTensor(file.tensor(name));
    if (tensor.dim() != 2 || tensor.size(0) < 1 || tensor.size(1) != width)
        throw Error(file.where() + ": tensor '" + name + "' must have shape [N, " + std::to_string(width) + "], N at least 1");
    return tensor;
}

}  // namespace

void synthesizeFile(const std::filesystem::path& weights, const std::filesystem::path& inputs, const std::filesystem::path& out,
                    const std::string& device, Precision precision) {
    torch::NoGradGuard guard;
    FastGenerator generator(loadGenerator(SafetensorsFile::read(weights)), deviceNamed(device), precision);
    auto file = SafetensorsFile::read(inputs);
    const auto& options = generator.options();
    auto z = input(file, "z", options.latentSize);
    auto c = options.conditionSize > 0 ? input(file, "c", options.conditionSize) : torch::Tensor();
    if (c.defined() && c.size(0) != z.size(0)) throw Error(file.where() + ": 'z' and 'c' must have the same number of rows");

    auto picturesOf = [&](const torch::Tensor& ws, NoiseKind noise) {
        return torch::stack(generator.pictures(options.resolution, ws, noise));
    };
    std::map<std::string, torch::Tensor> results;
    results["ws"] = generator.styles(z, c);
    results["ws_psi07"] = generator.styles(z, c, 0.7);
    results["ws_psi07_cutoff4"] = generator.styles(z, c, 0.7, 4);
    results["image_noise_const"] = picturesOf(results["ws_psi07"], NoiseKind::Constant);
    results["image_noise_none"] = picturesOf(results["ws_psi07"], NoiseKind::None);
    results["image_psi1"] = picturesOf(results["ws"], NoiseKind::Constant);

    std::map<std::string, TensorBytes> tensors;
    for (const auto& [name, tensor] : results) tensors[name] = toBytes(tensor, TensorType::F32);
    writeSafetensors(out, tensors, {});
}

}  // namespace charrette
