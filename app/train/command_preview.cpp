#include <cstdio>

#include "app/command_line/terminal.h"
#include "app/train/background.h"
#include "app/train/commands.h"
#include "app/train/progress.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/design/model_folders.h"
#include "core/nn/device.h"
#include "core/nn/preview_head_file.h"
#include "core/nn/training/preview_training.h"
#include "core/nn/weights.h"
#ifdef CHARRETTE_HAS_INFERENCE
#include "core/nn/inference/fast_generator.h"
#endif

namespace charrette {

namespace {

namespace fs = std::filesystem;

/// The generator's modules, or where inference was built, the same faster.
FullPictures fastPicturesOf(Generator generator, [[maybe_unused]] const std::string& device) {
#ifdef CHARRETTE_HAS_INFERENCE
    auto fast = std::make_shared<FastGenerator>(generator, deviceNamed(device));
    return [fast](const torch::Tensor& ws) { return torch::stack(fast->pictures(fast->options().resolution, ws)); };
#else
    return fullPicturesOf(generator);
#endif
}

/// Into the model's folder, or where that cannot be written, into the user's cache. Returns the file.
fs::path saveWhereItCan(const PreviewHead& head, const fs::path& folder, const std::string& weightsHash) {
    try {
        savePreviewHead(previewHeadIn(folder), head, weightsHash);
        return previewHeadIn(folder);
    } catch (const Error&) {
        const fs::path file = previewHeadInCache(weightsHash);
        makeFolder(file.parent_path());
        savePreviewHead(file, head, weightsHash);
        return file;
    }
}

}  // namespace

void trainPreview(const Arguments& arguments, std::stop_token stop) {
    const fs::path folder = findModel(arguments.positional());
    const Card card = readCard(folder / "card.json");
    checkHash(folder / card.weights, card.weightsHash);
    auto generator = loadGenerator(SafetensorsFile::read(folder / card.weights));
    if (!isWorthPreviews(generator->options())) {
        std::puts("Its pictures are so small that they need no previews");
        return;
    }
    if (!arguments.has("again") && PreviewHeadFile(folder, card.weightsHash).find(generator->options())) {
        std::puts("It has previews already; --again makes them anew");
        return;
    }
    if (arguments.has("background")) yieldToOthers();
    prepareToCompute(arguments);
    const std::string device = deviceAsked(arguments);
    generator->to(deviceNamed(device));
    PreviewTraining options;
    options.steps = arguments.integer("steps", options.steps, 1, 1'000'000);
    Progress line;
    const auto head = trainPreviewHead(
        generator, card, fastPicturesOf(generator, device), options,
        [&](double share, double) { line.show("Learning previews", share); }, stop);
    line.clear();
    if (!head) throw Interrupted("No previews were made: it was stopped before");
    if (readCard(folder / "card.json").weightsHash != card.weightsHash)
        throw Error(folder.string() + ": the model's weights have changed meanwhile, so its previews were not kept");
    std::printf("Previews are made by %s\n", saveWhereItCan(head, folder, card.weightsHash).string().c_str());
}

}  // namespace charrette
