#include "core/nn/evaluation/neighbours.h"

#include <algorithm>

#include "core/nn/training/report.h"

namespace charrette {

double meanPairDistance(const torch::Tensor& features) { return torch::pdist(features.to(torch::kFloat64)).mean().item<double>(); }

Neighbours nearest(const torch::Tensor& features, const torch::Tensor& among, int64_t count) {
    auto distances = torch::cdist(features.to(torch::kFloat64), among.to(torch::kFloat64));
    auto [values, indices] = distances.topk(std::min(count, among.size(0)), 1, false, true);
    return {values, indices};
}

void writeColumns(const std::filesystem::path& file, const torch::Tensor& heads, const torch::Tensor& below) {
    constexpr int64_t columns = 8;
    auto all = torch::cat({heads.unsqueeze(1), below}, 1);  // [N, 1 + count, 3, r, r]
    const int64_t missing = (columns - all.size(0) % columns) % columns;
    if (missing > 0) all = torch::cat({all, torch::ones({missing, all.size(1), 3, all.size(3), all.size(4)}, all.options())});
    std::vector<torch::Tensor> blocks;
    for (const auto& block : all.split(columns))  // [columns, rows, 3, r, r] -> [3, rows * r, columns * r]
        blocks.push_back(block.permute({2, 1, 3, 0, 4}).reshape({3, block.size(1) * block.size(3), columns * block.size(4)}));
    writeSheet(file, torch::cat(blocks, 1));
}

}  // namespace charrette
