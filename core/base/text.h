#pragma once

#include <optional>
#include <string_view>

namespace charrette {

/// The number that the whole text is, whatever the locale: "450", "-4.5e2", ".5". Empty for anything else, also for blanks around it,
/// a leading plus, hexadecimal digits, infinities, NaN and what does not fit in a double.
std::optional<double> numberFromText(std::string_view text);

}  // namespace charrette
