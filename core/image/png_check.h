#pragma once

#include <filesystem>
#include <string>

namespace charrette {

/// What is wrong with a PNG file's chunks (PNG specification, section 5: lengths, order of the first and last, checksums), in a few words;
/// empty when nothing is, and for files that are not PNG. libpng would report the same, but on standard error, and leak memory doing so.
std::string pngDamage(const std::filesystem::path& file);

}  // namespace charrette
