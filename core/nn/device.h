#pragma once

#include <string>

#include "core/nn/torch.h"

namespace charrette {

/// "cpu", "cuda" or "cuda:N". Throws `Error` for other names and for devices that are not there.
torch::Device deviceNamed(const std::string& name);

}  // namespace charrette
