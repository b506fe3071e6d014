#pragma once

#include "core/design/card.h"
#include "core/design/genome.h"

namespace charrette {

/// A small, complete card: one parameter of every kind, one direction.
inline Card sampleCard() {
    Card card;
    card.name = "chairs";
    card.title = "Chairs";
    card.resolution = 64;
    card.channels = {"red", "green", "blue"};
    card.latentSize = 4;
    card.styleSize = 2;
    card.parameters = {
        {.name = "height",
         .label = "Seat height",
         .group = "Form",
         .tooltip = "From the floor.",
         .unit = "mm",
         .kind = ParameterKind::Number,
         .minimum = 380,
         .maximum = 520,
         .decimals = 0,
         .choices = {},
         .defaultValue = 450.0,
         .distribution = {.mean = 440, .deviation = 20, .histogram = {0.25, 0.5, 0.25, 0}}},
        {.name = "legs",
         .label = "Legs",
         .group = "Form",
         .tooltip = "",
         .unit = "",
         .kind = ParameterKind::Integer,
         .minimum = 1,
         .maximum = 5,
         .choices = {},
         .defaultValue = int64_t(4),
         .distribution = {.mean = 3.5, .deviation = 0.5, .histogram = {}}},
        {.name = "back",
         .label = "Back",
         .group = "Form",
         .tooltip = "",
         .unit = "",
         .kind = ParameterKind::Choice,
         .choices = {"none", "low", "high"},
         .defaultValue = "low",
         .distribution = {.histogram = {0.2, 0.5, 0.3}}},
        {.name = "arms",
         .label = "Arms",
         .group = "Form",
         .tooltip = "",
         .unit = "",
         .kind = ParameterKind::Toggle,
         .choices = {},
         .defaultValue = false,
         .distribution = {.histogram = {0.9, 0.1}}},
    };
    card.directions = {{.name = "softness", .firstLayer = 0, .lastLayer = 9, .deviation = 0.5, .values = {0.6f, 0.8f}}};
    card.passport = {"400 pictures.", "A studio", "CC0-1.0", "No stools.", "Sketches."};
    card.weights = "generator.safetensors";
    card.weightsHash = std::string(64, 'a');
    return card;
}

}  // namespace charrette
