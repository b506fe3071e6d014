#pragma once

#include <filesystem>

#include "core/nn/torch.h"

namespace charrette {

/// Mean distance of the pairs of features [N, D]; N is at least 2.
double meanPairDistance(const torch::Tensor& features);

/// For each of some features [N, D] the nearest of others [M, D], nearest first.
struct Neighbours {
    torch::Tensor distances;  ///< [N, count]
    torch::Tensor indices;    ///< [N, count] of 64-bit integers
};
Neighbours nearest(const torch::Tensor& features, const torch::Tensor& among, int64_t count);

/// Columns of pictures [3, r, r] as PNG, in blocks of eight columns under one another: on top of each column one of `heads` [N, 3, r, r],
/// below it its `below` [N, count, 3, r, r].
void writeColumns(const std::filesystem::path& file, const torch::Tensor& heads, const torch::Tensor& below);

}  // namespace charrette
