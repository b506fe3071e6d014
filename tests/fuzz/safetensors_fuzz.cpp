#include <cstdint>

#include "core/base/error.h"
#include "core/nn/safetensors.h"

/// Any bytes are a file of tensors, each of which converts to floats, or are refused with a sentence.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto bytes = std::as_bytes(std::span(data, size));
    try {
        const auto file = charrette::SafetensorsFile::parse({bytes.begin(), bytes.end()}, "input");
        for (const auto& [name, tensor] : file.tensors())
            if (tensor.toFloat().size() != size_t(tensor.elements())) __builtin_trap();
    } catch (const charrette::Error&) {
    }
    return 0;
}
