#include "ui/panel/parameter_panel.h"

#include <cmath>

#include <QAbstractSlider>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/panel/direction_row.h"
#include "ui/panel/parameter_row.h"
#include "ui/studio/tuning.h"
#include "ui/theme/theme.h"

namespace charrette {

namespace {

constexpr double noAmount = 1e-6;

/// Without an entry a parameter strays as far as the data do.
double variationOf(const Settings& settings, const std::string& name) {
    const auto found = settings.variation.find(name);
    return found == settings.variation.end() ? 1 : found->second;
}

ParameterSetting settingOf(const Parameter& parameter, const Settings& settings) {
    return {settings.parameters.at(parameter.name), variationOf(settings, parameter.name), settings.locked.contains(parameter.name)};
}

}  // namespace

ParameterPanel::ParameterPanel(QWidget* parent) : QScrollArea(parent) {
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setBackgroundRole(QPalette::Base);
    setAccessibleName(tr("Parameters"));
}

void ParameterPanel::addHeading(const QString& text, QVBoxLayout& layout) {
    auto* heading = new QLabel(text);
    heading->setFont(headingFont(font()));
    heading->setForegroundRole(QPalette::PlaceholderText);
    heading->setContentsMargins(0, layout.isEmpty() ? 0 : 12, 0, 2);
    layout.addWidget(heading);
}

void ParameterPanel::addParameters(const Card& card, QVBoxLayout& layout) {
    std::string group;
    for (const Parameter& parameter : card.parameters) {
        if (parameter.group != group || m_parameters.empty()) {
            group = parameter.group;
            addHeading(group.empty() ? tr("Parameters") : QString::fromStdString(group), layout);
        }
        auto* row = new ParameterRow(parameter);
        layout.addWidget(row);
        m_parameters.push_back(row);
        connect(row, &ParameterRow::moved, this, [this, row] { take(*row), Q_EMIT moved(m_settings); });
        connect(row, &ParameterRow::edited, this, [this, row] { take(*row), Q_EMIT edited(m_settings); });
    }
}

void ParameterPanel::addDirections(const Card& card, QVBoxLayout& layout) {
    if (!card.directions.empty()) addHeading(tr("Directions"), layout);
    for (const Direction& direction : card.directions) {
        auto* row = new DirectionRow(direction.name);
        layout.addWidget(row);
        m_directions.push_back(row);
        connect(row, &DirectionRow::moved, this, [this, row] { take(*row), Q_EMIT moved(m_settings); });
        connect(row, &DirectionRow::edited, this, [this, row] { take(*row), Q_EMIT edited(m_settings); });
    }
}

void ParameterPanel::setCard(const Card& card) {
    m_card = card;
    m_parameters.clear();
    m_directions.clear();
    auto* page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(14, 12, 10, 16);
    layout->setSpacing(7);
    addParameters(card, *layout);
    addDirections(card, *layout);
    layout->addStretch(1);
    setWidget(page);
    setSettings(m_settings);
}

void ParameterPanel::focusFirst() {
    auto* first = widget() ? widget()->findChild<QAbstractSlider*>() : nullptr;
    if (!first) return;
    ensureWidgetVisible(first);
    first->setFocus(Qt::TabFocusReason);
}

void ParameterPanel::setSettings(const Settings& settings) {
    const bool isOwn = settings.model.hash == m_card.modelHash();
    m_settings = isOwn ? fitted(m_card, settings) : settings;
    if (widget()) widget()->setEnabled(isOwn);
    if (!isOwn) return;
    for (ParameterRow* row : m_parameters) row->setSetting(settingOf(row->parameter(), m_settings));
    for (DirectionRow* row : m_directions) row->setAmount(amountOf(m_settings.directions, row->name()));
}

void ParameterPanel::take(const ParameterRow& row) {
    const std::string& name = row.parameter().name;
    m_settings.parameters[name] = row.setting().value;
    m_settings.variation[name] = row.setting().variation;
    if (row.setting().isLocked)
        m_settings.locked.insert(name);
    else
        m_settings.locked.erase(name);
}

void ParameterPanel::take(const DirectionRow& row) {
    if (std::abs(row.amount()) > noAmount)
        m_settings.directions[row.name()] = row.amount();
    else
        m_settings.directions.erase(row.name());
}

}  // namespace charrette
