#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace charrette::test {

/// A square picture of red, green and blue that vary by place: red x, green y, blue `blue`.
std::vector<std::byte> png(int size, uint8_t blue);
std::vector<std::byte> jpeg(int size, uint8_t blue);
/// The same, stating another size in its header than it has.
std::vector<std::byte> pngThatClaims(int size, uint32_t claimed);
/// 16-bit grey and alpha, made by hand; every pixel the same.
std::vector<std::byte> auxPng(int size, uint16_t depth, uint16_t coverage);

/// A number, an integer, a choice and a toggle.
std::vector<Parameter> parameters();
ParameterValues values(double width);

}  // namespace charrette::test
