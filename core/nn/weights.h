#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/nn/encoder.h"
#include "core/nn/generator.h"
#include "core/nn/preview_head.h"
#include "core/nn/safetensors.h"

namespace charrette {

/// float32, on the CPU.
torch::Tensor toTensor(const TensorView& view);
TensorBytes toBytes(const torch::Tensor& tensor, TensorType type);

/// A module's parameters and buffers by their names, but for those that follow from the options (the resampling filters).
std::map<std::string, torch::Tensor> namedTensors(const torch::nn::Module& module);

/// Throws `Error` when a file holds fewer values than `needed`, so that a small file cannot have a large network built.
void checkEnough(const SafetensorsFile& file, int64_t needed);

/// Copies a file's tensors into a module. Throws `Error` naming the tensor when one is missing, has another shape, is not finite, or is not
/// the module's. Resampling filters in the file must be the one this program uses.
void loadTensors(torch::nn::Module& module, const SafetensorsFile& file);

void saveTensors(const std::filesystem::path& file, const torch::nn::Module& module, TensorType type,
                 const std::map<std::string, std::string>& metadata);

/// Networks ready for inference, gradients off, from a weights file and the options in its metadata.
Generator loadGenerator(const SafetensorsFile& file);
Encoder loadEncoder(const SafetensorsFile& file);

void saveGenerator(const std::filesystem::path& file, const Generator& generator, TensorType type);
void saveEncoder(const std::filesystem::path& file, const Encoder& encoder, TensorType type);

/// A preview head belongs to the one generator that it was trained for: `generatorHash` is the SHA-256 of its weights file.
PreviewHead loadPreviewHead(const SafetensorsFile& file);
void savePreviewHead(const std::filesystem::path& file, const PreviewHead& head, const std::string& generatorHash);
/// The hash that was given when the file was saved; empty where the file has none.
std::string generatorHashOf(const SafetensorsFile& previewHead);

}  // namespace charrette
