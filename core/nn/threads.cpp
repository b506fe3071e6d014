#include "core/nn/threads.h"

#ifndef _WIN32
#include <dlfcn.h>
#endif

#include <algorithm>
#include <thread>

#include "core/nn/torch.h"

namespace charrette {

void setComputeThreads(int count) {
    torch::set_num_threads(count > 0 ? count : std::max(1, int(std::thread::hardware_concurrency())));
#ifndef _WIN32
    // Present only where libtorch's BLAS is OpenBLAS.
    using SetThreads = void (*)(int);
    if (auto setThreads = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) setThreads(1);
#endif
}

}  // namespace charrette
