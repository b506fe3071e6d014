#pragma once

#include <memory>

#include "core/nn/torch.h"

namespace charrette {

/// Processes, on one machine or several, that train the same networks together. Every process must call the same functions in the same
/// order. They throw `Error` when another process is gone.
class ProcessGroup {
public:
    virtual ~ProcessGroup() = default;
    virtual int64_t rank() const = 0;   ///< this process's number; 0 leads
    virtual int64_t count() const = 0;  ///< of all processes
    /// Replaces values by their mean over all processes.
    virtual void average(torch::Tensor values) = 0;
};

/// The group that RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT in the environment describe, as `torchrun` sets them; waits until every
/// process is there. Nothing without WORLD_SIZE or where that is 1. Throws `Error`, also when this program was built without the means.
std::unique_ptr<ProcessGroup> processGroupFromEnvironment();

}  // namespace charrette
