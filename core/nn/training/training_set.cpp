#include "core/nn/training/training_set.h"

#include <atomic>
#include <cstring>
#include <numeric>
#include <random>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/design/condition.h"

namespace charrette {

namespace {

/// [C, R, R] bytes halved to [C, resolution, resolution], rounded.
torch::Tensor shrunk(const PlanarPicture& picture, int64_t resolution) {
    auto bytes = torch::from_blob(const_cast<uint8_t*>(picture.pixels.data()), {picture.channels, picture.height, picture.width}, torch::kUInt8);
    if (picture.height == resolution) return bytes.clone();
    int64_t factor = picture.height / resolution;
    return torch::avg_pool2d(bytes.to(torch::kFloat32).unsqueeze(0), factor).squeeze(0).round().to(torch::kUInt8);
}

std::vector<size_t> membersOf(const Dataset& dataset, TrainingSet::Split split) {
    std::vector<size_t> members;
    for (size_t i = 0; i < dataset.entries().size(); ++i)
        if (dataset.entries()[i].heldOut == (split == TrainingSet::Split::HeldOut)) members.push_back(i);
    if (members.empty())
        throw Error(split == TrainingSet::Split::HeldOut ? "The data set has no held-out pictures." : "The data set has no pictures to train on.");
    return members;
}

}  // namespace

TrainingSet::TrainingSet(const Dataset& dataset, Split split, int64_t resolution, int64_t channels, torch::Device device,
                         const std::function<void(size_t, size_t)>& progress) {
    if (resolution > dataset.resolution())
        throw Error("The data set has pictures of " + std::to_string(dataset.resolution()) + " pixels; " + std::to_string(resolution) + " were asked for.");
    auto members = membersOf(dataset, split);
    int64_t count = int64_t(members.size()), width = int64_t(conditionSize(dataset.parameters()));
    m_pictures = torch::empty({count, channels, resolution, resolution}, torch::kUInt8);
    m_conditions = torch::empty({count, width});
    std::atomic<size_t> done = 0;
    parallelFor(members.size(), [&](size_t i) {
        auto bytes = shrunk(dataset.picture(members[i], int(channels)), resolution);
        std::memcpy(m_pictures.data_ptr<uint8_t>() + int64_t(i) * bytes.numel(), bytes.data_ptr<uint8_t>(), size_t(bytes.numel()));
        auto condition = conditionVector(dataset.parameters(), dataset.entries()[members[i]].values);
        if (width > 0) std::memcpy(m_conditions.data_ptr<float>() + int64_t(i) * width, condition.data(), condition.size() * sizeof(float));
        size_t now = ++done;
        if (progress && now % 256 == 0) progress(now, members.size());
    });
    m_pictures = m_pictures.to(device);
    m_conditions = m_conditions.to(device);
}

Batch TrainingSet::batch(const torch::Tensor& indices) const {
    auto on = indices.to(m_pictures.device());
    return {m_pictures.index_select(0, on).to(torch::kFloat32) / 127.5 - 1, m_conditions.index_select(0, on)};
}

void Shuffle::makeRound(int64_t round) {
    m_order.resize(size_t(m_size));
    std::iota(m_order.begin(), m_order.end(), int64_t(0));
    std::mt19937_64 generator(m_seed * 0x9E3779B97F4A7C15ull + uint64_t(round));
    // Fisher and Yates by hand: std::shuffle differs between C++ libraries.
    for (size_t i = m_order.size(); i > 1; --i) std::swap(m_order[i - 1], m_order[generator() % i]);
    m_round = round;
}

torch::Tensor Shuffle::at(int64_t first, int64_t count) {
    auto indices = torch::empty({count}, torch::kInt64);
    for (int64_t i = 0; i < count; ++i) {
        int64_t position = first + i;
        if (position / m_size != m_round) makeRound(position / m_size);
        indices.data_ptr<int64_t>()[i] = m_order[size_t(position % m_size)];
    }
    return indices;
}

}  // namespace charrette
