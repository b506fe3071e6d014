#pragma once

namespace charrette {

/// glibc gives large blocks back to the system at once, so that the next one waits for fresh pages, which costs a third of the window's time while pictures
/// come in, a quarter of a training step. From now on this process keeps them. Does nothing with another C library.
void keepMemory();

}  // namespace charrette
