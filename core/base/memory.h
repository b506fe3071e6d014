#pragma once

namespace charrette {

/// From now on this process keeps memory that it has freed. glibc gives large blocks back to the system at once, so that the next one waits for
/// fresh pages, which costs a third of the window's time while pictures come in and a quarter of a training step. Does nothing with another C
/// library.
void keepMemory();

}  // namespace charrette
