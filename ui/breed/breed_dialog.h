#pragma once

#include <array>
#include <vector>

#include <QDialog>
#include <QImage>

#include "core/design/breeding.h"
#include "core/design/settings.h"

class QComboBox;
class QSlider;
class QSpinBox;

namespace charrette {

/// How children come from two to four parents: which of them gives what, and how far children stray.
class BreedDialog : public QDialog {
    Q_OBJECT

public:
    BreedDialog(const std::vector<QImage>& parents, const Settings& settings, QWidget* parent = nullptr);

    BreedingOptions options() const;

private:
    QWidget* makeParents(const std::vector<QImage>& parents);
    QComboBox* makeSource(size_t parents, const QString& name);

    Settings m_settings;
    QComboBox* m_mixing = nullptr;
    std::array<QComboBox*, layerGroups.size()> m_sources = {};
    QSlider* m_mutation = nullptr;
    QSpinBox* m_count = nullptr;
};

}  // namespace charrette
