#include "app/cli/commands.h"
#include "app/command_line/program.h"
#include "core/nn/threads.h"

int main(int count, char** words) {
    charrette::setComputeThreads(0);
    return charrette::runProgram("charrette-cli", charrette::allCommands(), count, words);
}
