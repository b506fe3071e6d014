#pragma once

#include <QWidget>

#include "core/design/latent_parameter.h"

class QLineEdit;
class QToolButton;

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
/// then they keep near the value that was asked for. Of a Number or Integer it also shows and sets how near. A latent parameter has no
/// value while it is not touched, and is free again after a double click on its slider, the Delete key, or when its value is cleared.
class ParameterRow : public QWidget {
    Q_OBJECT

public:
    explicit ParameterRow(const Parameter& parameter, QWidget* parent = nullptr);
    explicit ParameterRow(const LatentParameter& latent, QWidget* parent = nullptr);

    const Parameter& parameter() const { return m_parameter; }
    bool isLatent() const { return m_kind != Kind::Declared; }
    /// Variants may stray over the whole range: of a latent parameter, it is not set.
    bool isFree() const { return m_setting.variation >= 1 && !m_setting.isLocked; }
    const ParameterSetting& setting() const { return m_setting; }
    void setSetting(const ParameterSetting& setting);

Q_SIGNALS:
    void moved();   ///< by the user, with more to come
    void edited();  ///< by the user, who is done

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    enum class Kind { Declared, LatentNumber, Arrangement };

    ParameterRow(Kind kind, const Parameter& parameter, QWidget* parent);
    QWidget* makeHead();
    LockButton* makeLock();
    QWidget* makeControl();
    QWidget* makeSlider();
    QWidget* makeArrangement();
    void takeArrangement(int step);
    void show(const ParameterSetting& setting);
    void change(const ParameterValue& value);
    void holdNear();
    void takeText();
    void reset();
    QString shownText() const;
    QString text(const ParameterValue& value) const;

    Kind m_kind;
    Parameter m_parameter;
    ParameterSetting m_setting;
    QLineEdit* m_value = nullptr;         ///< of a Number or Integer
    ParameterSlider* m_slider = nullptr;  ///< likewise
    ChoiceButtons* m_choice = nullptr;
    ToggleSwitch* m_toggle = nullptr;
    QToolButton* m_another = nullptr;  ///< of an arrangement
    LockButton* m_lock = nullptr;
};

}  // namespace charrette
