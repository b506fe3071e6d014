#pragma once

#include <QWidget>

class QButtonGroup;
class QComboBox;
class QGridLayout;

namespace charrette {

/// One of several choices, or any: side by side where there are few, in two rows where their names are long, in a box where there are many.
/// Pressing the one that is chosen makes it any again.
class ChoiceButtons : public QWidget {
    Q_OBJECT

public:
    ChoiceButtons(const QStringList& choices, const QString& accessibleName, QWidget* parent = nullptr);

    /// -1: any.
    int current() const { return m_current; }
    void setCurrent(int index);

Q_SIGNALS:
    void chosen(int index);  ///< by the user; -1: any

private:
    void addButtons(const QStringList& choices, const QString& accessibleName, QGridLayout& layout);
    void addBox(const QStringList& choices, const QString& accessibleName);

    int m_current = -1;
    QButtonGroup* m_buttons = nullptr;  ///< one of these two
    QComboBox* m_box = nullptr;
};

}  // namespace charrette
