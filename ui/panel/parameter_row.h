#pragma once

#include <QWidget>

#include "core/design/parameter.h"

class QLineEdit;

namespace charrette {

class ChoiceButtons;
class LockButton;
class ParameterSlider;
class ToggleSwitch;

/// What the panel holds of one parameter.
struct ParameterSetting {
    ParameterValue value;
    double variation = 1;  ///< how far variants may stray, 0 to 1: over the whole range
    bool isLocked = false;
    bool operator==(const ParameterSetting&) const = default;
};

/// A parameter's label, its value to be typed, what moves it, and its lock. Until it is touched, variants may stray over the whole range;
/// then they keep near the value that was asked for. Of a Number or Integer it also shows and sets how near.
class ParameterRow : public QWidget {
    Q_OBJECT

public:
    explicit ParameterRow(const Parameter& parameter, QWidget* parent = nullptr);

    const Parameter& parameter() const { return m_parameter; }
    const ParameterSetting& setting() const { return m_setting; }
    void setSetting(const ParameterSetting& setting);

Q_SIGNALS:
    void moved();   ///< by the user, with more to come
    void edited();  ///< by the user, who is done

private:
    QWidget* makeHead();
    LockButton* makeLock();
    QWidget* makeControl();
    QWidget* makeSlider();
    void show(const ParameterSetting& setting);
    void change(const ParameterValue& value);
    void holdNear();
    void takeText();
    void reset();
    QString text(const ParameterValue& value) const;

    Parameter m_parameter;
    ParameterSetting m_setting;
    QLineEdit* m_value = nullptr;         ///< of a Number or Integer
    ParameterSlider* m_slider = nullptr;  ///< likewise
    ChoiceButtons* m_choice = nullptr;
    ToggleSwitch* m_toggle = nullptr;
    LockButton* m_lock = nullptr;
};

}  // namespace charrette
