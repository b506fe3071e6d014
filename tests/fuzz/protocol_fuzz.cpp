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

/// Any header and payload are a request and a reply, or are refused with a sentence. The first byte says how much of the input is payload.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    const auto bytes = std::as_bytes(std::span(data + 1, size - 1));
    const size_t payload = std::min<size_t>(data[0], bytes.size());
    const auto text = bytes.first(bytes.size() - payload), tail = bytes.last(payload);
    const Frame frame{std::string(reinterpret_cast<const char*>(text.data()), text.size()), {tail.begin(), tail.end()}};
    requestIdOf(frame);
    checkSurvives(frame, requestFromFrame);
    checkSurvives(frame, replyFromFrame);
    return 0;
}
