#include <algorithm>
#include <cstdint>

#include "core/base/error.h"
#include "core/design/frame.h"

using namespace charrette;

/// Any bytes, in pieces of any size, are frames, which are written as they were read, or are refused with a sentence.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto all = std::as_bytes(std::span(data, size));
    const size_t piece = size > 0 ? 1 + data[size - 1] : 1;
    FrameReader reader;
    size_t fed = 0, written = 0;
    try {
        for (; fed < size; fed += std::min(piece, size - fed)) {
            reader.feed(all.subspan(fed, std::min(piece, size - fed)));
            while (const auto frame = reader.next()) {
                const auto bytes = toBytes(*frame);
                if (written + bytes.size() > size || !std::ranges::equal(bytes, all.subspan(written, bytes.size()))) __builtin_trap();
                written += bytes.size();
            }
        }
        reader.finish();
        if (written != size) __builtin_trap();
    } catch (const Error&) {
    }
    return 0;
}
