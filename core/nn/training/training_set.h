#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/data/dataset.h"
#include "core/nn/torch.h"

namespace charrette {

/// Some pictures with their conditions.
struct Batch {
    torch::Tensor pictures;    ///< [N, channels, r, r] in [-1, 1]
    torch::Tensor conditions;  ///< [N, condition]
};

/// One split of a data set, decoded into memory as bytes.
class TrainingSet {
public:
    enum class Split { Training, HeldOut };
    /// Decodes on all cores; `progress(done, total)` is called from one of them. Pictures are halved to `resolution`, which may not be above the
    /// set's. Throws `Error` when the split is empty.
    TrainingSet(const Dataset& dataset, Split split, int64_t resolution, int64_t channels, torch::Device device,
                const std::function<void(size_t, size_t)>& progress = {});

    int64_t size() const { return m_pictures.size(0); }
    /// `indices` [N] of 64-bit integers, on the CPU.
    Batch batch(const torch::Tensor& indices) const;

private:
    torch::Tensor m_pictures, m_conditions;
};

/// Visits 0 … size-1 in a new random order each round; the n-th index depends on nothing but the seed and n.
class Shuffle {
public:
    Shuffle(int64_t size, uint64_t seed) : m_size(size), m_seed(seed) {}
    /// The indices at positions [first, first + count) of the endless sequence.
    torch::Tensor at(int64_t first, int64_t count);

private:
    void makeRound(int64_t round);

    int64_t m_size, m_round = -1;
    uint64_t m_seed;
    std::vector<int64_t> m_order;
};

}  // namespace charrette
