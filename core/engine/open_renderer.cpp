#include "core/engine/open_renderer.h"

#include <cstdlib>

#include "core/base/error.h"
#include "core/design/model_folders.h"
#include "core/engine/model.h"
#include "core/nn/device.h"
#include "core/nn/threads.h"

namespace charrette {

std::vector<std::string> renderingDevices() {
    const char* named = std::getenv("CHARRETTE_DEVICE");
    if (named && *named) return {deviceNamed(named).str()};
    std::vector<std::string> devices;
    for (size_t i = 0; i < torch::cuda::device_count(); ++i) devices.push_back("cuda:" + std::to_string(i));
    if (devices.empty()) devices.push_back("cpu");
    return devices;
}

std::unique_ptr<Renderer> openRenderer(const std::string& model, const std::string& device) {
    setComputeThreads(0);
    auto opened = std::make_unique<Model>(Model::open(findModel(model), device));
    opened->directions();
    return opened;
}

}  // namespace charrette
