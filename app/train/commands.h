#pragma once

#include <span>
#include <stop_token>
#include <string>

#include "app/command_line/arguments.h"
#include "core/nn/training/options.h"

namespace charrette {

/// Every command of charrette-train, in the order in which the help text shows them.
std::span<const Command> trainCommands();

/// Sets up memory and threads for training, from the option `threads`.
void prepareToCompute(const Arguments& arguments);

/// The option `device`; without it CUDA where there is one.
std::string deviceAsked(const Arguments& arguments);

/// The file of the option `options` and the option `resolution`; what they leave out is as in `base`.
TrainingOptions trainingOptionsAsked(const Arguments& arguments, TrainingOptions base = {});

/// Trains a model's networks, or goes on with it.
void trainRun(const Arguments& arguments, std::stop_token stop);

/// Makes a model folder of a run's averaged networks: weights, card, and a checkpoint to go on from.
void packageModel(const Arguments& arguments, std::stop_token stop);

/// Trains a model's preview head, which makes the grid's small pictures.
void trainPreview(const Arguments& arguments, std::stop_token stop);

/// Makes the sliders of a packaged model be obeyed as well as its weights allow.
void calibratePackaged(const Arguments& arguments, std::stop_token stop);

/// Measures how fast training is.
void benchTraining(const Arguments& arguments, std::stop_token stop);

/// Measures a model and writes its report.
void evaluatePackaged(const Arguments& arguments, std::stop_token stop);

}  // namespace charrette
