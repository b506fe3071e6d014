#include "ui/panel/parameter_row.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/studio/captions.h"
#include "ui/studio/tuning.h"
#include "ui/theme/theme.h"
#include "ui/widgets/choice_buttons.h"
#include "ui/widgets/parameter_slider.h"
#include "ui/widgets/switches.h"

namespace charrette {

namespace {

int stepsOf(const Parameter& parameter) {
    const double range = parameter.maximum - parameter.minimum;
    const double steps = parameter.kind == ParameterKind::Integer ? range : range * std::pow(10, parameter.decimals);
    return int(std::clamp(steps, 1.0, 10'000.0));
}

QStringList choicesOf(const Parameter& parameter) {
    QStringList choices;
    for (const std::string& choice : parameter.choices) choices << QString::fromStdString(choice);
    return choices;
}

int indexOf(const Parameter& parameter, const std::string& choice) {
    return int(std::ranges::find(parameter.choices, choice) - parameter.choices.begin());
}

QHBoxLayout* rowLayout(QWidget* parent) {
    auto* layout = new QHBoxLayout(parent);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    return layout;
}

}  // namespace

ParameterRow::ParameterRow(const Parameter& parameter, QWidget* parent) : ParameterRow(Kind::Declared, parameter, parent) {}

ParameterRow::ParameterRow(const LatentParameter& latent, QWidget* parent)
    : ParameterRow(latent.isArrangement() ? Kind::Arrangement : Kind::LatentNumber, latent.parameter, parent) {}

ParameterRow::ParameterRow(Kind kind, const Parameter& parameter, QWidget* parent)
    : QWidget(parent), m_kind(kind), m_parameter(parameter), m_setting{parameter.defaultValue} {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(1);
    layout->addWidget(makeHead());
    if (auto* control = makeControl()) layout->addWidget(control);
    setToolTip(QString::fromStdString(parameter.tooltip));
    show(m_setting);
}

LockButton* ParameterRow::makeLock() {
    m_lock = new LockButton(this);
    m_lock->setAccessibleName(tr("Lock %1").arg(QString::fromStdString(m_parameter.label)));
    m_lock->setToolTip(tr("Locked, new variants keep this value"));
    connect(m_lock, &QAbstractButton::clicked, this, [this](bool isLocked) {
        m_setting.isLocked = isLocked;
        show(m_setting);
        Q_EMIT edited();
    });
    return m_lock;
}

QWidget* ParameterRow::makeHead() {
    auto* head = new QWidget(this);
    auto* layout = rowLayout(head);
    const QString name = QString::fromStdString(m_parameter.label);
    layout->addWidget(new QLabel(name, head), 1);
    if (isNumeric(m_parameter)) {
        m_value = new QLineEdit(head);
        m_value->setProperty("quiet", true);
        m_value->setAlignment(Qt::AlignRight);
        m_value->setFixedWidth(58);
        m_value->setAccessibleName(name);
        if (isLatent()) m_value->setPlaceholderText(tr("any"));
        layout->addWidget(m_value);
        auto* unit = new QLabel(QString::fromStdString(m_parameter.unit), head);
        unit->setForegroundRole(QPalette::PlaceholderText);
        unit->setVisible(!m_parameter.unit.empty());
        layout->addWidget(unit);
        connect(m_value, &QLineEdit::editingFinished, this, &ParameterRow::takeText);
    } else if (m_parameter.kind == ParameterKind::Toggle) {
        m_toggle = new ToggleSwitch(head);
        m_toggle->setAccessibleName(name);
        layout->addWidget(m_toggle);
        connect(m_toggle, &QAbstractButton::clicked, this, [this](bool isOn) {
            m_setting.variation = 0;
            m_setting.value = isOn;
            show(m_setting);
            Q_EMIT edited();
        });
    }
    layout->addWidget(makeLock());
    return head;
}

QWidget* ParameterRow::makeControl() {
    if (m_kind == Kind::Arrangement) return makeArrangement();
    if (isNumeric(m_parameter)) return makeSlider();
    if (m_parameter.kind != ParameterKind::Choice) return nullptr;
    m_choice = new ChoiceButtons(choicesOf(m_parameter), QString::fromStdString(m_parameter.label), this);
    connect(m_choice, &ChoiceButtons::chosen, this, [this](int index) {
        m_setting.variation = index < 0 ? 1 : 0;
        if (index >= 0) m_setting.value = m_parameter.choices[size_t(index)];
        Q_EMIT edited();
    });
    return m_choice;
}

QWidget* ParameterRow::makeSlider() {
    m_slider = new ParameterSlider(this);
    m_slider->setScale(m_parameter.minimum, m_parameter.maximum, stepsOf(m_parameter));
    m_slider->setHistogram(m_parameter.distribution.histogram);
    m_slider->setAccessibleName(tr("%1 slider").arg(QString::fromStdString(m_parameter.label)));
    m_slider->setTextOf([this](double number) {
        if (isLatent() && isFree()) return tr("any");
        return textOf(m_parameter, m_parameter.kind == ParameterKind::Integer ? ParameterValue(int64_t(std::llround(number))) : number);
    });
    const QString gestures =
        isLatent() ? tr("Varies with the seed until it is set. Drag to set, Alt-drag for how far variants may stray, double click to free it.")
                   : tr("Drag to set, Alt-drag for how far variants may stray, double click for the default. The bars show the training data.");
    m_slider->setToolTip(QString::fromStdString(m_parameter.tooltip) + "\n" + gestures);
    connect(m_slider, &ParameterSlider::numberChanged, this, [this](double number) {
        m_setting.value =
            m_parameter.kind == ParameterKind::Integer ? ParameterValue(int64_t(std::llround(number))) : ParameterValue(number);
        holdNear();
        show(m_setting);
        Q_EMIT moved();
    });
    connect(m_slider, &ParameterSlider::variationChanged, this, [this](double variation) {
        m_setting.variation = variation;
        show(m_setting);
        Q_EMIT moved();
    });
    connect(m_slider, &ParameterSlider::editingFinished, this, &ParameterRow::edited);
    connect(m_slider, &ParameterSlider::resetRequested, this, &ParameterRow::reset);
    return m_slider;
}

/// Another number is another arrangement; which one, nobody can say before seeing it.
QWidget* ParameterRow::makeArrangement() {
    m_another = new QToolButton(this);
    m_another->setProperty("segment", true);
    m_another->setText(tr("Another arrangement"));
    m_another->setAccessibleName(tr("Another arrangement: %1").arg(QString::fromStdString(m_parameter.label)));
    m_another->setToolTip(tr("Each number is another arrangement, the same in all variants. The arrow keys go through them, Delete frees it: "
                             "then it varies with the seed"));
    m_another->setFocusPolicy(Qt::StrongFocus);
    m_another->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_another->installEventFilter(this);
    connect(m_another, &QToolButton::clicked, this, [this] { takeArrangement(1); });
    return m_another;
}

/// From a free one to the first, then on and around.
void ParameterRow::takeArrangement(int step) {
    const auto first = int64_t(m_parameter.minimum), count = int64_t(m_parameter.maximum) - first + 1;
    const int64_t last = isFree() ? first - (step > 0 ? 1 : 0) : std::get<int64_t>(m_setting.value);
    change(first + (last - first + step + count) % count);
}

bool ParameterRow::eventFilter(QObject* object, QEvent* event) {
    if (object != m_another || event->type() != QEvent::KeyPress) return QWidget::eventFilter(object, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
            takeArrangement(static_cast<QKeyEvent*>(event)->key() == Qt::Key_Right ? 1 : -1);
            return true;
        case Qt::Key_Delete:
            reset();
            return true;
        default:
            return QWidget::eventFilter(object, event);
    }
}

/// A latent parameter that is not set has no number.
QString ParameterRow::shownText() const { return isLatent() && isFree() ? QString() : text(m_setting.value); }

QString ParameterRow::text(const ParameterValue& value) const {
    return QString::number(numberOf(value), 'f', m_parameter.kind == ParameterKind::Integer ? 0 : m_parameter.decimals);
}

void ParameterRow::setSetting(const ParameterSetting& setting) {
    if (setting == m_setting) return;
    m_setting = setting;
    show(setting);
}

void ParameterRow::show(const ParameterSetting& setting) {
    if (m_value) m_value->setText(shownText());
    if (m_slider) {
        m_slider->setNumber(numberOf(setting.value));
        m_slider->setVariation(setting.variation);
    }
    if (m_choice) m_choice->setCurrent(setting.variation > 0 ? -1 : indexOf(m_parameter, std::get<std::string>(setting.value)));
    if (m_toggle) {
        m_toggle->setChecked(std::get<bool>(setting.value));
        m_toggle->setUndecided(setting.variation > 0);
    }
    m_lock->setChecked(setting.isLocked);
}

void ParameterRow::change(const ParameterValue& value) {
    m_setting.value = value;
    holdNear();
    show(m_setting);
    Q_EMIT edited();
}

void ParameterRow::holdNear() {
    if (m_setting.variation >= 1) m_setting.variation = m_kind == Kind::Arrangement ? 0 : nearVariation;
}

void ParameterRow::takeText() {
    if (m_value->text() == shownText()) return;
    if (isLatent() && m_value->text().trimmed().isEmpty()) return reset();
    bool isNumber = false;
    const double number = locale().toDouble(m_value->text(), &isNumber), plain = isNumber ? number : m_value->text().toDouble(&isNumber);
    if (!isNumber) return show(m_setting);
    const double within = std::clamp(plain, m_parameter.minimum, m_parameter.maximum);
    change(m_parameter.kind == ParameterKind::Integer ? ParameterValue(int64_t(std::llround(within))) : ParameterValue(within));
    show(m_setting);
}

void ParameterRow::reset() {
    m_setting = {m_parameter.defaultValue, 1, m_setting.isLocked && !isLatent()};
    show(m_setting);
    Q_EMIT edited();
}

}  // namespace charrette
