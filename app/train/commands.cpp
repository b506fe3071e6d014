#include "app/train/commands.h"

#include <vector>

namespace charrette {

std::span<const Command> trainCommands() {
    using Use = Option::Use;
    static const std::vector<Command> commands = {
        {"run",
         "",
         "Learns generator and encoder from the pictures of a packed data set; goes on where an earlier run in the same folder stopped. Several "
         "processes started as torchrun does, with RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT, share each batch.",
         {{"data", "DIR", "data set made by charrette-cli pack", Use::Required},
          {"out", "DIR", "folder of the run: checkpoint, log and sheets", Use::Required},
          {"from", "FILE", "checkpoint to begin with when the folder has none; its networks grow when a larger resolution is asked for"},
          {"options", "FILE", "training options as JSON; those left out keep their defaults, or what the run has used so far"},
          {"resolution", "N", "pixels of the pictures that the generator makes (128)"},
          {"budget-minutes", "M",
           "stop after so many minutes of this call, with rates falling over the last fifth; without it or --images it runs until Ctrl+C"},
          {"images", "N", "stop after so many pictures seen, repeats and earlier calls counted"},
          {"seed", "N", "seed of the first weights, the order of pictures and the draws (0)"},
          {"device", "NAME", "cpu, cuda or cuda:N (cuda where there is one)"},
          {"threads", "N", "threads to compute with (one a core)"},
          {"unrecorded", "", "launch every operation by itself on CUDA, instead of recording steps"},
          {"checkpoint-minutes", "M", "minutes between checkpoints (3)"},
          {"report-minutes", "M", "minutes between sheets of samples (5)"}},
         trainRun},
        {"package",
         "",
         "Makes a model folder of a run: averaged weights in half precision, card with passport, checkpoint to go on from.",
         {{"run", "DIR", "folder of the run", Use::Required},
          {"about", "FILE", "JSON with name, title, description and passport", Use::Required},
          {"out", "DIR", "model folder; the files it writes are replaced", Use::Required},
          {"without-previews", "", "do not begin to train the model's previews alongside"}},
         packageModel},
        {"preview",
         "MODEL",
         "Trains what makes a model's previews, from its own pictures: minutes. The window does so by itself for a model that has none. Kept in the "
         "model's folder, or where that cannot be written, in the user's cache.",
         {{"again", "", "also when the model has previews already"},
          {"steps", "N", "steps of training (2500)"},
          {"background", "", "computes only when no other program wants to"},
          {"device", "NAME", "cpu, cuda or cuda:N (cuda where there is one)"},
          {"threads", "N", "threads to compute with (one a core)"}},
         trainPreview},
        {"calibrate",
         "",
         "Makes the sliders of a packaged model be obeyed as well as its weights allow: stretches the generator's conditions until its pictures "
         "are read no worse than real ones, by a regressor that has learned from real pictures alone, at half the size. Writes generator and "
         "card anew.",
         {{"model", "DIR", "model folder", Use::Required},
          {"data", "DIR", "data set that the model learned from", Use::Required},
          {"regressor", "FILE", "regressor of pictures half as large; used when it fits the data set, else made and kept there"},
          {"regressor-images", "N", "pictures that a regressor learns from, repeats counted (60000)"},
          {"device", "NAME", "cpu, cuda or cuda:N (cuda where there is one)"},
          {"without-previews", "", "do not begin to train the model's previews anew alongside"},
          {"threads", "N", "threads to compute with (one a core)"}},
         calibratePackaged},
        {"evaluate",
         "",
         "Measures a packaged model on the held-out pictures of a data set: control, realism, reconstruction, diversity. Writes report.json and report.md "
         "beside its card; figures of earlier evaluations stay in their history.",
         {{"model", "DIR", "model folder", Use::Required},
          {"data", "DIR", "data set made by charrette-cli pack", Use::Required},
          {"regressor", "FILE", "regressor to read parameters with; used when it fits the data set, else made and kept there"},
          {"regressor-images", "N", "pictures that a regressor learns from, repeats counted (60000)"},
          {"regressor-minutes", "M", "minutes after which it ends before that"},
          {"classifier-images", "N", "pictures that each of the two classifiers of realism learns from, repeats counted (8000)"},
          {"device", "NAME", "cpu, cuda or cuda:N (cuda where there is one)"},
          {"threads", "N", "threads to compute with (one a core)"}},
         evaluatePackaged},
        {"bench",
         "",
         "Measures how many pictures a second each kind of stage learns from, beside the same convolutions forward and backward and nothing else.",
         {{"options", "FILE", "training options as JSON, of which stages and networks count"},
          {"resolution", "N", "pixels of the pictures that the generator makes (128)"},
          {"conditions", "N", "length of the condition vector (20)"},
          {"seconds", "S", "seconds for each of both, a stage (10)"},
          {"device", "NAME", "cpu, cuda or cuda:N (cuda where there is one)"},
          {"threads", "N", "threads to compute with (one a core)"}},
         benchTraining},
    };
    return commands;
}

}  // namespace charrette
