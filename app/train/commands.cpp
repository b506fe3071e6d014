#include "app/train/commands.h"

#include <vector>

namespace charrette {

std::span<const Command> trainCommands() {
    using Use = Option::Use;
    static const std::vector<Command> commands = {
        {"pairs",
         "",
         "Learns generator and encoder from the pictures of a packed data set; goes on where an earlier run in the same folder stopped.",
         {{"data", "DIR", "data set made by charrette-cli pack", Use::Required},
          {"out", "DIR", "folder of the run: checkpoint, log and sheets", Use::Required},
          {"from", "FILE", "checkpoint to begin with when the folder has none"},
          {"options", "FILE", "training options as JSON; those left out keep their defaults"},
          {"resolution", "N", "pixels of the pictures that the generator makes (128)"},
          {"budget-minutes", "M", "leave after so many minutes, with rates falling over the last fifth"},
          {"images", "N", "leave after so many pictures in all"},
          {"seed", "N", "of first weights, order and draws (0)"},
          {"device", "NAME", "cpu, cuda or cuda:N (cuda where there is one)"},
          {"threads", "N", "of the processor (all cores)"},
          {"checkpoint-minutes", "M", "between checkpoints (3)"},
          {"report-minutes", "M", "between sheets of samples (5)"}},
         trainPairs},
        {"package",
         "",
         "Makes a model folder of a run: averaged weights in half precision, card with passport, checkpoint to go on from.",
         {{"run", "DIR", "folder of the run", Use::Required},
          {"about", "FILE", "JSON with name, title, description and passport", Use::Required},
          {"out", "DIR", "model folder; the files it writes are replaced", Use::Required}},
         packageModel},
    };
    return commands;
}

}  // namespace charrette
