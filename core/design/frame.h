#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace charrette {

/// One message between the window and the engine. On the wire: u32 header bytes, u32 payload bytes (both little endian), header, payload.
struct Frame {
    std::string header;                   ///< JSON
    std::vector<std::byte> payload = {};  ///< pixels; often empty
    bool operator==(const Frame&) const = default;
};

/// Both sides refuse frames over these sizes.
constexpr uint32_t frameHeaderLimit = 16u << 20, framePayloadLimit = 64u << 20;

/// The frame as it is sent. Throws `Error` when it is over the limits.
std::vector<std::byte> toBytes(const Frame& frame);

/// Takes a stream of bytes apart into frames. After an `Error` the stream cannot be trusted any more.
/// Holds no more than what has arrived, whatever a frame claims to be.
class FrameReader {
public:
    /// Bytes as they come, in pieces of any size.
    void feed(std::span<const std::byte> bytes);
    /// The next frame once all of it has come. Throws `Error` as soon as a frame's sizes are not allowed.
    std::optional<Frame> next();
    /// Throws `Error` when the stream ends here, within a frame.
    void finish() const;

private:
    std::span<const std::byte> unread() const { return std::span(m_bytes).subspan(m_read); }

    std::vector<std::byte> m_bytes;
    size_t m_read = 0;  ///< bytes at the start of `m_bytes` that are done with
};

}  // namespace charrette
