#include "core/data/stb.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace {

// A PNG's compressed data may swell a thousandfold whatever size it states: no block over what 1024 x 1024 pixels need.
constexpr size_t blockLimit = size_t(64) << 20;

void* limitedRealloc(void* block, size_t size) { return size > blockLimit ? nullptr : std::realloc(block, size); }

}  // namespace

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#define STBI_MALLOC(size) limitedRealloc(nullptr, size)
#define STBI_REALLOC(block, size) limitedRealloc(block, size)
#define STBI_FREE(block) std::free(block)
#include <stb_image.h>

#include "core/base/error.h"

namespace charrette {
namespace {

[[noreturn]] void fail(const std::string& where, const std::string& sentence) { throw Error(where + ": " + sentence); }

const stbi_uc* dataOf(std::span<const std::byte> bytes) { return reinterpret_cast<const stbi_uc*>(bytes.data()); }

/// The channels of a picture of the right size.
int checkedChannels(std::span<const std::byte> bytes, int resolution, const std::string& where) {
    int width = 0, height = 0, channels = 0;
    if (bytes.empty() || bytes.size() > encodedLimit) fail(where, "the picture is empty or longer than 32 MiB");
    if (!stbi_info_from_memory(dataOf(bytes), static_cast<int>(bytes.size()), &width, &height, &channels))
        fail(where, "the picture is neither PNG nor JPEG, or damaged");
    if (width != resolution || height != resolution)
        fail(where, "the picture is " + std::to_string(width) + " x " + std::to_string(height) + " pixels, not " +
                        std::to_string(resolution) + " x " + std::to_string(resolution));
    return channels;
}

/// Calls one of stb's loaders and copies what it gives, each value through `convert`.
template <class Value, class Convert>
std::vector<uint8_t> decoded(Value* (*load)(const stbi_uc*, int, int*, int*, int*, int), std::span<const std::byte> bytes, int resolution,
                             int channels, const std::string& where, Convert convert) {
    int width = 0, height = 0, stored = 0;
    const std::unique_ptr<Value, decltype(&std::free)> values(
        load(dataOf(bytes), static_cast<int>(bytes.size()), &width, &height, &stored, channels), &std::free);
    if (!values || width != resolution || height != resolution) fail(where, "the picture is damaged");
    std::vector<uint8_t> pixels(static_cast<size_t>(channels) * width * height);
    std::transform(values.get(), values.get() + pixels.size(), pixels.begin(), convert);
    return pixels;
}

}  // namespace

void checkPicture(std::span<const std::byte> bytes, int resolution, const std::string& where) { checkedChannels(bytes, resolution, where); }

void checkAux(std::span<const std::byte> bytes, int resolution, const std::string& where) {
    const int channels = checkedChannels(bytes, resolution, where);
    if (channels != 2 || !stbi_is_16_bit_from_memory(dataOf(bytes), static_cast<int>(bytes.size())))
        fail(where, "depth and coverage must be a PNG of 16-bit grey and alpha");
}

std::vector<uint8_t> decodedPicture(std::span<const std::byte> bytes, int resolution, const std::string& where) {
    checkPicture(bytes, resolution, where);
    return decoded(stbi_load_from_memory, bytes, resolution, 3, where, [](stbi_uc value) { return value; });
}

std::vector<uint8_t> decodedAux(std::span<const std::byte> bytes, int resolution, const std::string& where) {
    checkAux(bytes, resolution, where);
    return decoded(stbi_load_16_from_memory, bytes, resolution, 2, where,
                   [](stbi_us value) { return static_cast<uint8_t>((value * 255u + 32767u) / 65535u); });
}

}  // namespace charrette
