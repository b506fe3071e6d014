#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include <QDialog>

#include "core/design/card.h"

class QListWidget;
class QPushButton;

namespace charrette {

class PassportView;

/// The pictures by which models are known, kept in the application's data folder from the first time that they are seen.
QImage keptModelPicture(const Card& card);
void keepModelPicture(const Card& card, const QImage& picture);

/// The models that there are, with a picture each, and the passport of the one that is looked at.
class ModelChooser : public QDialog {
    Q_OBJECT

public:
    /// `current` is the hash of the model that is open; empty when there is none.
    explicit ModelChooser(const std::string& current, QWidget* parent = nullptr);

    /// The folder of the chosen one.
    QString model() const { return m_chosen; }

private:
    struct Model {
        std::filesystem::path folder;
        Card card;
    };
    void addModels(const std::string& current);
    void showPassport(int row);
    void chooseFolder();
    void chooseListed();

    std::vector<Model> m_models;
    QListWidget* m_list = nullptr;
    PassportView* m_passport = nullptr;
    QPushButton* m_open = nullptr;
    QString m_chosen;
};

}  // namespace charrette
