#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace charrette {

/// How a folder of pictures becomes a data set.
struct PackOptions {
    std::filesystem::path folder;      ///< pictures; sub-folders, one a class, become the choice parameter "class"
    std::filesystem::path table;       ///< CSV (a header with `file` and one column a parameter, optionally `aux`) or JSON; empty: none
    std::filesystem::path parameters;  ///< JSON array of parameter definitions; empty: made from the table's columns
    std::filesystem::path out;         ///< folder for the shards; must not hold shards already
    std::string recipe;                ///< recorded in the set
    int resolution = 256;              ///< power of two, 16 to 1024; pictures are cropped to the centred square and resized
    bool jpeg = false;                 ///< store JPEG (quality 95, no subsampling) instead of PNG
    double heldOutShare = 0.05;
};

struct PackReport {
    size_t packed = 0;
    std::vector<std::string> skipped;  ///< one sentence a picture that was left out, naming it
    std::vector<std::string> notes;    ///< sentences on the table's columns that were left out, and why
};

/// Packs a folder. PNG pictures of the right size and kind, up to 8 MiB, are stored as they are, byte for byte; transparent ones are laid
/// over white. Damaged or too large pictures, and rows whose values do not fit, are skipped and reported. Distributions of the parameters
/// (mean, deviation, histogram of 32 bins) are measured on what was packed. Throws `Error` when nothing can be packed. `progress(done,
/// total)` is called from this thread. When stopped, throws `Error` and leaves nothing behind.
PackReport packFolder(const PackOptions& options, const std::function<void(size_t, size_t)>& progress = {}, std::stop_token stop = {});

}  // namespace charrette
