#include "app/cli/commands.h"
#include "app/command_line/program.h"

int main(int count, char** words) { return charrette::runProgram("charrette-cli", charrette::allCommands(), count, words); }
