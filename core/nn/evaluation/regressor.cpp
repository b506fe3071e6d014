#include "core/nn/evaluation/regressor.h"

namespace charrette {

namespace {

constexpr int64_t fewestRounds = 3;  // that a regressor makes over the training pictures

ParameterReader learnedFor(const Subject& subject, const ReaderSubject& pictures, const RegressorOptions& options,
                           const std::function<void(double)>& progress, std::stop_token stop) {
    auto reader = learnedReader(subject.training, pictures, augmentationOf(subject),
                                {.images = options.images, .minutes = options.minutes}, options.seed, progress, stop);
    if (!options.file.empty()) saveReader(options.file, reader);
    return reader;
}

ParameterReader keptOrLearned(const Subject& subject, const RegressorOptions& options, const std::function<void(double)>& progress,
                              const std::function<void(const std::string&)>& say, std::stop_token stop) {
    const ReaderSubject pictures{subject.card.parameters, subject.recipe, subject.card.resolution >> options.halvings};
    if (options.file.empty() || !std::filesystem::exists(options.file)) return learnedFor(subject, pictures, options, progress, stop);
    auto reader = loadReader(options.file);
    if (fits(reader, pictures)) {
        reader.network->to(subject.device());
        return reader;
    }
    say(options.file.string() + ": made for pictures of another recipe, so another regressor learns.");
    return learnedFor(subject, pictures, options, progress, stop);
}

}  // namespace

Augmentation augmentationOf(const Subject& subject) {
    return {.mirror = subject.facts.mirror, .mirrorNegates = subject.facts.mirrorNegates};
}

ParameterReader regressorFor(const Subject& subject, const RegressorOptions& options, const std::function<void(double)>& progress,
                             const std::function<void(const std::string&)>& say, std::stop_token stop) {
    auto reader = keptOrLearned(subject, options, progress, say, stop);
    if (reader.images < fewestRounds * subject.training.size())
        say("The regressor has learned from only " + std::to_string(reader.images) + " pictures, too few to trust what it reads.");
    return reader;
}

}  // namespace charrette
