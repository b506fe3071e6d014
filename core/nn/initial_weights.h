#pragma once

#include "core/nn/torch.h"

namespace charrette {

/// Weights that a module begins with: drawn from the standard normal distribution.
torch::Tensor initialWeights(torch::IntArrayRef sizes);

/// While one lives, modules that this thread makes begin with whatever the memory holds: their weights are about to be loaded, and drawing them
/// would take as long.
class NoInitialWeights {
public:
    NoInitialWeights();
    ~NoInitialWeights();
    NoInitialWeights(const NoInitialWeights&) = delete;
    NoInitialWeights& operator=(const NoInitialWeights&) = delete;
};

}  // namespace charrette
