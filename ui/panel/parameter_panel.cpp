#include "ui/panel/parameter_panel.h"

#include <algorithm>
#include <cmath>

#include <QAbstractSlider>
#include <QLabel>
#include <QSettings>
#include <QVBoxLayout>

#include "ui/panel/direction_row.h"
#include "ui/panel/parameter_row.h"
#include "ui/studio/captions.h"
#include "ui/studio/tuning.h"
#include "ui/theme/theme.h"
#include "ui/widgets/fold.h"

namespace charrette {

namespace {

constexpr double noAmount = 1e-6;
constexpr size_t fewRows = 2;

/// Whether the fold of a group was left open; by the model's name, so that new weights keep it.
QString foldKey(const Card& card, const std::string& group) {
    return "panel/" + QString::fromStdString(card.name) + '/' + QString::fromStdString(group.empty() ? "parameters" : group);
}

/// Without an entry a parameter strays as far as the data do.
double variationOf(const Settings& settings, const std::string& name) {
    const auto found = settings.variation.find(name);
    return found == settings.variation.end() ? 1 : found->second;
}

ParameterSetting settingOf(const Parameter& parameter, const Settings& settings) {
    const auto set = settings.parameters.find(parameter.name);
    if (set == settings.parameters.end()) return {parameter.defaultValue};
    return {set->second, variationOf(settings, parameter.name), settings.locked.contains(parameter.name)};
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
    for (const std::string& group : groupsOf(card)) addGroup(card, group, layout);
}

void ParameterPanel::addGroup(const Card& card, const std::string& group, QVBoxLayout& layout) {
    addHeading(group.empty() ? tr("Parameters") : QString::fromStdString(group), layout);
    for (const Parameter& parameter : card.parameters) {
        if (parameter.group != group) continue;
        auto* row = new ParameterRow(parameter);
        layout.addWidget(row);
        connectRow(row);
    }
    addLatents(card, group, layout);
}

void ParameterPanel::addLatents(const Card& card, const std::string& group, QVBoxLayout& layout) {
    std::vector<ParameterRow*> rows;
    for (const LatentParameter& latent : card.latentParameters)
        if (latent.parameter.group == group) rows.push_back(new ParameterRow(latent));
    if (rows.empty()) return;
    auto* fold = new Fold(tr("More"));
    fold->header().setAccessibleName(tr("More of %1").arg(QString::fromStdString(group)));
    for (ParameterRow* row : rows) {
        fold->add(row);
        connectRow(row);
    }
    layout.addWidget(fold);
    const QString key = foldKey(card, group);
    fold->setOpen(QSettings().value(key, rows.size() <= fewRows).toBool());
    connect(fold, &Fold::toggled, this, [key](bool isOpen) { QSettings().setValue(key, isOpen); });
    m_folds.emplace_back(fold, std::move(rows));
}

void ParameterPanel::connectRow(ParameterRow* row) {
    m_parameters.push_back(row);
    connect(row, &ParameterRow::moved, this, [this, row] { take(*row), Q_EMIT moved(m_settings); });
    connect(row, &ParameterRow::edited, this, [this, row] { take(*row), Q_EMIT edited(m_settings); });
}

/// Closed, a fold says what is set in it.
void ParameterPanel::showFolds() {
    for (const auto& [fold, rows] : m_folds) {
        QStringList all, set;
        for (const ParameterRow* row : rows) {
            const QString label = QString::fromStdString(row->parameter().label);
            all << label;
            if (!row->isFree()) set << label + ' ' + textOf(row->parameter(), row->setting().value);
        }
        for (const ParameterRow* row : rows)
            if (!row->isFree()) all.removeAll(QString::fromStdString(row->parameter().label));
        fold->header().setContents(all, set);
        fold->header().setToolTip(tr("What varies with the seed until it is set: %1").arg((set + all).join(", ")));
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
    m_folds.clear();
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
    showFolds();
    for (DirectionRow* row : m_directions) row->setAmount(amountOf(m_settings.directions, row->name()));
}

void ParameterPanel::take(const ParameterRow& row) {
    const std::string& name = row.parameter().name;
    showFolds();
    if (row.isLatent() && row.isFree()) {
        m_settings.parameters.erase(name);
        m_settings.variation.erase(name);
        m_settings.locked.erase(name);
        return;
    }
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
