#pragma once

#include <QAbstractButton>

namespace charrette {

/// On or off, painted as a switch.
class ToggleSwitch : public QAbstractButton {
    Q_OBJECT

public:
    explicit ToggleSwitch(QWidget* parent = nullptr);
    /// Either will do: it stands in the middle until it is pressed.
    void setUndecided(bool isUndecided);
    QSize sizeHint() const override { return {30, 18}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_isUndecided = false;
};

/// A padlock: closed, new variants keep the value beside it.
class LockButton : public QAbstractButton {
    Q_OBJECT

public:
    explicit LockButton(QWidget* parent = nullptr);
    QSize sizeHint() const override { return {16, 18}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
};

}  // namespace charrette
