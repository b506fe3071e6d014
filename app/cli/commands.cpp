#include "app/cli/commands.h"

#include "core/site/grounds.h"

namespace charrette {
namespace {

std::string groundNames() {
    std::string names;
    for (const Ground& ground : grounds()) names += (names.empty() ? "" : ", ") + std::string(ground.name);
    return names;
}

}  // namespace

std::span<const Command> allCommands() {
    using enum Option::Use;
    const Option model = {"model", "M", "a model's name, or its folder", Required};
    const Option seed = {"seed", "N", "seed of the latent code, 0 to 4294967295 (0)"};
    const Option set = {"set", "NAME=VALUE", "gives a parameter a value; `inspect MODEL` lists their names", Repeated};
    const Option truncation = {"truncation", "T", "-2 to 2 (the model's own): 1 leaves variants as the model learned them, 0 gives its mean; below 1 "
                                                  "it also draws parameters towards the average"};
    const std::vector<Option> site = {
        {"site", "NAME", "what stands behind the object, in place of what the model learned: " + groundNames()},
        {"photo", "FILE", "a photo to stand behind it; a profile in it is not applied, its colours are taken as sRGB"},
        {"place", "X,Y,SCALE,ANGLE", "where the photo's middle is, in widths of the picture; its size, 1: it just covers the picture; "
                                     "degrees clockwise (0,0,1,0)"},
        {"match", "M", "how much of the site's brightness and warmth the object takes on, 0 to 1 (the site's own)"},
        {"shadow", "S", "strength of the object's contact shadow, 0 to 1 (1)"}};
    const auto withSite = [&](std::vector<Option> options) {
        options.insert(options.end(), site.begin(), site.end());
        return options;
    };
    static const std::vector<Command> commands = {
        {"models", "", "Lists the models that there are.", {}, listModels},
        {"inspect", "MODEL", "Shows what a model is: parameters, passport, hashes.", {{"json", "", "as JSON, the whole card"}}, inspectModel},
        {"grid", "", "Makes a sheet of variants.",
         withSite({model, seed, {"count", "N", "how many variants, 1 to 4096 (24)"}, set,
          {"spread", "S", "0: every other parameter at its default, 1: as the training data are spread (1)"}, truncation,
          {"columns", "C", "pictures in a row (so that the sheet is about 3:2)"},
          {"out", "FILE", "the sheet: .png, .tif or .tiff", Required},
          {"each", "DIR", "also writes every variant's picture and genome there, named by its seed"},
          {"json", "", "prints the variants' genomes as JSON"}}),
         makeGrid},
        {"render", "", "Renders one picture, from a genome or from a seed and values.",
         withSite({model, {"genome", "FILE", "a genome as --genome-out, or grid --each, writes it"}, seed, set, truncation,
          {"out", "FILE", "the picture: .png, .tif or .tiff", Required},
          {"bits", "8|16", "bits per channel, 8 or 16 (8)"},
          {"genome-out", "FILE", "writes the genome as JSON"}}),
         renderOne},
        {"example", "", "Makes the example board, with small pictures of all its variants.",
         {model, {"out", "FILE", "the board: .charrette; there must be none yet", Required}},
         makeExample},
        {"strip", "", "Makes a sheet in which one parameter a row runs from its lowest to its highest value.",
         withSite({model, {"parameter", "NAME", "a row for this one; without it, for every one that is not latent", Repeated},
          {"steps", "N", "pictures in a row, 2 to 64 (7)"}, seed, set, truncation,
          {"out", "FILE", "the sheet: .png, .tif or .tiff", Required}}),
         makeStrip},
        {"directions", "", "Makes a sheet in which one direction a row runs from -3 to 3 standard deviations.",
         {model, {"count", "N", "only the first so many directions, 1 to 1024"}, seed, set, truncation,
          {"out", "FILE", "the sheet: .png, .tif or .tiff", Required},
          {"json", "", "prints the directions as a card has them"}},
         showDirections},
        {"pack", "FOLDER", "Packs a folder of pictures, with what is known of them, into a data set for training.",
         {{"out", "DIR", "folder for the data set", Required},
          {"table", "FILE", "CSV or JSON with the column 'file' and one a parameter; without it, one sub-folder is one class"},
          {"parameters", "FILE", "JSON list of parameter definitions (made from the table)"},
          {"size", "N", "width and height of the packed pictures, a power of two (256)"},
          {"format", "png|jpeg", "how pictures are stored (png)"},
          {"held-out", "SHARE", "share of pictures that training never sees, 0 to 0.5 (0.05)"},
          {"recipe", "HASH", "a hash that names how the pictures were made; it is only recorded"}},
         packPictures},
        {"bench", "", "Measures how fast pictures are made, beside bare convolutions of the same shapes.",
         {{"model", "M", "a model's name, or its folder"},
          {"shape", "RES,BASE,MAX", "a network of random weights instead: resolution, and the channels' base and maximum (256,4096,256)"},
          {"batch", "N", "pictures at a time, 1 to 256 (1)"},
          {"preview", "", "the grid's first, small pictures"},
          {"seconds", "S", "at least so long (3)"},
          {"device", "NAME", "cpu, cuda or cuda:N (cpu)"},
          {"json", "", "as JSON"}},
         benchmarkModel},
        {"previews", "", "Measures how alike a model's previews are to its full pictures, over variants as gestures make them.",
         {model, {"count", "N", "how many variants, in equal parts of the gestures (200)"}, {"json", "", "as JSON"}},
         measureModelPreviews},
        {"synthesize", "", "Runs a generator on tensors, for comparison with other implementations.",
         {{"weights", "FILE", "the generator, .safetensors", Required},
          {"inputs", "FILE", "z and c, .safetensors", Required},
          {"out", "FILE", "styles and pictures, .safetensors", Required},
          {"device", "NAME", "cpu, cuda or cuda:N (cpu)"}},
         synthesizeTensors},
    };
    return commands;
}

}  // namespace charrette
