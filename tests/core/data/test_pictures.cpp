#include "test_pictures.h"

#include <algorithm>
#include <cstdlib>

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO
#include <stb_image_write.h>

namespace charrette::test {
namespace {

using Bytes = std::vector<std::byte>;

void append(void* context, void* data, int size) {
    const auto* first = static_cast<const std::byte*>(data);
    static_cast<Bytes*>(context)->insert(static_cast<Bytes*>(context)->end(), first, first + size);
}

std::vector<uint8_t> pixels(int size, uint8_t blue) {
    std::vector<uint8_t> values;
    for (int i = 0; i < size * size; ++i) values.insert(values.end(), {uint8_t(i % size), uint8_t(i / size), blue});
    return values;
}

void appendBigEndian(Bytes& bytes, uint32_t value, int count) {
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) bytes.push_back(std::byte(value >> shift));
}

/// PNG specification, annex D.
uint32_t crc(const Bytes& bytes, size_t start) {
    uint32_t sum = ~0u;
    for (size_t i = start; i < bytes.size(); ++i) {
        sum ^= static_cast<uint32_t>(bytes[i]);
        for (int bit = 0; bit < 8; ++bit) sum = sum & 1 ? 0xedb88320u ^ (sum >> 1) : sum >> 1;
    }
    return ~sum;
}

void appendChunk(Bytes& png, const std::string& type, const Bytes& content) {
    appendBigEndian(png, static_cast<uint32_t>(content.size()), 4);
    const size_t start = png.size();
    for (const char letter : type) png.push_back(std::byte(letter));
    png.insert(png.end(), content.begin(), content.end());
    appendBigEndian(png, crc(png, start), 4);
}

}  // namespace

Bytes png(int size, uint8_t blue) {
    Bytes bytes;
    const auto values = pixels(size, blue);
    stbi_write_png_to_func(append, &bytes, size, size, 3, values.data(), 3 * size);
    return bytes;
}

Bytes jpeg(int size, uint8_t blue) {
    Bytes bytes;
    const auto values = pixels(size, blue);
    stbi_write_jpg_to_func(append, &bytes, size, size, 3, values.data(), 95);
    return bytes;
}

Bytes pngThatClaims(int size, uint32_t claimed) {
    Bytes bytes = png(size, 0), claim;
    appendBigEndian(claim, claimed, 4);
    for (const size_t place : {16, 20}) std::copy(claim.begin(), claim.end(), bytes.begin() + std::ptrdiff_t(place));
    return bytes;
}

Bytes auxPng(int size, uint16_t depth, uint16_t coverage) {
    Bytes rows, header, bytes;
    for (int y = 0; y < size; ++y) {
        rows.push_back(std::byte(0));
        for (int x = 0; x < size; ++x) appendBigEndian(rows, uint32_t(depth) << 16 | coverage, 4);
    }
    int packedSize = 0;
    auto* packed = stbi_zlib_compress(reinterpret_cast<unsigned char*>(rows.data()), static_cast<int>(rows.size()), &packedSize, 8);
    Bytes content;
    append(&content, packed, packedSize);
    std::free(packed);
    appendBigEndian(header, static_cast<uint32_t>(size), 4);
    appendBigEndian(header, static_cast<uint32_t>(size), 4);
    for (const int value : {16, 4, 0, 0, 0}) header.push_back(std::byte(value));
    for (const char letter : std::string("\x89PNG\r\n\x1a\n")) bytes.push_back(std::byte(letter));
    appendChunk(bytes, "IHDR", header);
    appendChunk(bytes, "IDAT", content);
    appendChunk(bytes, "IEND", {});
    return bytes;
}

std::vector<Parameter> parameters() {
    Parameter width;
    width.name = "width";
    width.label = "Width";
    width.group = "Size";
    width.unit = "mm";
    width.maximum = 100;
    width.defaultValue = 50.0;
    width.distribution = {50, 20, {0.5, 0.5}};
    Parameter storeys = width, roof = width, lit = width;
    storeys.name = "storeys";
    storeys.kind = ParameterKind::Integer;
    storeys.defaultValue = int64_t(2);
    roof.name = "roof";
    roof.kind = ParameterKind::Choice;
    roof.choices = {"flat", "gable"};
    roof.defaultValue = std::string("flat");
    lit.name = "lit";
    lit.kind = ParameterKind::Toggle;
    lit.defaultValue = false;
    return {width, storeys, roof, lit};
}

ParameterValues values(double width) { return {{"width", width}, {"storeys", int64_t(3)}, {"roof", std::string("gable")}, {"lit", true}}; }

}  // namespace charrette::test
