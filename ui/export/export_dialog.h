#pragma once

#include <QDialog>

#include "ui/export/exporter.h"
#include "ui/export/name_pattern.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace charrette {

/// A set of variants that may be exported, by its name: "Selection".
struct ExportChoice {
    QString name;
    std::vector<Variant> variants;
};

/// What is exported, as which files, under which names, to where. Says what would be written over before it is. Remembers its answers.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    /// `choices` have at least one variant each.
    ExportDialog(std::vector<ExportChoice> choices, NameSource names, QWidget* parent = nullptr);

    /// Which set of variants.
    size_t choice() const;
    /// Files of these variants, which are the chosen ones as the board has them now.
    ExportJob job(const std::vector<Variant>& variants) const;
    void accept() override;

private:
    QWidget* makeFolder();
    QWidget* makeFormat();
    void restore();
    void show();
    void chooseFolder();
    PixelFormat format() const;
    std::vector<ExportFile> filesOf(const std::vector<Variant>& variants) const;

    std::vector<ExportChoice> m_choices;
    NameSource m_names;
    QComboBox *m_what = nullptr, *m_type = nullptr, *m_depth = nullptr;
    QLineEdit *m_pattern = nullptr, *m_folder = nullptr;
    QLabel *m_example = nullptr, *m_taken = nullptr;
    QCheckBox* m_replace = nullptr;
    QPushButton* m_export = nullptr;
};

}  // namespace charrette
