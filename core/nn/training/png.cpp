#include "core/nn/training/png.h"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#include <stb_image_write.h>

namespace charrette {

std::vector<std::byte> encodeSheet(const uint8_t* pixels, int width, int height) {
    std::vector<std::byte> bytes;
    auto append = [](void* context, void* data, int size) {
        auto* out = static_cast<std::vector<std::byte>*>(context);
        auto* from = static_cast<const std::byte*>(data);
        out->insert(out->end(), from, from + size);
    };
    stbi_write_png_to_func(append, &bytes, width, height, 3, pixels, width * 3);
    return bytes;
}

}  // namespace charrette
