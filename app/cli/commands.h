#pragma once

#include <span>

#include "app/command_line/arguments.h"

namespace charrette {

/// Every command of charrette-cli, in the order in which the help text shows them.
std::span<const Command> allCommands();

/// What the commands do. They write results to standard output and files, progress to standard error, and throw `Error` or `UsageError`.
void listModels(const Arguments& arguments, std::stop_token stop);
void inspectModel(const Arguments& arguments, std::stop_token stop);
void packPictures(const Arguments& arguments, std::stop_token stop);
void makeGrid(const Arguments& arguments, std::stop_token stop);
void renderOne(const Arguments& arguments, std::stop_token stop);
void makeExample(const Arguments& arguments, std::stop_token stop);
void makeStrip(const Arguments& arguments, std::stop_token stop);
void showDirections(const Arguments& arguments, std::stop_token stop);
void benchmarkModel(const Arguments& arguments, std::stop_token stop);
void synthesizeTensors(const Arguments& arguments, std::stop_token stop);

/// Measures a model's previews beside its full pictures.
void measureModelPreviews(const Arguments& arguments, std::stop_token stop);

}  // namespace charrette
