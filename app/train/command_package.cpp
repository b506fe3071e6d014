#include "app/train/background.h"
#include "app/train/commands.h"
#include "core/nn/training/package.h"

namespace charrette {

void packageModel(const Arguments& arguments, std::stop_token) {
    const std::string out = arguments.text("out");
    packageRun(arguments.text("run"), arguments.text("about"), out);
    if (!arguments.has("without-previews")) startAlongside({"preview", out, "--background"});
}

}  // namespace charrette
