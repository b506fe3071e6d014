#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/engine/service/renderer.h"

namespace charrette {

/// The devices to render on: the one that the environment's `CHARRETTE_DEVICE` names, else every CUDA device, else the CPU. Throws `Error`
/// for a name that is none.
std::vector<std::string> renderingDevices();

/// Opens a model for the thread that it is called on, to render with all cores when the device is the CPU. Where it brings no directions,
/// they are computed.
std::unique_ptr<Renderer> openRenderer(const std::string& model, const std::string& device);

}  // namespace charrette
