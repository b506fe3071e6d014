#include "ui/widgets/parameter_slider.h"

#include <algorithm>
#include <cmath>

#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QWheelEvent>

namespace charrette {

namespace {

constexpr int margin = 6, handleRadius = 5, histogramHeight = 14, trackGap = 6;

}  // namespace

ParameterSlider::ParameterSlider(QWidget* parent) : QAbstractSlider(parent) {
    setOrientation(Qt::Horizontal);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setScale(0, 1, 1000);
    connect(this, &QAbstractSlider::valueChanged, this, [this] {
        if (m_byUser) Q_EMIT numberChanged(number());
    });
}

void ParameterSlider::setScale(double minimum, double maximum, int steps) {
    m_minimum = minimum;
    m_maximum = maximum;
    setRange(0, std::max(1, steps));
    setPageStep(std::max(1, steps / 10));
    setSingleStep(std::max(1, steps / 100));
}

void ParameterSlider::setHistogram(const std::vector<double>& shares) {
    m_histogram = shares;
    const double highest = shares.empty() ? 0 : *std::ranges::max_element(shares);
    for (double& share : m_histogram) share = highest > 0 ? share / highest : 0;
    update();
}

double ParameterSlider::share() const { return double(value()) / maximum(); }

double ParameterSlider::number() const { return m_minimum + share() * (m_maximum - m_minimum); }

void ParameterSlider::setNumber(double number) { setValue(int(std::lround((number - m_minimum) / (m_maximum - m_minimum) * maximum()))); }

void ParameterSlider::setVariation(double variation) {
    m_variation = std::clamp(variation, 0.0, 1.0);
    update();
}

void ParameterSlider::changeVariation(double variation) {
    setVariation(variation);
    Q_EMIT variationChanged(m_variation);
}

QSize ParameterSlider::sizeHint() const { return {160, histogramHeight + trackGap + handleRadius}; }

QSize ParameterSlider::minimumSizeHint() const { return {60, sizeHint().height()}; }

double ParameterSlider::place(double share) const { return margin + share * (width() - 2 * margin); }

double ParameterSlider::shareAt(double x) const { return std::clamp((x - margin) / std::max(1, width() - 2 * margin), 0.0, 1.0); }

void ParameterSlider::paintHistogram(QPainter& painter) const {
    const double count = double(m_histogram.size()), step = (place(1) - place(0)) / std::max(1.0, count), base = histogramHeight + 2;
    for (size_t i = 0; i < m_histogram.size(); ++i) {
        const double height = std::max(m_histogram[i] * histogramHeight, m_histogram[i] > 0 ? 1.0 : 0.0);
        painter.fillRect(QRectF(place(double(i) / count) + 0.5, base - height, step - 1, height), palette().color(QPalette::Midlight));
    }
}

void ParameterSlider::paintTrack(QPainter& painter) const {
    const double y = histogramHeight + 3.5;
    const QColor accent = palette().color(isEnabled() ? QPalette::Highlight : QPalette::Mid);
    painter.setPen(QPen(palette().color(QPalette::Light), 1));
    painter.drawLine(QPointF(place(0), y), QPointF(place(1), y));
    const bool isFree = m_variation >= 1;
    if (m_variation > 0 && !isFree) {
        painter.setPen(QPen(accent, 2));
        painter.drawLine(QPointF(place(share() * (1 - m_variation)), y), QPointF(place(share() + m_variation * (1 - share())), y));
    }
    const QColor handle = palette().color(isEnabled() && !isFree ? QPalette::Text : QPalette::PlaceholderText);
    painter.setPen(hasFocus() ? QPen(accent, 2) : QPen(isFree ? handle : palette().color(QPalette::Base), 1.5));
    painter.setBrush(isFree ? palette().color(QPalette::Base) : handle);
    painter.drawEllipse(QPointF(place(share()), y), handleRadius, handleRadius);
}

void ParameterSlider::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintHistogram(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    paintTrack(painter);
}

void ParameterSlider::dragTo(double x) {
    if (m_drag == Drag::Variation) {
        const double way = shareAt(x) > share() ? 1 - share() : share();
        return changeVariation(way > 0 ? std::abs(shareAt(x) - share()) / way : 0);
    }
    const QScopedValueRollback byUser(m_byUser, true);
    setValue(int(std::lround(shareAt(x) * maximum())));
}

void ParameterSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return event->ignore();
    m_drag = event->modifiers() & Qt::AltModifier ? Drag::Variation : Drag::Value;
    setSliderDown(true);
    dragTo(event->position().x());
}

void ParameterSlider::mouseMoveEvent(QMouseEvent* event) {
    if (m_drag != Drag::None) dragTo(event->position().x());
}

void ParameterSlider::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_drag == Drag::None) return;
    m_drag = Drag::None;
    setSliderDown(false);
    Q_EMIT editingFinished();
}

void ParameterSlider::mouseDoubleClickEvent(QMouseEvent*) { Q_EMIT resetRequested(); }

void ParameterSlider::moveBy(int steps) {
    const QScopedValueRollback byUser(m_byUser, true);
    setValue(value() + steps);
    m_edited = true;
}

void ParameterSlider::keyPressEvent(QKeyEvent* event) {
    const bool isAlt = event->modifiers() & Qt::AltModifier;
    const int step = event->modifiers() & Qt::ShiftModifier ? 1 : singleStep();
    const auto move = [&](int direction) {
        isAlt ? changeVariation(m_variation + 0.02 * direction), void(m_edited = true) : moveBy(direction * step);
    };
    switch (event->key()) {
        case Qt::Key_Left:
            return move(-1);
        case Qt::Key_Right:
            return move(1);
        case Qt::Key_PageDown:
            return moveBy(-pageStep());
        case Qt::Key_PageUp:
            return moveBy(pageStep());
        case Qt::Key_Home:
            return moveBy(-maximum());
        case Qt::Key_End:
            return moveBy(maximum());
        case Qt::Key_Delete:
            Q_EMIT resetRequested();
            return;
        default:
            QWidget::keyPressEvent(event);
    }
}

void ParameterSlider::keyReleaseEvent(QKeyEvent* event) {
    if (event->isAutoRepeat() || !std::exchange(m_edited, false)) return QWidget::keyReleaseEvent(event);
    Q_EMIT editingFinished();
}

void ParameterSlider::wheelEvent(QWheelEvent* event) {
    // A wheel that scrolls the panel must not change what happens to be under the pointer.
    if (!hasFocus()) return event->ignore();
    moveBy(event->angleDelta().y() > 0 ? singleStep() : -singleStep());
    m_edited = false;
    Q_EMIT editingFinished();
}

}  // namespace charrette
