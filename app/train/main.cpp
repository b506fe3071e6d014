#include "app/command_line/program.h"
#include "app/train/commands.h"

int main(int count, char** words) { return charrette::runProgram("charrette-train", charrette::trainCommands(), count, words); }
