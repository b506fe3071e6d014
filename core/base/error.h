#pragma once

#include <stdexcept>
#include <string>

namespace charrette {

/// What a user can act on: one sentence saying what failed, on which file or field, and what was expected. Without a full stop, since it may
/// become part of another.
/// Bugs are asserts, not errors.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace charrette
