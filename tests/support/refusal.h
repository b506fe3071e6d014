#pragma once

#include <ctime>

#ifndef _WIN32
#include <sys/resource.h>
#endif

#include "tests/support/sentence_of.h"

namespace charrette::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool isSanitized = true;
#else
constexpr bool isSanitized = false;
#endif

/// The most memory in MiB that this process has had; 0 where the system does not say.
inline double peakMemory() {
#ifdef _WIN32
    return 0;
#else
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
    constexpr double unitsInMiB = 1024 * 1024;
#else
    constexpr double unitsInMiB = 1024;
#endif
    return double(usage.ru_maxrss) / unitsInMiB;
#endif
}

/// What came of a job that should be refused, and what it cost.
struct Refusal {
    QString sentence;    ///< as `sentenceOf`
    double seconds = 0;  ///< of processor time, so that a busy machine fails no test
    double growth = 0;   ///< MiB of memory, from the process's first refusal up to now

    /// Below three seconds, which is some times what the dearest takes, and 256 MiB. Sanitizers cost more than the code under test; with them everything counts as cheap.
    bool isCheap() const { return isSanitized || (seconds < 3 && growth < 256); }
    QString cost() const { return QString("%1 s, %2 MiB: %3").arg(seconds).arg(growth).arg(sentence); }
};

Refusal refusalOf(const auto& job) {
    static const double before = peakMemory();
    const std::clock_t start = std::clock();
    Refusal refusal{sentenceOf(job)};
    refusal.seconds = double(std::clock() - start) / CLOCKS_PER_SEC;
    refusal.growth = peakMemory() - before;
    return refusal;
}

}  // namespace charrette::test
