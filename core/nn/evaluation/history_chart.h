#pragma once

#include <string>
#include <vector>

#include "core/nn/evaluation/figures.h"

namespace charrette {

/// A history as an SVG picture, over the pictures seen: on the left how often generated pictures are told from real ones and the mean control,
/// from 0 to 1, on the right the Fréchet distance with that of real pictures dashed. Lines of unknown training are left out; there must be one.
std::string historyChart(const std::vector<HistoryLine>& history);

/// Whether there is a curve to be drawn: two lines or more of known training.
bool hasCurve(const std::vector<HistoryLine>& history);

}  // namespace charrette
