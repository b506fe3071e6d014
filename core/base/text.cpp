#include "core/base/text.h"

#include <locale>
#include <sstream>
#include <string>

namespace charrette {

// Not std::from_chars: libc++ has it for integers alone.
std::optional<double> numberFromText(std::string_view text) {
    if (text.starts_with('+') || text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return {};
    std::istringstream stream{std::string(text)};
    stream.imbue(std::locale::classic());
    double number = 0;
    if (stream >> number && stream.peek() == std::istringstream::traits_type::eof()) return number;
    return {};
}

}  // namespace charrette
