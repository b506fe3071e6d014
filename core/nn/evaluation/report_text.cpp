#include <cstdio>
#include <cstdlib>

#include "core/nn/evaluation/figures.h"
#include "core/nn/evaluation/history_chart.h"

namespace charrette {

namespace {

/// As printf, into a text of at most 1,000 bytes.
template <class... Values> std::string formatted(const char* format, Values... values) {
    char text[1000];
    std::snprintf(text, sizeof text, format, values...);
    return text;
}

std::string beginning(const Figures& figures) {
    std::string text = "# " + figures.title + ": report\n\n";
    text += formatted("%d × %d pixels, from a data set of %lld training pictures, measured on %lld held-out ones", figures.resolution, figures.resolution,
                      static_cast<long long>(figures.trainingPictures), static_cast<long long>(figures.heldOutPictures));
    if (figures.images > 0)
        text += formatted(", after %lld pictures seen in %.1f hours", static_cast<long long>(figures.images), figures.seconds / 3600);
    return text + ".\n\n![Variants](report/grid.png)\n\n";
}

std::string realismText(const Figures& figures) {
    return formatted(
        "## Realism\n\nA classifier that learns to tell held-out real pictures from generated ones of the same parameters is right about %.0f %% (± %.0f) of "
        "%lld pictures that it has not seen; at 50 %% it cannot tell. It is trained on one half and tested on the other, and the other way round.\n\n"
        "In the features of the regressor below, which sees form, colour and light but not every pixel: a linear classifier (Fisher's discriminant) is right "
        "about %.0f %% (± %.0f); Fréchet distance between halves of the held-out set, generated to real: %.2f; real to real: %.2f.\n\n",
        100 * figures.realism.accuracy, 100 * figures.realism.deviation, static_cast<long long>(figures.realism.tested),
        100 * figures.realismInFeatures.accuracy, 100 * figures.realismInFeatures.deviation, figures.frechet.generated, figures.frechet.real);
}

std::string reconstructionText(const Figures& figures) {
    const auto &own = figures.reconstruction, &read = figures.fromReading;
    return formatted(
        "## Reconstruction\n\nHeld-out pictures through encoder and generator: with their parameters PSNR %.1f dB, SSIM %.3f, mean absolute error %.4f of "
        "the range; with the parameters that the encoder reads, as for a picture dropped on the board, %.1f dB, %.3f, %.4f.\n\n",
        own.psnr, own.similarity, own.absolute, read.psnr, read.similarity, read.absolute);
}

std::string diversityText(const Figures& figures) {
    return formatted(
        "## Diversity\n\nMean distance of two pictures in the regressor's features: generated %.2f, real %.2f. Mean distance to the nearest training "
        "picture: generated %.2f, held-out real %.2f; much less for generated ones would mean that training pictures are repeated. Sixteen generated "
        "pictures, and below each the three training pictures nearest to it:\n\n![Nearest training pictures](report/nearest.png)\n\n",
        figures.diversity.generated, figures.diversity.real, figures.nearest.generated, figures.nearest.real);
}

std::string row(const ParameterControl& control) {
    const char* near = control.isNearReal() ? "yes" : "no";
    const char* obeyed = control.onReal < control.wellRead() ? "" : control.onGenerated >= control.wellRead() ? "yes" : "no";
    auto text = formatted("| `%s` | %.2f | %.2f | %s | %s |", control.name.c_str(), control.onReal, control.onGenerated, near, obeyed);
    if (control.isShare) return text + " | |\n";
    text += formatted(" %.2f |", control.ownShift);
    if (control.otherName.empty()) return text + " |\n";
    return text + formatted(" %.2f σ of `%s` |\n", control.otherShift, control.otherName.c_str());
}

std::string controlText(const Figures& figures) {
    size_t near = 0, wellRead = 0, obeyed = 0;
    std::string table =
        "| Parameter | Read from real | Read from generated | Within 0.05 | Reached | Own shift | Largest shift of another |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n";
    for (const auto& control : figures.control) {
        table += row(control);
        near += control.isNearReal();
        wellRead += control.onReal >= control.wellRead();
        obeyed += control.onReal >= control.wellRead() && control.onGenerated >= control.wellRead();
    }
    return "## Control\n\nEvery row of the picture moves one parameter from its minimum to its maximum; latent code and all other parameters stay.\n\n"
           "![Each parameter](report/strips.png)\n\n"
           "A regressor that has learned from real training pictures alone, and shares nothing with the networks of the model, reads the parameters back: R² "
           "for numbers, accuracy for choices, from held-out pictures and from pictures generated with the same parameters and latent codes from the "
           "prior. Own shift: how much of an asked change from the 10 % to the 90 % point of the range is read back (1 is all). The last column is the "
           "largest change of another parameter that is read meanwhile, in its standard deviations.\n\n" +
           formatted("Generated pictures are read within 0.05 of real ones, or better, for %zu of %zu parameters. Of the %zu that the regressor reads well "
                     "from real pictures (R² 0.85, accuracy 0.9 or more), %zu reach that when generated. It had seen %lld pictures, repeats counted.\n\n",
                     near, figures.control.size(), wellRead, obeyed, static_cast<long long>(figures.regressorImages)) +
           table;
}

std::string sheetsText(const std::vector<std::string>& sheets) {
    if (sheets.empty()) return {};
    std::string text = "\nThe same held-out pictures over training time; below each, what encoder and generator make of it, and two pictures of "
                       "its parameters with other latent codes.\n";
    for (const std::string& sheet : sheets)
        text += "\nAfter " + std::to_string(std::atoll(sheet.c_str())) + " pictures seen:\n\n![Samples](report/training/" + sheet + ")\n";
    return text;
}

std::string historyText(const std::vector<HistoryLine>& history) {
    std::string table =
        "## Over training time\n\nMean control is the mean of what is read from generated pictures; below 0 counts as 0.\n\n"
        "| Pictures seen | Told from real | in features | Fréchet distance | of real to real | Mean control |\n| --- | --- | --- | --- | --- | --- |\n";
    for (const auto& line : history) {
        const auto inFeatures = line.realismInFeatures > 0 ? formatted("%.0f %%", 100 * line.realismInFeatures) : std::string();
        table += formatted("| %lld | %.0f %% | %s | %.2f | %.2f | %.2f |\n", static_cast<long long>(line.images), 100 * line.realism, inFeatures.c_str(),
                           line.frechet, line.frechetOfReal, line.control);
    }
    return hasCurve(history) ? table + "\n![Over training time](report/history.svg)\n" : table;
}

}  // namespace

std::string toMarkdown(const Figures& figures) {
    return beginning(figures) + realismText(figures) + controlText(figures) + '\n' + reconstructionText(figures) + diversityText(figures) +
           historyText(figures.history) + sheetsText(figures.sheets);
}

}  // namespace charrette
