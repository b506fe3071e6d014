#pragma once

#include <set>
#include <string>

#include <QObject>
#include <QProcess>

#include "core/design/card.h"

namespace charrette {

/// Has the previews of a model learned, at the lowest priority, where the model has none that belong to its weights: `charrette-train preview`.
/// The engine finds them by itself. Ends with the window; the next opening begins anew.
class PreviewTrainer : public QObject {
    Q_OBJECT

public:
    explicit PreviewTrainer(QObject* parent = nullptr);
    ~PreviewTrainer() override;

    /// `model` is a name or folder on this machine. Nothing where it has previews or needs none, where another model's are being learned, where
    /// it was tried before, and where the engine runs elsewhere.
    void trainFor(const QString& model, const Card& card);

private:
    QProcess m_training;
    std::set<std::string> m_tried;  ///< hashes of models
};

}  // namespace charrette
