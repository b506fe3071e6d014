#pragma once

// The one place where libtorch's headers come in, and where its versions differ (1.13 to 2.x).

#include <torch/torch.h>
