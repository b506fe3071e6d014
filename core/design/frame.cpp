#include "core/design/frame.h"

#include <algorithm>

#include "core/base/error.h"

namespace charrette {
namespace {

constexpr size_t sizeBytes = 4, prefixBytes = 2 * sizeBytes;

uint32_t sizeAt(const std::byte* bytes) {
    return uint32_t(bytes[0]) | uint32_t(bytes[1]) << 8 | uint32_t(bytes[2]) << 16 | uint32_t(bytes[3]) << 24;
}

void appendSize(std::vector<std::byte>& bytes, size_t size) {
    for (size_t i = 0; i < sizeBytes; ++i) bytes.push_back(std::byte(size >> 8 * i));
}

void checkSize(uint64_t size, uint32_t limit, const std::string& what) {
    if (size > limit)
        throw Error("frame: the " + what + " has " + std::to_string(size) + " bytes, at most " + std::to_string(limit) + " are allowed");
}

void checkSizes(uint64_t header, uint64_t payload) {
    if (header == 0) throw Error("frame: there is no header");
    checkSize(header, frameHeaderLimit, "header");
    checkSize(payload, framePayloadLimit, "payload");
}

}  // namespace

std::vector<std::byte> toBytes(const Frame& frame) {
    checkSizes(frame.header.size(), frame.payload.size());
    const auto header = std::as_bytes(std::span(frame.header));
    std::vector<std::byte> bytes;
    bytes.reserve(prefixBytes + header.size() + frame.payload.size());
    appendSize(bytes, header.size());
    appendSize(bytes, frame.payload.size());
    bytes.insert(bytes.end(), header.begin(), header.end());
    bytes.insert(bytes.end(), frame.payload.begin(), frame.payload.end());
    return bytes;
}

void FrameReader::feed(std::span<const std::byte> bytes) {
    m_bytes.erase(m_bytes.begin(), m_bytes.begin() + std::ptrdiff_t(m_read));
    m_read = 0;
    m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
}

std::optional<Frame> FrameReader::next() {
    const auto bytes = unread();
    if (bytes.size() < prefixBytes) return {};
    const size_t header = sizeAt(bytes.data()), payload = sizeAt(bytes.data() + sizeBytes);
    checkSizes(header, payload);
    if (bytes.size() - prefixBytes < header + payload) return {};
    const auto text = bytes.subspan(prefixBytes, header), data = bytes.subspan(prefixBytes + header, payload);
    Frame frame{std::string(reinterpret_cast<const char*>(text.data()), text.size()), {data.begin(), data.end()}};
    m_read += prefixBytes + header + payload;
    return frame;
}

void FrameReader::finish() const {
    if (const size_t rest = unread().size(); rest > 0)
        throw Error("frame: the stream ends within a frame, after " + std::to_string(rest) + " of its bytes");
}

}  // namespace charrette
