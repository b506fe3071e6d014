#include "ui/compare/details_panel.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/studio/captions.h"
#include "ui/studio/tuning.h"
#include "ui/theme/theme.h"

namespace charrette {

namespace {

constexpr int parentSide = 68, panelWidth = 320, rowHeight = 24;

/// A parent's picture over a line of its colour.
QPixmap parentPixmap(const QImage& picture, size_t parent, const QPalette& palette, double ratio) {
    QPixmap pixmap((QSizeF(parentSide, parentSide + 5) * ratio).toSize());
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.fillRect(0, 0, parentSide, parentSide, palette.color(QPalette::Button));
    if (!picture.isNull()) painter.drawImage(QRect(0, 0, parentSide, parentSide), picture);
    painter.fillRect(0, parentSide + 1, parentSide, 4, parentColour(int(parent)));
    return pixmap;
}

/// "A", "A 60 %  B 40 %", or a dash for what no parent gave.
QString sharesText(const std::vector<double>& shares) {
    QStringList words;
    for (size_t i = 0; i < shares.size(); ++i) {
        if (shares[i] >= 0.995) return parentLetter(i);
        if (shares[i] >= 0.005) words << DetailsPanel::tr("%1 %2 %").arg(parentLetter(i)).arg(int(std::lround(100 * shares[i])));
    }
    return words.isEmpty() ? DetailsPanel::tr("set") : words.join("  ");
}

const OriginLine* lineOf(const std::vector<OriginLine>& lines, const QString& part) {
    const auto found = std::ranges::find(lines, part, &OriginLine::part);
    return found == lines.end() ? nullptr : &*found;
}

}  // namespace

DetailsPanel::DetailsPanel(ThumbnailOf thumbnailOf, QWidget* parent) : QWidget(parent), m_thumbnailOf(std::move(thumbnailOf)) {
    setFixedWidth(panelWidth);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    m_title = new QLabel(this);
    m_title->setWordWrap(true);
    m_parents = new QWidget(this);
    m_parentsLayout = new QHBoxLayout(m_parents);
    m_parentsLayout->setContentsMargins(0, 0, 0, 0);
    m_parentsLayout->setSpacing(8);
    m_table = new QTableWidget(0, 3, this);
    m_table->setHorizontalHeaderLabels({tr("Part"), tr("Value"), tr("From")});
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setFocusPolicy(Qt::TabFocus);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("What the variant is, and where it comes from"));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(rowHeight);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft);
    layout->addWidget(m_title);
    layout->addWidget(m_parents);
    layout->addWidget(m_table, 1);
}

void DetailsPanel::showParents(const Variant& variant) {
    while (QLayoutItem* item = m_parentsLayout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (size_t i = 0; i < variant.parents.size(); ++i) {
        auto* picture = new QLabel(m_parents);
        const QImage thumbnail = m_thumbnailOf ? m_thumbnailOf(variant.parents[i]) : QImage();
        picture->setPixmap(parentPixmap(thumbnail, i, palette(), devicePixelRatioF()));
        picture->setAccessibleName(tr("Parent %1").arg(parentLetter(i)));
        picture->setToolTip(picture->accessibleName());
        m_parentsLayout->addWidget(picture);
        auto* letter = new QLabel(parentLetter(i), m_parents);
        m_parentsLayout->addWidget(letter, 0, Qt::AlignTop);
    }
    m_parentsLayout->addStretch(1);
    m_parents->setVisible(!variant.parents.empty());
}

void DetailsPanel::addLine(const QString& part, const QString& value, const std::vector<double>* shares, bool isMutated) {
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    m_table->setItem(row, 0, new QTableWidgetItem(part));
    m_table->setItem(row, 1, new QTableWidgetItem(value));
    m_table->item(row, 0)->setForeground(palette().color(QPalette::PlaceholderText));
    if (!shares) return;
    auto* from = new QTableWidgetItem(sharesText(*shares) + (isMutated ? " ~" : ""));
    const auto most = std::ranges::max_element(*shares);
    if (most != shares->end()) from->setForeground(parentColour(int(most - shares->begin())));
    if (isMutated) from->setToolTip(tr("Moved away from what the parent has"));
    m_table->setItem(row, 2, from);
}

/// The last line's value is not set, but what the latent code stands for.
void DetailsPanel::markAsFree() {
    QTableWidgetItem* value = m_table->item(m_table->rowCount() - 1, 1);
    value->setForeground(palette().color(QPalette::PlaceholderText));
    value->setToolTip(tr("Not set: as the variant's latent code has it"));
}

void DetailsPanel::show(const Variant& variant, const Card* card) {
    m_title->setText(variant.id == 0 ? tr("Draft: nothing of it is kept yet") : operationText(variant.operation));
    showParents(variant);
    m_table->setRowCount(0);
    m_table->setColumnHidden(2, variant.origins.empty());
    const auto lines = originsOf(card, variant);
    const auto add = [&](const QString& part, const QString& value) {
        const OriginLine* line = lineOf(lines, part);
        addLine(part, value, line ? &line->shares : nullptr, line && line->isMutated);
    };
    for (size_t i = 0; i < lines.size() && i < size_t(std::ranges::count(variant.origins, Origin::Part::Latent, &Origin::part)); ++i)
        addLine(lines[i].part, {}, &lines[i].shares, lines[i].isMutated);
    if (card)
        for (const Parameter* parameter : allParameters(*card)) {
            const auto value = shownValue(*card, *parameter, variant.genome);
            if (value) add(QString::fromStdString(parameter->label), textOf(*parameter, *value));
            if (value && !variant.genome.parameters.contains(parameter->name) && findLatentParameter(*card, parameter->name)) markAsFree();
        }
    for (const auto& [name, amount] : variant.genome.directions) add(QString::fromStdString(name), amountText(amount));
    add(tr("Typical to bold"), QString::number(variant.genome.truncation.psi, 'f', 2));
}

}  // namespace charrette
