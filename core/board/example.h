#pragma once

#include "core/board/board.h"
#include "core/design/card.h"

namespace charrette {

/// Tells a story on an empty board, so that a newcomer finds pins, lineage and sheets in use: a first generation, two pins with notes, settings
/// from a starting point, variants around them, a pin and a rejection among these, a breeding of two pins, its best child with stars, a sheet
/// along two axes, and, where variants can be cut out, dusk behind them. Names only what the card has; a card without parameters gets what
/// goes without them. The board holds genomes alone: whoever opens it has their pictures rendered. The same card always gives the same board.
/// Throws `Error`.
void tellExample(Board& board, const Card& card);

}  // namespace charrette
