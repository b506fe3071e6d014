#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/nn/torch.h"

namespace charrette {

/// The part of every batch that one of several processes works on.
struct Part {
    int64_t index = 0, count = 1;
    /// Rows [N, ...] of a whole batch -> [N / count, ...]. The rows lie in `groups` groups, of each of which a process gets its share, so that
    /// rows with the same place in their groups stay together.
    torch::Tensor of(const torch::Tensor& rows, int64_t groups) const;
};

/// Some pictures with their conditions.
struct Batch {
    torch::Tensor pictures;               ///< [N, channels, r, r] in [-1, 1]
    torch::Tensor conditions;             ///< [N, condition]
    torch::Tensor conditionWeights = {};  ///< [condition], of squared errors: one over the variance in the data set; undefined: all 1
    torch::Tensor latents = {};           ///< [N, known]: what is known of each latent code, its first components; undefined: nothing
    Part part = {};                       ///< which of the whole batch these are
    torch::Tensor coverage = {};          ///< of a part: mean of the coverage channel over the whole batch; a scalar

    /// The same with `change` made to each tensor that has a row a picture.
    template <typename Change>
    Batch withRows(const Change& change) const {
        Batch changed = *this;
        for (auto* rows : {&changed.pictures, &changed.conditions, &changed.latents})
            if (rows->defined()) *rows = change(*rows);
        return changed;
    }
};

/// What a data set's parameters are to a network.
struct Roles {
    std::vector<Parameter> conditions;
    std::vector<Parameter> latents = {};  ///< numbers, which become normally distributed components of the latent code
};

/// Takes those named in `latents` out of the parameters, in the order of the names. Throws `Error` when one is not a number among them.
Roles rolesOf(std::vector<Parameter> parameters, const std::vector<std::string>& latents);

/// One split of a data set, decoded into memory as bytes.
class TrainingSet {
public:
    enum class Split { Training, HeldOut };
    /// Decodes on all cores. Pictures are halved to `resolution`, which may not be above the set's; conditions are made with the roles'
    /// parameters, which are some of the set's but for their distributions. Throws `Error` when the split is empty or `stop` came first.
    TrainingSet(const Dataset& dataset, Split split, int64_t resolution, int64_t channels, const Roles& roles, torch::Device device,
                std::stop_token stop = {});

    int64_t size() const { return m_pictures.size(0); }
    torch::Device device() const { return m_pictures.device(); }
    /// `indices` [N] of 64-bit integers, on the CPU.
    Batch batch(const torch::Tensor& indices) const;

    /// One sentence a picture that is damaged; it is left out.
    const std::vector<std::string>& skipped() const { return m_skipped; }

private:
    torch::Tensor m_pictures, m_conditions, m_conditionWeights, m_latents;
    std::vector<std::string> m_skipped;
};

/// How a picture's condition changes when the picture is mirrored left to right.
class Mirror {
public:
    /// `negated` names numbers whose sign changes; among the latents, such as are spread evenly to both sides of 0. Throws `Error` when one is
    /// not a number of these roles.
    Mirror(const Roles& roles, const std::vector<std::string>& negated);
    /// The batch with the pictures at which `which` [N] is true mirrored.
    Batch apply(const Batch& batch, const torch::Tensor& which) const;

private:
    torch::Tensor m_factors, m_offsets;  ///< [condition]
    torch::Tensor m_latentFactors;       ///< [known]
};

/// Visits 0 … size-1 in a new random order each round; the n-th index depends on nothing but the seed and n.
class Shuffle {
public:
    Shuffle(int64_t size, uint64_t seed) : m_size(size), m_seed(seed) {}
    /// The indices at positions [first, first + count) of the endless sequence.
    torch::Tensor at(int64_t first, int64_t count);
    /// One toss of a coin for each of those positions, [count] of bool.
    torch::Tensor coins(int64_t first, int64_t count) const;

private:
    void makeRound(int64_t round);

    int64_t m_size, m_round = -1;
    uint64_t m_seed;
    std::vector<int64_t> m_order;
};

}  // namespace charrette
