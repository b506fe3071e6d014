#include "core/nn/evaluation/learning.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>

#include "core/base/error.h"

namespace charrette {

namespace {

double shareOf(const Learning& learning, int64_t images, double seconds) {
    double share = 0;
    if (learning.images) share = double(images) / double(*learning.images);
    if (learning.minutes) share = std::max(share, seconds / (60 * *learning.minutes));
    return share;
}

double rateFactor(double share) {
    constexpr double rise = 0.1;
    return share < rise ? 0.04 + 0.96 * share / rise : (1 + std::cos(std::numbers::pi * (share - rise) / (1 - rise))) / 2;
}

/// Only what multiplies decays, not offsets and normalisations.
torch::optim::AdamW optimizer(torch::nn::Module& network, const Learning& learning) {
    std::vector<torch::Tensor> factors, others;
    for (const auto& parameter : network.parameters()) (parameter.dim() > 1 ? factors : others).push_back(parameter);
    auto options = [&](double decay) {
        return std::make_unique<torch::optim::AdamWOptions>(torch::optim::AdamWOptions(learning.rate).weight_decay(decay));
    };
    return torch::optim::AdamW(std::vector<torch::optim::OptimizerParamGroup>{{factors, options(learning.decay)}, {others, options(0)}});
}

}  // namespace

int64_t learn(torch::nn::Module& network, const Learning& learning, const LossAt& loss, const std::function<void(double)>& progress,
              std::stop_token stop) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    network.train();
    auto adam = optimizer(network, learning);
    int64_t images = 0;
    for (double share = 0; share < 1;) {
        for (auto& group : adam.param_groups())
            static_cast<torch::optim::AdamWOptions&>(group.options()).lr(learning.rate * rateFactor(share));
        adam.zero_grad();
        loss(images, learning.batch).backward();
        adam.step();
        if (stop.stop_requested()) throw Error("The evaluation was stopped; no report was written");
        images += learning.batch;
        share = shareOf(learning, images, std::chrono::duration<double>(Clock::now() - start).count());
        progress(std::min(share, 1.0));
    }
    network.eval();
    return images;
}

}  // namespace charrette
