#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace charrette {

/// How well one parameter of a model does what it says, read back from pictures.
struct ParameterControl {
    std::string name;
    double onReal = 0;       ///< R² (number, integer) or accuracy (choice, toggle) of reading it from held-out pictures
    double onGenerated = 0;  ///< the same from pictures generated with those parameters and latents from the prior
    double ownShift = 0;     ///< mean change of what is read when it goes from low to high, as a share of the change asked for
    double otherShift = 0;   ///< the largest mean change of another number read then, in its standard deviations
    std::string otherName;   ///< which that is; empty for a model with one number, and for choices, which have no shifts
    bool isShare = false;    ///< the scores are accuracies

    /// Generated pictures are read as well as real ones, but for 0.05.
    bool isNearReal() const { return onGenerated >= onReal - 0.05; }
    /// Scores that count as read well: R² 0.85, accuracy 0.9.
    double wellRead() const { return isShare ? 0.9 : 0.85; }
};

/// How often real and generated pictures are told apart.
struct Realism {
    double accuracy = 0;   ///< on pictures that the classifier had not seen; 0.5: it cannot
    double deviation = 0;  ///< standard error of the accuracy, from the number of pictures alone
    int64_t tested = 0;
};

/// Means over held-out pictures, through encoder and generator.
struct Reconstruction {
    double absolute = 0, psnr = 0, similarity = 0;  ///< error on a scale from 0 to 1, dB, SSIM
};

/// A measure of generated pictures beside the same measure of real ones.
struct BesideReal {
    double generated = 0, real = 0;
};

/// One evaluation, as the curve over training time has it.
struct HistoryLine {
    std::string weights;  ///< hash of the generator's
    int64_t images = 0;
    double realism = 0, frechet = 0, frechetOfReal = 0, control = 0;
    double realismInFeatures = 0;  ///< 0: not measured
};

/// All that an evaluation finds.
struct Figures {
    std::string model, title, weights, recipe;
    int resolution = 0;
    int64_t images = 0;  ///< seen in training; 0: not known
    double seconds = 0;  ///< of training
    int64_t trainingPictures = 0, heldOutPictures = 0, regressorImages = 0;
    std::vector<ParameterControl> control;
    Realism realism;            ///< by a network that sees the pictures
    Realism realismInFeatures;  ///< by a linear classifier that sees the regressor's features
    BesideReal frechet;
    Reconstruction reconstruction;  ///< with the pictures' parameters
    Reconstruction fromReading;     ///< with those that the encoder reads
    BesideReal diversity;           ///< mean distance of pairs
    BesideReal nearest;             ///< mean distance to the nearest training picture
    std::vector<HistoryLine> history;
    std::vector<std::string> sheets;  ///< of samples over training time, in the model's `report/training`, named by the pictures seen
};

nlohmann::json toJson(const Figures& figures);
/// The report as people read it, in Markdown.
std::string toMarkdown(const Figures& figures);

/// The history in an earlier report, empty when there is none, followed by `line`; an earlier line of the same weights is left out. Throws
/// `Error` naming `where` when the report cannot be read.
std::vector<HistoryLine> continued(const nlohmann::json& report, const HistoryLine& line, const std::string& where);

/// Mean of the scores on generated pictures; those below 0 count as 0.
double meanControl(const std::vector<ParameterControl>& control);

/// The line for these figures.
HistoryLine lineOf(const Figures& figures);

}  // namespace charrette
