#pragma once

#include <cstddef>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace charrette {

/// How alike previews are to their full pictures at the same size, over some variants.
struct PreviewLikeness {
    double median = 0;    ///< of the structural similarity (Wang et al. 2004), 1 for equal pictures
    double worst5 = 0;    ///< what all but the worst 5 % reach
    double colour = 0;    ///< median of how far the mean colour is off, in levels of 255, of the channel that is off the most
};

/// Variants that one kind of gesture makes.
struct PreviewPart {
    std::string name;
    PreviewLikeness whole;  ///< over the whole frame
    /// Inside the coverage mask widened by four pixels of the preview; over the whole frame for a model without coverage.
    PreviewLikeness inside;
    /// The same with the full picture downsampled to 16 x 16 pixels, and with the mean picture of all variants, in the preview's place.
    PreviewLikeness tiny, mean;
};

struct PreviewQuality {
    std::vector<PreviewPart> parts;  ///< new, explored, bred, sheet, direction, and all together
    double timeRatio = 0;            ///< of 24 previews to their full pictures, medians of alternating rounds
};

/// Measures the previews of a model, given by its folder, over `count` variants in equal parts of the gestures. Throws `Error` when it has none.
PreviewQuality measurePreviews(const std::filesystem::path& model, size_t count, std::stop_token stop);

}  // namespace charrette
