#pragma once

namespace charrette {

/// Sets how many threads libtorch computes with; 0: one a core. Its BLAS always gets one: the networks' matrix products are small, and
/// OpenBLAS's own workers, which wait by yielding, cost several times what they save on a busy machine.
void setComputeThreads(int count);

}  // namespace charrette
