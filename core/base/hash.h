#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace charrette {

/// SHA-256 (FIPS 180-4), fed in pieces.
class Sha256 {
public:
    Sha256();
    void update(std::span<const std::byte> bytes);
    /// 64 lower-case hexadecimal digits; the object must not be used afterwards.
    std::string finish();

private:
    void block(const std::byte* bytes);

    std::array<uint32_t, 8> m_state;
    std::array<std::byte, 64> m_pending;
    uint64_t m_length = 0;
};

/// SHA-256 of some bytes as 64 lower-case hexadecimal digits.
std::string sha256(std::span<const std::byte> bytes);

/// SHA-256 of a file's contents, read in pieces. Throws `Error` when it cannot be read.
std::string sha256OfFile(const std::filesystem::path& file);

}  // namespace charrette
