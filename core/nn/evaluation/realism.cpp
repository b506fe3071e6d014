#include "core/nn/evaluation/realism.h"

#include <cmath>

namespace charrette {

namespace {

constexpr uint64_t classifierSeed = 0xFACE;

/// A network that gives one number, above 0 for real, with all of `start` but its last layer.
PictureReader classifierFrom(const PictureReader& start) {
    torch::NoGradGuard guard;
    auto options = start->options();
    options.outputs = 1;
    torch::manual_seed(classifierSeed);
    PictureReader classifier(options);
    classifier->to(start->parameters().front().device());
    auto copy = [](const auto& from, const auto& to) {
        for (const auto& item : from)
            if (!item.key().starts_with("out.")) to[item.key()].copy_(item.value());
    };
    copy(start->named_parameters(), classifier->named_parameters());
    copy(start->named_buffers(), classifier->named_buffers());
    return classifier;
}

/// Every second index from `first`.
torch::Tensor half(int64_t count, int64_t first) { return torch::arange(first, count, 2); }

class Fold {
public:
    Fold(const RealAndGenerated& pictures, const Augmentation& augmentation, const PictureReader& start)
        : m_pictures(pictures), m_augmentation(augmentation), m_classifier(classifierFrom(start)) {}

    void learnFrom(const torch::Tensor& indices, const Learning& learning, const std::function<void(double)>& progress,
                   std::stop_token stop) {
        Shuffle order(indices.size(0), classifierSeed);
        auto loss = [&](int64_t first, int64_t count) {
            auto some = indices.index_select(0, order.at(first / 2, count / 2));
            auto pictures = torch::cat({realAt(some), m_pictures.generated(some, drawAt(first))});
            if (m_augmentation.mirror) pictures = mirrored(pictures, order.coins(first, pictures.size(0)));
            return lossOf(movedAtRandom(pictures, m_augmentation.shift, uint64_t(first)));
        };
        learn(*m_classifier, learning, loss, progress, stop);
    }

    /// How many of both kinds are told right.
    int64_t right(const torch::Tensor& indices) {
        auto fakes = m_pictures.generated(indices, testDraw);
        return above(realAt(indices)) + indices.size(0) - above(fakes);
    }

private:
    static constexpr uint32_t testDraw = 2;
    static uint32_t drawAt(int64_t first) { return testDraw + 1 + uint32_t(first); }

    torch::Tensor realAt(const torch::Tensor& indices) const {
        return m_pictures.real.index_select(0, indices.to(m_pictures.real.device()));
    }

    static torch::Tensor mirrored(const torch::Tensor& pictures, const torch::Tensor& which) {
        return torch::where(which.to(pictures.device()).view({-1, 1, 1, 1}), pictures.flip({3}), pictures);
    }

    /// Of pictures whose first half is real.
    torch::Tensor lossOf(const torch::Tensor& pictures) {
        auto scores = m_classifier(pictures).outputs.select(1, 0);
        const int64_t count = pictures.size(0) / 2;
        return (torch::softplus(-scores.narrow(0, 0, count)) + torch::softplus(scores.narrow(0, count, count))).mean();
    }

    int64_t above(const torch::Tensor& pictures) {
        auto scores = readInChunks(m_classifier, pictures.size(0), [&](int64_t first, int64_t n) { return pictures.narrow(0, first, n); });
        return (scores.outputs > 0).sum().item<int64_t>();
    }

    const RealAndGenerated& m_pictures;
    const Augmentation& m_augmentation;
    PictureReader m_classifier;
};

/// `right` of 2 x `count` pictures.
Realism realismOf(int64_t right, int64_t count) {
    const double accuracy = double(right) / double(2 * count);
    return {accuracy, std::sqrt(accuracy * (1 - accuracy) / double(2 * count)), 2 * count};
}

}  // namespace

Realism measureRealism(const RealAndGenerated& pictures, const PictureReader& start, const Augmentation& augmentation,
                       const Learning& learning, const std::function<void(double)>& progress, std::stop_token stop) {
    const int64_t count = pictures.real.size(0);
    int64_t right = 0;
    for (int fold = 0; fold < 2; ++fold) {
        Fold classifier(pictures, augmentation, start);
        classifier.learnFrom(half(count, fold), learning, [&](double share) { progress((fold + share) / 2); }, stop);
        right += classifier.right(half(count, 1 - fold));
    }
    return realismOf(right, count);
}

Realism realismInFeatures(const torch::Tensor& real, const torch::Tensor& generated) {
    constexpr double shrinkage = 0.1;  // towards independent features of one variance, since there are few pictures for a covariance
    const auto a = real.to(torch::kCPU, torch::kFloat64), b = generated.to(torch::kCPU, torch::kFloat64);
    const int64_t count = a.size(0), size = a.size(1);
    int64_t right = 0;
    for (int fold = 0; fold < 2; ++fold) {
        const auto learned = half(count, fold), tested = half(count, 1 - fold);
        const auto realMean = a.index_select(0, learned).mean(0), generatedMean = b.index_select(0, learned).mean(0);
        const auto rest = torch::cat({a.index_select(0, learned) - realMean, b.index_select(0, learned) - generatedMean});
        const auto covariance = rest.t().matmul(rest) / std::max<int64_t>(1, rest.size(0) - 2);
        const auto variance = covariance.diagonal().mean() + 1e-12;
        const auto shrunk = (1 - shrinkage) * covariance + shrinkage * variance * torch::eye(size, covariance.options());
        const auto direction = torch::matmul(torch::inverse(shrunk), realMean - generatedMean);
        const auto middle = (realMean + generatedMean).dot(direction) / 2;
        auto above = [&](const torch::Tensor& x) { return (x.index_select(0, tested).matmul(direction) > middle).sum().item<int64_t>(); };
        right += above(a) + tested.size(0) - above(b);
    }
    return realismOf(right, count);
}

}  // namespace charrette
