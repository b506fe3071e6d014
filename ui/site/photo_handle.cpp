#include "ui/site/photo_handle.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <QKeyEvent>
#include <QPainter>

#include "ui/site/site_panel.h"

namespace charrette {

namespace {

/// From the picture's top, where the eye's height is in the models at hand.
constexpr double horizon = 0.52, inset = 0.07;
constexpr double endRadius = 5, endReach = 13;
constexpr double moveStep = 1.0 / 64, fineStep = 1.0 / 512, scaleStep = 1.04, turnStep = 0.5;

bool isPlacingKey(int key) {
    switch (key) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_Plus:
        case Qt::Key_Equal:
        case Qt::Key_Minus:
        case Qt::Key_Comma:
        case Qt::Key_Period:
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Escape:
            return true;
        default:
            return false;
    }
}

}  // namespace

PhotoHandle::PhotoHandle(SitePanel& panel, FrameAt frameAt, QWidget* parent) : QWidget(parent), m_panel(panel), m_frameAt(std::move(frameAt)) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setCursor(Qt::OpenHandCursor);
    setAccessibleName(tr("Photo behind the variants: arrows move it, plus and minus size it, comma and full stop turn it"));
    parent->installEventFilter(this);
    hide();
}

void PhotoHandle::begin() {
    setGeometry(parentWidget()->rect());
    m_frame = m_frameAt({});
    m_drag = Drag::None;
    m_tilt = 0;
    raise();
    show();
    setFocus();
}

bool PhotoHandle::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) {
        setGeometry(parentWidget()->rect());
        m_frame = m_frameAt({});
    }
    return QWidget::eventFilter(watched, event);
}

QLineF PhotoHandle::line() const {
    const double y = m_frame.top() + horizon * m_frame.height(), margin = inset * m_frame.width();
    QLineF level(m_frame.left() + margin, y, m_frame.right() + 1 - margin, y);
    const QPointF middle = level.center();
    const double turn = m_tilt * std::numbers::pi / 180, half = level.length() / 2;
    const QPointF way(half * std::cos(turn), half * std::sin(turn));
    return {middle - way, middle + way};
}

PhotoHandle::Drag PhotoHandle::partAt(const QPointF& point) const {
    const QLineF now = line();
    if (QLineF(point, now.p1()).length() <= endReach) return Drag::LeftEnd;
    if (QLineF(point, now.p2()).length() <= endReach) return Drag::RightEnd;
    return Drag::Photo;
}

double PhotoHandle::angleAt(const QPointF& point) const {
    const QPointF way = (point - line().center()) * (m_drag == Drag::LeftEnd ? -1 : 1);
    return std::clamp(std::atan2(way.y(), std::max(1.0, way.x())) * 180 / std::numbers::pi, -45.0, 45.0);
}

QPointF PhotoHandle::placeIn(const QPointF& point) const {
    return (point - QRectF(m_frame).center()) / std::max(1, m_frame.width());
}

void PhotoHandle::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QLineF now = line();
    for (const auto& [colour, width] : {std::pair(QColor(0, 0, 0, 120), 3.0), std::pair(QColor(255, 255, 255, 230), 1.2)}) {
        painter.setPen(QPen(colour, width));
        painter.drawLine(now);
    }
    painter.setPen(QPen(QColor(0, 0, 0, 140), 1.5));
    painter.setBrush(palette().color(QPalette::Highlight));
    for (const QPointF& end : {now.p1(), now.p2()}) painter.drawEllipse(end, endRadius, endRadius);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5));
    painter.drawRoundedRect(QRectF(m_frame).adjusted(-1.5, -1.5, 1.5, 1.5), 4, 4);
}

void PhotoHandle::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_drag = partAt(event->position());
    if (m_drag == Drag::Photo) m_frame = m_frameAt(event->position().toPoint());
    m_last = event->position();
    setCursor(m_drag == Drag::Photo ? Qt::ClosedHandCursor : Qt::SizeVerCursor);
    update();
}

void PhotoHandle::mouseMoveEvent(QMouseEvent* event) {
    const QPointF point = event->position();
    if (m_drag == Drag::None) return setCursor(partAt(point) == Drag::Photo ? Qt::OpenHandCursor : Qt::SizeVerCursor);
    if (m_drag == Drag::Photo) {
        const QPointF way = (point - std::exchange(m_last, point)) / std::max(1, m_frame.width());
        return m_panel.move(way.x(), way.y());
    }
    const double tilt = angleAt(point);
    m_panel.turn(tilt - std::exchange(m_tilt, tilt));
    update();
}

void PhotoHandle::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_drag = Drag::None;
    m_tilt = 0;
    setCursor(partAt(event->position()) == Drag::Photo ? Qt::OpenHandCursor : Qt::SizeVerCursor);
    update();
}

void PhotoHandle::wheelEvent(QWheelEvent* event) {
    m_frame = m_frameAt(event->position().toPoint());
    const QPointF place = placeIn(event->position());
    m_panel.scale(std::pow(scaleStep, event->angleDelta().y() / 60.0), place.x(), place.y());
    event->accept();
    update();
}

/// The window's commands for these keys wait.
bool PhotoHandle::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && isPlacingKey(static_cast<QKeyEvent*>(event)->key())) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void PhotoHandle::keyPressEvent(QKeyEvent* event) {
    const double step = event->modifiers() & Qt::ShiftModifier ? fineStep : moveStep;
    switch (event->key()) {
        case Qt::Key_Left:
            return m_panel.move(-step, 0);
        case Qt::Key_Right:
            return m_panel.move(step, 0);
        case Qt::Key_Up:
            return m_panel.move(0, -step);
        case Qt::Key_Down:
            return m_panel.move(0, step);
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return m_panel.scale(scaleStep);
        case Qt::Key_Minus:
            return m_panel.scale(1 / scaleStep);
        case Qt::Key_Comma:
            return m_panel.turn(-turnStep);
        case Qt::Key_Period:
            return m_panel.turn(turnStep);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            return m_panel.accepted();
        case Qt::Key_Escape:
            return m_panel.cancelled();
        default:
            QWidget::keyPressEvent(event);
    }
}

}  // namespace charrette
