#pragma once

#include <string>
#include <utility>
#include <vector>

#include <QScrollArea>

#include "core/design/card.h"
#include "core/design/settings.h"

class QVBoxLayout;

namespace charrette {

class DirectionRow;
class Fold;
class ParameterRow;

/// A model's parameters and directions as its card has them, by group, with the latent parameters of each group in a fold below: it is open
/// where there are few, and else as it was left. Shows and edits settings; keeps what of these it has no controls for.
class ParameterPanel : public QScrollArea {
    Q_OBJECT

public:
    explicit ParameterPanel(QWidget* parent = nullptr);

    void setCard(const Card& card);
    /// What does not fit the card is as nobody has touched it; settings of another model leave the controls as they are, and out of use.
    void setSettings(const Settings& settings);
    const Settings& settings() const { return m_settings; }
    /// The keyboard goes to the first control.
    void focusFirst();

Q_SIGNALS:
    void moved(const charrette::Settings& settings);   ///< by the user, with more to come
    void edited(const charrette::Settings& settings);  ///< by the user, who is done

private:
    void addHeading(const QString& text, QVBoxLayout& layout);
    void addParameters(const Card& card, QVBoxLayout& layout);
    void addGroup(const Card& card, const std::string& group, QVBoxLayout& layout);
    void addLatents(const Card& card, const std::string& group, QVBoxLayout& layout);
    void connectRow(ParameterRow* row);
    void showFolds();
    void addDirections(const Card& card, QVBoxLayout& layout);
    void take(const ParameterRow& row);
    void take(const DirectionRow& row);

    Card m_card;
    Settings m_settings;
    std::vector<ParameterRow*> m_parameters;
    std::vector<std::pair<Fold*, std::vector<ParameterRow*>>> m_folds;
    std::vector<DirectionRow*> m_directions;
};

}  // namespace charrette
