#include "core/design/draws.h"

#include <span>

#include "core/base/hash.h"
#include "core/base/random.h"

namespace charrette {

std::vector<double> uniformFor(const std::string& purpose, uint32_t seed, const std::string& name, size_t count) {
    const std::string text = purpose + ":" + std::to_string(seed) + ":" + name;
    const std::string digest = sha256(std::as_bytes(std::span(text)));
    const std::string littleEndian = digest.substr(6, 2) + digest.substr(4, 2) + digest.substr(2, 2) + digest.substr(0, 2);
    return standardUniform(uint32_t(std::stoul(littleEndian, nullptr, 16)), count);
}

}  // namespace charrette
