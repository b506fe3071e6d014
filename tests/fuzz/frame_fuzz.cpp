#include <algorithm>
#include <cstdint>

#include "core/base/error.h"
#include "core/design/protocol.h"

using namespace charrette;

namespace {

template <class Message>
std::optional<Message> messageOf(const Frame& frame, Message read(const Frame&)) try {
    return read(frame);
} catch (const Error&) {
    return {};
}

/// What is read can be written, and reads as the same again.
template <class Message>
void checkSurvives(const Frame& frame, Message read(const Frame&)) {
    const auto message = messageOf(frame, read);
    if (!message) return;
    const Frame written = toFrame(*message);
    if (!(toFrame(read(written)) == written)) __builtin_trap();
}

}  // namespace

/// Any bytes, in pieces of any size, are requests and replies, or are refused with a sentence.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    auto bytes = std::as_bytes(std::span(data, size));
    const size_t piece = size > 0 ? 1 + data[size - 1] : 1;
    FrameReader reader;
    try {
        for (; !bytes.empty(); bytes = bytes.subspan(std::min(piece, bytes.size()))) {
            reader.feed(bytes.first(std::min(piece, bytes.size())));
            while (const auto frame = reader.next()) {
                requestIdOf(*frame);
                checkSurvives(*frame, requestFromFrame);
                checkSurvives(*frame, replyFromFrame);
            }
        }
        reader.finish();
    } catch (const Error&) {
    }
    return 0;
}
