#include "app/train/commands.h"
#include "core/nn/training/package.h"

namespace charrette {

void packageModel(const Arguments& arguments, std::stop_token) {
    packageRun(arguments.text("run"), arguments.text("about"), arguments.text("out"));
}

}  // namespace charrette
