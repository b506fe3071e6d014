#include "app/cli/commands.h"
#include "core/nn/synthesize.h"

namespace charrette {

void synthesizeTensors(const Arguments& arguments, std::stop_token) {
    synthesizeFile(arguments.text("weights"), arguments.text("inputs"), arguments.text("out"));
}

}  // namespace charrette
