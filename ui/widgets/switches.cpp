#include "ui/widgets/switches.h"

#include <QPainter>
#include <QPainterPath>

namespace charrette {

namespace {

void prepare(QAbstractButton& button) {
    button.setCheckable(true);
    button.setFocusPolicy(Qt::StrongFocus);
    button.setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void paintFocus(QPainter& painter, const QWidget& widget) {
    if (!widget.hasFocus()) return;
    painter.setPen(QPen(widget.palette().color(QPalette::Highlight), 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
}

}  // namespace

ToggleSwitch::ToggleSwitch(QWidget* parent) : QAbstractButton(parent) { prepare(*this); }

void ToggleSwitch::setUndecided(bool isUndecided) {
    m_isUndecided = isUndecided;
    update();
}

void ToggleSwitch::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF track(2, height() / 2.0 - 6, 26, 12);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(isChecked() && !m_isUndecided ? QPalette::Highlight : QPalette::Light));
    painter.drawRoundedRect(track, 6, 6);
    painter.setBrush(palette().color(isEnabled() && !m_isUndecided ? QPalette::Text : QPalette::PlaceholderText));
    const double x = m_isUndecided ? track.center().x() : isChecked() ? track.right() - 6 : track.left() + 6;
    painter.drawEllipse(QPointF(x, track.center().y()), 4.5, 4.5);
    paintFocus(painter, *this);
}

LockButton::LockButton(QWidget* parent) : QAbstractButton(parent) { prepare(*this); }

void LockButton::enterEvent(QEnterEvent*) { update(); }

void LockButton::leaveEvent(QEvent*) { update(); }

void LockButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = palette().color(isChecked()                  ? QPalette::Highlight
                                          : underMouse() || hasFocus() ? QPalette::Text
                                                                       : QPalette::Light);
    const QPointF centre = QRectF(rect()).center();
    QPainterPath shackle;
    shackle.moveTo(centre.x() - 2.5, centre.y());
    shackle.lineTo(centre.x() - 2.5, centre.y() - 2);
    shackle.arcTo(QRectF(centre.x() - 2.5, centre.y() - 5, 5, 5), 180, isChecked() ? -180 : -140);
    if (isChecked()) shackle.lineTo(centre.x() + 2.5, centre.y());
    painter.setPen(QPen(colour, 1.4));
    painter.drawPath(shackle);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(QRectF(centre.x() - 4, centre.y(), 8, 5.5), 1, 1);
    paintFocus(painter, *this);
}

}  // namespace charrette
