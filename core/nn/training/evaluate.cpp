#include "core/nn/training/evaluate.h"

#include <cmath>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/design/card.h"
#include "core/nn/device.h"
#include "core/nn/training/control.h"
#include "core/nn/training/parameters.h"
#include "core/nn/training/report.h"
#include "core/nn/weights.h"

namespace charrette {

namespace {

std::string markdown(const Card& card, const nlohmann::json& report, const std::vector<ParameterControl>& control) {
    char figures[512];
    std::snprintf(figures, sizeof figures,
                  "%d × %d pixels, from a data set of %zu training pictures, measured on %zu held-out ones.\n\nReconstruction through the encoder: mean "
                  "absolute error %.4f of the range, PSNR %.1f dB.\n\n",
                  card.resolution, card.resolution, report["training_pictures"].get<size_t>(), report["held_out_pictures"].get<size_t>(),
                  report["reconstruction"]["mean_absolute_error"].get<double>(), report["reconstruction"]["psnr"].get<double>());
    return "# " + card.title + ": report\n\n" + figures +
           "![Variants](report/grid.png)\n\n## Control\n\nEvery row of the picture moves one parameter from its minimum to its maximum; latent "
           "code and all other parameters stay.\n\n![Each parameter](report/strips.png)\n\nThe encoder, which has learned from real pictures only, "
           "reads the parameters back: R² for numbers, accuracy for choices, from held-out pictures and from pictures generated with the same "
           "parameters and latent codes from the prior. Own shift: how much of an asked change from the 10 % to the 90 % point of the range is read "
           "back (1 is all). The last column is the largest change of another parameter that is read meanwhile, in its standard deviations. "
           "A generator that had adversarial stages has learned to be read by this encoder, which flatters it.\n\n" +
           toMarkdown(control);
}

}  // namespace

void evaluateModel(const std::filesystem::path& model, const std::filesystem::path& folder, const std::string& device,
                   std::stop_token stop) {
    Card card = readCard(model / "card.json");
    if (card.encoder.empty()) throw Error(model.string() + ": the model has no encoder to measure with");
    checkHash(model / card.weights, card.weightsHash);
    checkHash(model / card.encoder, card.encoderHash);
    auto generator = loadGenerator(SafetensorsFile::read(model / card.weights));
    auto encoder = loadEncoder(SafetensorsFile::read(model / card.encoder));
    auto data = Dataset::open(folder);
    checkSameParameters(card.parameters, data.parameters(), folder.string());
    torch::Device on = deviceNamed(device);
    generator->to(on);
    encoder->to(on);
    TrainingSet heldOut(data, TrainingSet::Split::HeldOut, card.resolution, int64_t(card.channels.size()), card.parameters, on, stop);

    auto reconstruction = heldOutErrors({generator, encoder}, heldOut, card.resolution);
    auto control = measureControl(generator, encoder, heldOut, card.parameters);
    nlohmann::json report = {{"model", card.name},
                             {"weights", card.weightsHash},
                             {"training_pictures", data.entries().size() - size_t(heldOut.size())},
                             {"held_out_pictures", heldOut.size()},
                             {"recipe", data.recipe()},
                             {"reconstruction", {{"mean_absolute_error", reconstruction.absolute}, {"psnr", -10 * std::log10(reconstruction.squared)}}},
                             {"control", toJson(control)}};
    writeFileAtomically(model / "report.json", report.dump(2) + "\n");
    writeFileAtomically(model / "report.md", markdown(card, report, control));
}

}  // namespace charrette
