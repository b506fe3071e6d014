#include "core/base/hash.h"

#include <algorithm>
#include <bit>
#include <fstream>
#include <system_error>
#include <vector>

#include "core/base/error.h"

namespace charrette {
namespace {

constexpr std::array<uint32_t, 64> roundConstants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
    0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
    0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
    0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
    0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
    0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

uint32_t bigEndian(const std::byte* bytes) {
    return uint32_t(bytes[0]) << 24 | uint32_t(bytes[1]) << 16 | uint32_t(bytes[2]) << 8 | uint32_t(bytes[3]);
}

std::array<uint32_t, 64> messageSchedule(const std::byte* bytes) {
    std::array<uint32_t, 64> w;
    for (size_t t = 0; t < 16; ++t) w[t] = bigEndian(bytes + 4 * t);
    for (size_t t = 16; t < 64; ++t) {
        const uint32_t s0 = std::rotr(w[t - 15], 7) ^ std::rotr(w[t - 15], 18) ^ (w[t - 15] >> 3);
        const uint32_t s1 = std::rotr(w[t - 2], 17) ^ std::rotr(w[t - 2], 19) ^ (w[t - 2] >> 10);
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    return w;
}

std::string hexadecimal(const std::array<uint32_t, 8>& words) {
    std::string text;
    for (uint32_t word : words) {
        for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[word >> shift & 15];
    }
    return text;
}

}  // namespace

Sha256::Sha256() : m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}, m_pending{} {}

void Sha256::block(const std::byte* bytes) {
    const auto w = messageSchedule(bytes);
    auto [a, b, c, d, e, f, g, h] = m_state;
    for (size_t t = 0; t < 64; ++t) {
        const uint32_t s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
        const uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + roundConstants[t] + w[t];
        const uint32_t s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
        const uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
        h = g, g = f, f = e, e = d + t1;
        d = c, c = b, b = a, a = t1 + t2;
    }
    const std::array<uint32_t, 8> mixed = {a, b, c, d, e, f, g, h};
    for (size_t i = 0; i < 8; ++i) m_state[i] += mixed[i];
}

void Sha256::update(std::span<const std::byte> bytes) {
    const size_t used = size_t(m_length % 64);
    m_length += bytes.size();
    if (used > 0) {
        const size_t taken = std::min(64 - used, bytes.size());
        std::copy_n(bytes.begin(), taken, m_pending.begin() + std::ptrdiff_t(used));
        bytes = bytes.subspan(taken);
        if (used + taken < 64) return;
        block(m_pending.data());
    }
    for (; bytes.size() >= 64; bytes = bytes.subspan(64)) block(bytes.data());
    std::copy(bytes.begin(), bytes.end(), m_pending.begin());
}

std::string Sha256::finish() {
    const uint64_t bits = m_length * 8;
    const size_t used = size_t(m_length % 64);
    std::vector<std::byte> padding((used < 56 ? 64 : 128) - used);
    padding[0] = std::byte(0x80);
    for (size_t i = 0; i < 8; ++i) padding[padding.size() - 1 - i] = std::byte(bits >> 8 * i);
    update(padding);
    return hexadecimal(m_state);
}

std::string sha256(std::span<const std::byte> bytes) {
    Sha256 hash;
    hash.update(bytes);
    return hash.finish();
}

std::string sha256OfFile(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) throw Error(file.string() + ": cannot be read: there is no such regular file");
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw Error(file.string() + ": cannot be opened for reading");
    Sha256 hash;
    std::vector<char> piece(1 << 16);
    while (stream.read(piece.data(), std::streamsize(piece.size())), stream.gcount() > 0) {
        hash.update(std::as_bytes(std::span(piece.data(), size_t(stream.gcount()))));
    }
    if (!stream.eof()) throw Error(file.string() + ": cannot be read to its end");
    return hash.finish();
}

}  // namespace charrette
