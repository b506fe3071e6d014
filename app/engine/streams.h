#pragma once

#include <cstddef>
#include <span>

namespace charrette {

/// The program's standard streams, for frames alone: whatever else the program or a library prints goes to standard error. One a program,
/// made before anything is printed.
class Streams {
public:
    Streams();

    /// Waits for some bytes and gives back how many came; 0 at the end.
    size_t read(std::span<std::byte> bytes) const;
    /// Waits until all are written. False when nobody reads any more.
    bool write(std::span<const std::byte> bytes) const;

private:
    int m_input, m_output;
};

}  // namespace charrette
