#include "core/image/png_check.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <string_view>
#include <vector>

namespace charrette {
namespace {

constexpr std::string_view signature = "\x89PNG\r\n\x1a\n";

constexpr std::array<uint32_t, 256> checksumTable = [] {
    std::array<uint32_t, 256> table{};
    for (uint32_t i = 0; i < 256; ++i) {
        uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) value = value & 1 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
        table[i] = value;
    }
    return table;
}();

uint32_t extended(uint32_t checksum, std::string_view bytes) {
    for (const char byte : bytes) checksum = checksumTable[(checksum ^ static_cast<unsigned char>(byte)) & 255] ^ (checksum >> 8);
    return checksum;
}

class ChunkReader {
public:
    explicit ChunkReader(const std::filesystem::path& file) : m_stream(file, std::ios::binary), m_buffer(1 << 16) {}

    bool isPng() { return read(signature.size()) == signature; }

    std::string damage() {
        for (bool first = true;; first = false) {
            const std::string head(read(8));
            if (head.size() < 8) return "the file is cut off";
            const uint32_t length = bigEndian(head);
            const std::string type = head.substr(4);
            if (first && (type != "IHDR" || length != 13)) return "it does not begin with a header";
            if (length > INT32_MAX) return "it has a chunk of impossible length";
            const uint32_t checksum = dataChecksum(extended(~0u, type), length);
            const auto stored = read(4);
            if (stored.size() < 4) return "the file is cut off";
            if (bigEndian(stored) != ~checksum) return "a checksum does not fit, the file is damaged";
            if (type == "IEND") return {};
        }
    }

private:
    static uint32_t bigEndian(std::string_view bytes) {
        uint32_t value = 0;
        for (size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
        return value;
    }

    /// As many bytes as there are, at most a buffer full.
    std::string_view read(size_t count) {
        m_stream.read(m_buffer.data(), std::streamsize(std::min(count, m_buffer.size())));
        return {m_buffer.data(), size_t(m_stream.gcount())};
    }

    uint32_t dataChecksum(uint32_t checksum, uint32_t length) {
        while (length > 0) {
            const auto bytes = read(length);
            if (bytes.empty()) break;
            checksum = extended(checksum, bytes);
            length -= uint32_t(bytes.size());
        }
        return checksum;
    }

    std::ifstream m_stream;
    std::vector<char> m_buffer;
};

}  // namespace

std::string pngDamage(const std::filesystem::path& file) {
    ChunkReader reader(file);
    return reader.isPng() ? reader.damage() : std::string();
}

}  // namespace charrette
