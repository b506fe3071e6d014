#pragma once

#include <QStringList>

#include "core/nn/training/run.h"

namespace charrette::test {

/// What `packageRun` needs to know of a run of the discs.
inline const QByteArray aboutDiscs = R"({"name": "discs", "title": "Discs", "description": "Discs on grey.",
    "passport": {"trainingData": "Drawn discs.", "madeBy": "A test", "licence": "CC0-1.0", "bias": "No squares.", "intendedUse": "Tests."}})";

/// Networks of 16 pixels that learn within a second.
inline Configure tinyTraining(int64_t imageChannels) {
    return [imageChannels](TrainingOptions training) {
        training.resolution = 16;
        training.imageChannels = imageChannels;
        training.latentSize = 4;
        training.styleSize = 8;
        training.channels = {8, 8};
        training.stages = {{.resolution = 16, .batch = 4}};
        return training;
    };
}

inline RunOptions tinyRun(const std::filesystem::path& data, const std::filesystem::path& out, int64_t images, int64_t imageChannels = 5) {
    RunOptions run;
    run.data = data;
    run.out = out;
    run.configure = tinyTraining(imageChannels);
    run.images = images;
    return run;
}

/// Trains. Gives back what was said.
inline QStringList trained(const RunOptions& run) {
    QStringList said;
    runTraining(
        run, [](const RunProgress&) {}, [&](const std::string& sentence) { said += QString::fromStdString(sentence); }, {});
    return said;
}

}  // namespace charrette::test
