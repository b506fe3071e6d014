#include "core/nn/device.h"

#include <algorithm>

#include "core/base/error.h"

namespace charrette {

torch::Device deviceNamed(const std::string& name) {
    try {
        torch::Device device(name);
        if (device.is_cuda() && std::max<int64_t>(device.index(), 0) >= int64_t(torch::cuda::device_count()))
            throw Error("There is no device '" + name + "' here; use --device cpu");
        if (device.is_cpu() || device.is_cuda()) return device;
    } catch (const c10::Error&) {
    }
    throw Error("'" + name + "' is not a device; use cpu, cuda or cuda:N");
}

}  // namespace charrette
