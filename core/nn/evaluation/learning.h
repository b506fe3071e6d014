#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>

#include "core/nn/torch.h"

namespace charrette {

/// How the evaluation's own networks learn.
struct Learning {
    std::optional<int64_t> images{};  ///< ends after so many pictures seen
    std::optional<double> minutes{};  ///< ends after so much time; whichever of both comes first, one of them there must be
    int64_t batch = 32;
    double rate = 3e-3;
    double decay = 0.02;  ///< of the weights (Loshchilov and Hutter 2019)
};

/// The loss of the pictures at positions [first, first + count) of an endless sequence; a scalar.
using LossAt = std::function<torch::Tensor(int64_t first, int64_t count)>;

/// Makes `loss` smaller by AdamW, its rate rising over the first tenth and falling to nothing as a cosine (Smith and Topin 2018), and leaves
/// the network ready for inference. `progress` is told how far it is, from 0 to 1. Gives back how many pictures were seen. Throws `Error`
/// when `stop` came.
int64_t learn(torch::nn::Module& network, const Learning& learning, const LossAt& loss, const std::function<void(double)>& progress,
              std::stop_token stop);

}  // namespace charrette
