#include "core/nn/training/package.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/design/card.h"
#include "core/design/json.h"
#include "core/nn/directions.h"
#include "core/nn/training/parameters.h"
#include "core/nn/training/report.h"
#include "core/nn/training/run.h"
#include "core/nn/training/trainer.h"
#include "core/nn/weights.h"

namespace charrette {

namespace {

std::vector<std::string> channelNames(int64_t count) {
    std::vector<std::string> names = {"red", "green", "blue"};
    if (count == 5) names.insert(names.end(), {"coverage", "depth"});
    return names;
}

/// Replaces the sheets in a model's report by a run's first, middle and last.
void copySheets(const std::filesystem::path& from, const std::filesystem::path& to) {
    auto sheets = sheetsIn(from);
    if (sheets.size() > 3) sheets = {sheets.front(), sheets[sheets.size() / 2], sheets.back()};
    std::error_code error;
    for (const auto& old : sheetsIn(to)) std::filesystem::remove(old, error);
    if (!sheets.empty()) makeFolder(to);
    for (const auto& sheet : sheets) {
        std::filesystem::copy_file(sheet, to / sheet.filename(), std::filesystem::copy_options::overwrite_existing, error);
        if (error) throw Error(sheet.string() + ": cannot be copied into the model's report: " + error.message());
    }
}

}  // namespace

void packageRun(const std::filesystem::path& run, const std::filesystem::path& about, const std::filesystem::path& out) {
    auto checkpoint = run / checkpointName;
    Card card = cardFromAbout(about);
    auto trainer = Trainer::load(checkpoint, torch::kCPU);
    auto networks = trainer->averaged();
    const auto& options = networks.generator->options();
    card.resolution = int(options.resolution);
    card.channels = channelNames(options.imageChannels);
    card.latentSize = int(options.latentSize);
    card.styleSize = int(options.styleSize);
    card.parameters = parametersFromText(trainer->facts["parameters"], checkpoint.string());
    // Checkpoints of older versions do not have them.
    if (const auto latents = trainer->facts.find("latents"); latents != trainer->facts.end())
        card.latentParameters = latentParametersOf(parametersFromText(latents->second, checkpoint.string()));
    card.weights = "generator.safetensors";
    card.encoder = "encoder.safetensors";
    // Checked before anything is written, so that a mistake leaves an older model whole.
    card.weightsHash = card.encoderHash = std::string(64, '0');
    checkCard(card, about.string());

    makeFolder(out);
    saveGenerator(out / card.weights, networks.generator, TensorType::F16);
    saveEncoder(out / card.encoder, networks.encoder, TensorType::F16);
    trainer->save(out / checkpointName, Trainer::Size::Compact);
    card.weightsHash = sha256OfFile(out / card.weights);
    card.encoderHash = sha256OfFile(out / card.encoder);
    // As whoever opens the model would find them, who then need not look for them first.
    auto written = loadGenerator(SafetensorsFile::read(out / card.weights));
    card.directions = findDirections(written, card);
    writeFileAtomically(out / "card.json", toJson(card).dump(2) + "\n");
    copySheets(run / "sheets", out / "report" / "training");
}

}  // namespace charrette
