#pragma once

#include <functional>
#include <vector>

#include "core/design/parameter.h"
#include "core/nn/evaluation/figures.h"
#include "core/nn/torch.h"

namespace charrette {

/// Condition vectors [N, condition], of choices any numbers of which the largest counts, as something reads them; and how to get them for
/// other conditions: from pictures generated with [N, condition] and the first N of always the same latents from the prior.
struct ConditionsRead {
    torch::Tensor truth, fromReal, fromGenerated;
    std::function<torch::Tensor(const torch::Tensor& conditions)> generatedWith;
};

/// One entry a parameter. Low and high are 10 % and 90 % of the range, set in the first `most` of the conditions.
std::vector<ParameterControl> measureControl(const ConditionsRead& read, const std::vector<Parameter>& parameters, int64_t most = 128);

}  // namespace charrette
