#include "ui/sheet/sheet_dialog.h"

#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/studio/captions.h"
#include "ui/studio/tuning.h"
#include "ui/theme/theme.h"
#include "ui/widgets/shown_picture.h"

namespace charrette {

namespace {

constexpr int mostSteps = 12, pictureSide = 96;
constexpr double farthestAmount = 3;

double numberIn(const Variant& variant, const Parameter& parameter, const Card& card) {
    return numberOf(shownValue(card, parameter, variant.genome).value_or(parameter.defaultValue));
}

/// Of an arrangement, one number after the other; else from the corner to the end of the range that is farther away.
double farEnd(const Parameter& parameter, const Card& card, double here, int steps) {
    const LatentParameter* latent = findLatentParameter(card, parameter.name);
    if (latent && latent->isArrangement()) return std::min(here + steps - 1, parameter.maximum);
    return parameter.maximum - here >= here - parameter.minimum ? parameter.maximum : parameter.minimum;
}

}  // namespace

AxisEditor::AxisEditor(const QString& name, const Card& card, const Variant& corner, const std::vector<AxisGoal>& goals, QWidget* parent)
    : QWidget(parent), m_card(card), m_corner(corner) {
    m_along = new QComboBox(this);
    m_along->setAccessibleName(tr("%1 go along").arg(name));
    const auto add = [this](const QString& text, Axis axis) {
        m_along->addItem(text);
        m_axes.push_back(std::move(axis));
    };
    for (const Parameter* each : allParameters(card)) add(QString::fromStdString(each->label), {Axis::Kind::Parameter, each->name});
    for (const Direction& each : card.directions) add(QString::fromStdString(each.name), {Axis::Kind::Direction, each.name});
    for (const AxisGoal& goal : goals) add(tr("Towards %1").arg(goal.name), {.kind = Axis::Kind::Between, .other = goal.variant});
    m_from = makeEnd(tr("%1 from").arg(name));
    m_to = makeEnd(tr("%1 to").arg(name));
    m_steps = new QSpinBox(this);
    m_steps->setRange(2, mostSteps);
    m_steps->setValue(5);
    m_steps->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_steps->setAccessibleName(tr("Steps of %1").arg(name.toLower()));
    auto* range = new QHBoxLayout;
    const std::array<std::pair<QString, QWidget*>, 3> parts = {{{tr("from"), m_from}, {tr("to"), m_to}, {tr("steps"), m_steps}}};
    for (const auto& [text, box] : parts) {
        auto* label = new QLabel(text, this);
        label->setForegroundRole(QPalette::PlaceholderText);
        range->addWidget(label);
        range->addWidget(box, 1);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_along);
    layout->addLayout(range);
    connect(m_along, &QComboBox::currentIndexChanged, this, &AxisEditor::showAlong);
    connect(m_steps, &QSpinBox::valueChanged, this, &AxisEditor::changed);
    showAlong();
}

QDoubleSpinBox* AxisEditor::makeEnd(const QString& name) {
    auto* box = new QDoubleSpinBox(this);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    box->setAccessibleName(name);
    return box;
}

void AxisEditor::setAlong(int index) { m_along->setCurrentIndex(std::min(index, m_along->count() - 1)); }

const Parameter* AxisEditor::parameter() const {
    const Axis& axis = m_axes.at(size_t(m_along->currentIndex()));
    return axis.kind == Axis::Kind::Parameter ? findParameter(m_card, axis.name) : nullptr;
}

void AxisEditor::setEndsEnabled(bool isEnabled) {
    m_from->setEnabled(isEnabled);
    m_to->setEnabled(isEnabled);
}

void AxisEditor::showRange(double minimum, double maximum, int decimals, const QString& unit, double from, double to) {
    for (QDoubleSpinBox* box : {m_from, m_to}) {
        box->setDecimals(decimals);
        box->setRange(minimum, maximum);
        box->setSingleStep((maximum - minimum) / 20);
        box->setSuffix(unit.isEmpty() ? QString() : ' ' + unit);
    }
    m_from->setValue(from);
    m_to->setValue(to);
}

void AxisEditor::showAlong() {
    const Parameter* along = parameter();
    const bool isNumber = along && isNumeric(*along),
               isDirection = m_axes.at(size_t(m_along->currentIndex())).kind == Axis::Kind::Direction;
    setEndsEnabled(isNumber || isDirection);
    m_steps->setEnabled(!along || isNumber);
    if (isNumber) {
        const double here = numberIn(m_corner, *along, m_card);
        showRange(along->minimum, along->maximum, along->kind == ParameterKind::Integer ? 0 : along->decimals,
                  QString::fromStdString(along->unit), here, farEnd(*along, m_card, here, m_steps->value()));
    } else {
        showRange(-farthestAmount, farthestAmount, 1, "σ", isDirection ? -farthestAmount : 0, isDirection ? farthestAmount : 0);
    }
    if (along && along->kind == ParameterKind::Choice) m_steps->setValue(int(along->choices.size()));
    if (along && along->kind == ParameterKind::Toggle) m_steps->setValue(2);
    Q_EMIT changed();
}

Axis AxisEditor::axis() const {
    Axis axis = m_axes.at(size_t(m_along->currentIndex()));
    axis.from = m_from->value();
    axis.to = m_to->value();
    axis.steps = size_t(m_steps->value());
    return axis;
}

SheetDialog::SheetDialog(const Card& card, const Variant& corner, const QImage& picture, const std::vector<AxisGoal>& goals,
                         QWidget* parent)
    : QDialog(parent), m_card(card) {
    setWindowTitle(tr("Sheet"));
    auto* form = new QFormLayout;
    form->setVerticalSpacing(14);
    form->setHorizontalSpacing(18);
    const std::array names = {tr("Rows"), tr("Columns")};
    for (size_t i = 0; i < 2; ++i) {
        m_axes[i] = new AxisEditor(names[i], card, corner, goals, this);
        form->addRow(names[i], m_axes[i]);
        connect(m_axes[i], &AxisEditor::changed, this, &SheetDialog::showSize);
    }
    auto* shown = new QLabel(this);
    shown->setPixmap(shownPicture(picture, pictureSide, devicePixelRatioF()));
    shown->setAccessibleName(tr("The variant at the sheet's corner"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_make = buttons->button(QDialogButtonBox::Ok);
    auto* top = new QHBoxLayout;
    top->setSpacing(18);
    top->addWidget(shown, 0, Qt::AlignTop);
    top->addLayout(form, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(18);
    layout->addLayout(top);
    layout->addWidget(buttons);
    setMinimumWidth(520);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    // With something to go towards, that is what a person had in mind.
    m_axes[1]->setAlong(goals.empty() ? 1 : int(allParameters(card).size() + card.directions.size()));
    showSize();
}

void SheetDialog::showSize() {
    if (!m_axes[1] || !m_make) return;
    const size_t height = stepsOf(m_card, rows()), width = stepsOf(m_card, columns());
    m_make->setText(tr("Make %1 × %2 variants").arg(height).arg(width));
}

}  // namespace charrette
