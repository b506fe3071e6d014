#include "core/base/memory.h"

#include <cstdlib>

#ifdef __GLIBC__  // known from the header above
#include <malloc.h>
#endif

namespace charrette {

void keepMemory() {
#ifdef __GLIBC__
    // Some versions allow 32 MiB at most.
    if (!mallopt(M_MMAP_THRESHOLD, 1 << 30)) mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 2'000'000'000);
    mallopt(M_TOP_PAD, 32 << 20);
#endif
}

}  // namespace charrette
