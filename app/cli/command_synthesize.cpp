#include "app/cli/commands.h"
#include "app/cli/model_arguments.h"
#include "core/nn/inference/synthesize.h"

namespace charrette {

void synthesizeTensors(const Arguments& arguments, std::stop_token) {
    checkOutput(arguments, "out");
    synthesizeFile(arguments.text("weights"), arguments.text("inputs"), arguments.text("out"), arguments.text("device", "cpu"));
}

}  // namespace charrette
