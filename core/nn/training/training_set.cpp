#include "core/nn/training/training_set.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <random>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/design/condition.h"
#include "core/design/latent_parameter.h"

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
        throw Error(split == TrainingSet::Split::HeldOut ? "The data set has no held-out pictures; pack it again with a larger --held-out" : "The data set has no pictures to train on");
    return members;
}

ParameterValues valuesOf(const DatasetEntry& entry, const std::vector<Parameter>& parameters) {
    ParameterValues values;
    for (const Parameter& parameter : parameters)
        if (auto found = entry.values.find(parameter.name); found != entry.values.end()) values.insert(*found);
    return values;
}

}  // namespace

Roles rolesOf(std::vector<Parameter> parameters, const std::vector<std::string>& latents) {
    Roles roles;
    for (const std::string& name : latents) {
        const auto found = std::ranges::find(parameters, name, &Parameter::name);
        if (found == parameters.end() || found->kind != ParameterKind::Number)
            throw Error("Training options: latent_parameters names '" + name + "', which is not a number of the data set");
        roles.latents.push_back(*found);
        parameters.erase(found);
    }
    roles.conditions = std::move(parameters);
    return roles;
}

TrainingSet::TrainingSet(const Dataset& dataset, Split split, int64_t resolution, int64_t channels, const Roles& roles,
                         torch::Device device, std::stop_token stop) {
    if (resolution > dataset.resolution())
        throw Error("The data set has pictures of " + std::to_string(dataset.resolution()) + " pixels, but the network makes " +
                    std::to_string(resolution) + "; choose a lower --resolution or pack the pictures larger");
    auto members = membersOf(dataset, split);
    int64_t count = int64_t(members.size()), width = int64_t(conditionSize(roles.conditions)), known = int64_t(roles.latents.size());
    auto pictures = torch::zeros({count, channels, resolution, resolution}, torch::kUInt8);
    auto conditions = torch::zeros({count, width}), latents = torch::zeros({count, known});
    std::vector<std::string> damage(members.size());
    parallelFor(members.size(), [&](size_t i) {
        if (stop.stop_requested()) return;
        const DatasetEntry& entry = dataset.entries()[members[i]];
        auto condition = conditionVector(roles.conditions, valuesOf(entry, roles.conditions));
        std::ranges::copy(condition, conditions.data_ptr<float>() + int64_t(i) * width);
        for (int64_t k = 0; k < known; ++k) {
            const Parameter& latent = roles.latents[size_t(k)];
            latents.data_ptr<float>()[int64_t(i) * known + k] = float(normalScore(latent, numberOf(entry.values.at(latent.name))));
        }
        try {
            auto bytes = shrunk(dataset.picture(members[i], int(channels)), resolution);
            std::memcpy(pictures.data_ptr<uint8_t>() + int64_t(i) * bytes.numel(), bytes.data_ptr<uint8_t>(), size_t(bytes.numel()));
        } catch (const Error& error) {
            damage[i] = error.what();
        }
    });
    if (stop.stop_requested()) throw Error("Stopped while the data set was read");
    std::vector<int64_t> good;
    for (size_t i = 0; i < damage.size(); ++i) {
        if (damage[i].empty()) good.push_back(int64_t(i));
        else m_skipped.push_back(damage[i]);
    }
    if (good.empty()) throw Error(m_skipped.front());
    auto keep = [&, kept = torch::tensor(good)](const torch::Tensor& rows) {
        return (m_skipped.empty() ? rows : rows.index_select(0, kept)).to(device);
    };
    m_pictures = keep(pictures);
    m_conditions = keep(conditions);
    if (known > 0) m_latents = keep(latents);
    // Else a choice, whose components are 0 or 1, would count a fifth of a number.
    m_conditionWeights = m_conditions.var(0, /*unbiased=*/false).clamp_min(0.05).reciprocal();
}

torch::Tensor Part::of(const torch::Tensor& rows, int64_t groups) const {
    if (count == 1) return rows;
    auto shape = rows.sizes().vec();
    shape.erase(shape.begin());
    shape.insert(shape.begin(), {groups, count, -1});
    return rows.reshape(shape).select(1, index).flatten(0, 1);
}

Batch TrainingSet::batch(const torch::Tensor& indices) const {
    auto on = indices.to(m_pictures.device());
    return {m_pictures.index_select(0, on).to(torch::kFloat32) / 127.5 - 1, m_conditions.index_select(0, on), m_conditionWeights,
            m_latents.defined() ? m_latents.index_select(0, on) : m_latents};
}

Mirror::Mirror(const Roles& roles, const std::vector<std::string>& negated) {
    m_factors = torch::ones({int64_t(conditionSize(roles.conditions))});
    m_offsets = torch::zeros_like(m_factors);
    m_latentFactors = torch::ones({int64_t(roles.latents.size())});
    std::vector<std::string> left = negated;
    for (size_t i = 0; i < roles.latents.size(); ++i)
        if (std::erase(left, roles.latents[i].name) > 0) m_latentFactors[int64_t(i)] = -1;
    int64_t column = 0;
    for (const Parameter& parameter : roles.conditions) {
        if (parameter.kind == ParameterKind::Number && std::erase(left, parameter.name) > 0) {
            m_factors[column] = -1;
            m_offsets[column] = -2 * parameter.distribution.mean / parameter.distribution.deviation;
        }
        column += int64_t(conditionSize(parameter));
    }
    if (!left.empty()) throw Error("Training options: mirror_negates names '" + left.front() + "', which is not a number of the data set");
}

Batch Mirror::apply(const Batch& batch, const torch::Tensor& which) const {
    const auto device = batch.pictures.device();
    auto rows = which.to(device).view({-1, 1});
    Batch mirrored = batch;
    mirrored.pictures = torch::where(rows.view({-1, 1, 1, 1}), batch.pictures.flip({3}), batch.pictures);
    mirrored.conditions = torch::where(rows, batch.conditions * m_factors.to(device) + m_offsets.to(device), batch.conditions);
    if (batch.latents.defined()) mirrored.latents = torch::where(rows, batch.latents * m_latentFactors.to(device), batch.latents);
    return mirrored;
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

torch::Tensor Shuffle::coins(int64_t first, int64_t count) const {
    auto tosses = torch::empty({count}, torch::kBool);
    for (int64_t i = 0; i < count; ++i) tosses.data_ptr<bool>()[i] = std::mt19937_64(m_seed ^ (uint64_t(first + i) * 0x9E3779B97F4A7C15ull))() & 1;
    return tosses;
}

}  // namespace charrette
