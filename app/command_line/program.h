#pragma once

#include <span>
#include <string>

#include "app/command_line/arguments.h"

namespace charrette {

/// Runs the command that a program was called with and gives back its exit code: 0 done, 1 it failed with a sentence on standard error
/// (also when standard output could not be written), 2 wrong usage, 130 it threw `Interrupted`.
int runProgram(const std::string& name, std::span<const Command> commands, int count, char** words);

}  // namespace charrette
