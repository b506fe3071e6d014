#include "ui/widgets/parameter_slider.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QAccessibleWidget>
#include <QApplication>
#include <QMetaMethod>
#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QWheelEvent>

namespace charrette {

namespace {

/// Tells screen readers numbers, where a slider's own values are steps.
class SliderReader : public QAccessibleWidget, public QAccessibleValueInterface {
public:
    explicit SliderReader(ParameterSlider& slider) : QAccessibleWidget(&slider, QAccessible::Slider), m_slider(slider) {}

    void* interface_cast(QAccessible::InterfaceType type) override {
        if (type == QAccessible::ValueInterface) return static_cast<QAccessibleValueInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    QString text(QAccessible::Text text) const override {
        return text == QAccessible::Value ? m_slider.text() : QAccessibleWidget::text(text);
    }
    QVariant currentValue() const override { return m_slider.number(); }
    void setCurrentValue(const QVariant& value) override { m_slider.changeNumber(value.toDouble()); }
    QVariant minimumValue() const override { return m_slider.minimumNumber(); }
    QVariant maximumValue() const override { return m_slider.maximumNumber(); }
    QVariant minimumStepSize() const override {
        return (m_slider.maximumNumber() - m_slider.minimumNumber()) * m_slider.singleStep() / m_slider.maximum();
    }

private:
    ParameterSlider& m_slider;
};

QAccessibleInterface* readerOf(const QString& type, QObject* object) {
    auto* slider = qobject_cast<ParameterSlider*>(object);
    return slider && type == QLatin1String(ParameterSlider::staticMetaObject.className()) ? new SliderReader(*slider) : nullptr;
}

constexpr int margin = 6, handleRadius = 5, histogramHeight = 14, trackGap = 6;

/// Whether a key moves a slider: a run of them is one change.
bool movesIt(int key) {
    constexpr std::array moving = {Qt::Key_Left, Qt::Key_Right, Qt::Key_PageDown, Qt::Key_PageUp, Qt::Key_Home, Qt::Key_End,
                                   Qt::Key_Alt,  Qt::Key_Shift};
    return std::ranges::find(moving, key) != moving.end();
}

}  // namespace

ParameterSlider::ParameterSlider(QWidget* parent) : QAbstractSlider(parent) {
    setOrientation(Qt::Horizontal);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setScale(0, 1, 1000);
    QAccessible::installFactory(readerOf);  // nothing where it is
    connect(this, &QAbstractSlider::valueChanged, this, [this] {
        if (!m_byUser) return;
        m_edited = true;
        Q_EMIT numberChanged(number());
    });
    m_ending.setSingleShot(true);
    connect(&m_ending, &QTimer::timeout, this, &ParameterSlider::finish);
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

void ParameterSlider::changeNumber(double number) {
    {
        const QScopedValueRollback byUser(m_byUser, true);
        setNumber(number);
    }
    finish();
}

void ParameterSlider::setVariation(double variation) {
    m_variation = std::clamp(variation, 0.0, 1.0);
    update();
}

void ParameterSlider::changeVariation(double variation) {
    // Not everything that has a slider can vary.
    if (!isSignalConnected(QMetaMethod::fromSignal(&ParameterSlider::variationChanged))) return;
    setVariation(variation);
    m_edited = true;
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
    const double y = m_histogram.empty() ? height() / 2.0 : histogramHeight + 3.5;
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
    setValue(int(std::lround(shareAt(x - m_grip) * maximum())));
}

void ParameterSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return event->ignore();
    m_ending.stop();
    m_drag = event->modifiers() & Qt::AltModifier ? Drag::Variation : Drag::Value;
    m_isClick = true;
    // Whoever takes the handle has not moved it yet.
    const double x = event->position().x(), away = x - place(share());
    m_grip = std::abs(away) <= handleRadius ? away : 0;
    setSliderDown(true);
    dragTo(x);
}

void ParameterSlider::mouseMoveEvent(QMouseEvent* event) {
    if (m_drag == Drag::None) return;
    m_isClick = false;
    dragTo(event->position().x());
}

void ParameterSlider::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_drag == Drag::None) return;
    m_drag = Drag::None;
    setSliderDown(false);
    m_isClick ? finishSoon() : finish();
}

void ParameterSlider::mouseDoubleClickEvent(QMouseEvent*) { reset(); }

void ParameterSlider::finish() {
    m_ending.stop();
    if (std::exchange(m_edited, false)) Q_EMIT editingFinished();
}

/// Unless a second click makes it a double click, or the wheel or a key goes on.
void ParameterSlider::finishSoon() {
    if (m_edited) m_ending.start(QApplication::doubleClickInterval());
}

/// Takes the place of what is not finished.
void ParameterSlider::reset() {
    m_ending.stop();
    m_edited = false;
    Q_EMIT resetRequested();
}

bool ParameterSlider::event(QEvent* event) {
    // What a person does next is about what is seen.
    const bool isOtherKey = event->type() == QEvent::ShortcutOverride && !movesIt(static_cast<QKeyEvent*>(event)->key());
    const bool isLeft = event->type() == QEvent::Leave || event->type() == QEvent::FocusOut || isOtherKey;
    if (isLeft && m_ending.isActive()) finish();
    return QAbstractSlider::event(event);
}

void ParameterSlider::moveBy(int steps) {
    const QScopedValueRollback byUser(m_byUser, true);
    setValue(value() + steps);
}

void ParameterSlider::keyPressEvent(QKeyEvent* event) {
    const bool isAlt = event->modifiers() & Qt::AltModifier;
    const int step = event->modifiers() & Qt::ShiftModifier ? 1 : singleStep();
    const auto move = [&](int direction) { isAlt ? changeVariation(m_variation + 0.02 * direction) : moveBy(direction * step); };
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
            return reset();
        default:
            QWidget::keyPressEvent(event);
    }
}

void ParameterSlider::keyReleaseEvent(QKeyEvent* event) {
    if (event->isAutoRepeat() || !m_edited) return QWidget::keyReleaseEvent(event);
    finishSoon();
}

void ParameterSlider::wheelEvent(QWheelEvent* event) {
    // A wheel that scrolls the panel must not change what happens to be under the pointer.
    const int turn = event->angleDelta().y();
    if (!hasFocus() || turn == 0) return event->ignore();
    moveBy(turn > 0 ? singleStep() : -singleStep());
    finishSoon();
}

}  // namespace charrette
