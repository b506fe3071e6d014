#include "ui/preview_trainer.h"

#include "core/base/error.h"
#include "core/design/model_folders.h"
#include "ui/engine_command.h"

namespace charrette {

namespace {

namespace fs = std::filesystem;

constexpr int smallestWithPreviews = 128;
constexpr int endMilliseconds = 200;

/// A head that is older than the weights is that of other ones.
bool hasPreviews(const fs::path& folder, const Card& card) {
    std::error_code error;
    if (fs::exists(previewHeadInCache(card.weightsHash), error)) return true;
    const auto head = fs::last_write_time(previewHeadIn(folder), error);
    return !error && head >= fs::last_write_time(folder / card.weights, error) && !error;
}

bool needsPreviews(const QString& model, const Card& card) try {
    return card.resolution >= smallestWithPreviews && !hasPreviews(findModel(model.toStdString()), card);
} catch (const Error&) {
    return false;  // a model of another machine
}

}  // namespace

PreviewTrainer::PreviewTrainer(QObject* parent) : QObject(parent) {
    m_training.setStandardOutputFile(QProcess::nullDevice());
    m_training.setStandardErrorFile(QProcess::nullDevice());
}

PreviewTrainer::~PreviewTrainer() {
    m_training.kill();
    m_training.waitForFinished(endMilliseconds);
}

void PreviewTrainer::trainFor(const QString& model, const Card& card) {
    if (m_training.state() != QProcess::NotRunning || !engineSetting().isEmpty()) return;
    if (!needsPreviews(model, card) || !m_tried.insert(card.weightsHash).second) return;
    m_training.start(programBeside("charrette-train", "train"), {"preview", model, "--background"});
}

}  // namespace charrette
