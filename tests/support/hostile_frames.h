#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace charrette::test {

/// What no request may be.
struct HostileFrame {
    std::string title;
    std::vector<std::byte> bytes;  ///< as they come over the stream
    std::string named;             ///< is in the sentence that refuses them
    bool endsStream = false;       ///< the sizes cannot be trusted, so that nothing after them can be read
};

/// Each is wrong in a way of its own.
std::vector<HostileFrame> hostileFrames();

}  // namespace charrette::test
