#pragma once

#include <cstddef>
#include <cstdint>

namespace charrette {

/// From 1, in the order of the gestures; 0 is none.
using StepId = int64_t;

/// What a person did.
enum class Gesture { New, AddGeneration, AddVariants, ShowGeneration, Settings, Pin, Unpin, MovePin, Rate, Note, Reject, Restore, Recover, Site };

/// A gesture in the history: a tree, since a gesture after an undo begins a branch.
struct Step {
    StepId id = 0;
    StepId parent = 0;
    Gesture gesture = Gesture::New;
    int64_t subject = 0;  ///< the generation, or the first of the variants, that it is about; 0: none
    size_t count = 0;     ///< of variants that it is about
    int64_t madeAt = 0;   ///< seconds since 1970-01-01 UTC
    bool operator==(const Step&) const = default;
};

}  // namespace charrette
