#include "app/train/commands.h"
#include "core/nn/training/evaluate.h"
#include "core/nn/training/package.h"

namespace charrette {

void packageModel(const Arguments& arguments, std::stop_token) {
    packageRun(arguments.text("run"), arguments.text("about"), arguments.text("out"));
}

void evaluatePackaged(const Arguments& arguments, std::stop_token stop) {
    evaluateModel(arguments.text("model"), arguments.text("data"), arguments.text("device", "cpu"), stop);
}

}  // namespace charrette
