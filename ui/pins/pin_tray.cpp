#include "ui/pins/pin_tray.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/grid/variant_model.h"
#include "ui/grid/variant_view.h"
#include "ui/theme/theme.h"

namespace charrette {

namespace {

constexpr int pinWidth = 118;

}  // namespace

PinOrder::PinOrder(VariantModel& pins, QObject* parent) : QSortFilterProxyModel(parent) { setSourceModel(&pins); }

void PinOrder::setOrder(Order order) {
    m_order = order;
    invalidate();
    sort(order == Order::Own ? -1 : 0);
}

void PinOrder::setFilter(Filter filter) {
    m_filter = filter;
    invalidateFilter();
}

bool PinOrder::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const auto number = [](const QModelIndex& index, int role) { return index.data(role).toLongLong(); };
    const auto note = [](const QModelIndex& index) { return index.data(VariantModel::NoteRole).toString(); };
    if (m_order == Order::Stars && number(left, VariantModel::RatingRole) != number(right, VariantModel::RatingRole))
        return number(left, VariantModel::RatingRole) > number(right, VariantModel::RatingRole);
    if (m_order == Order::Newest) return number(left, VariantModel::IdRole) > number(right, VariantModel::IdRole);
    // Those without a note come last.
    if (m_order == Order::Note && note(left).isEmpty() != note(right).isEmpty()) return !note(left).isEmpty();
    if (m_order == Order::Note && note(left) != note(right)) return QString::localeAwareCompare(note(left), note(right)) < 0;
    return left.row() < right.row();
}

bool PinOrder::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    const int stars = index.data(VariantModel::RatingRole).toInt();
    switch (m_filter) {
        case Filter::All:
            return true;
        case Filter::OneStar:
            return stars >= 1;
        case Filter::ThreeStars:
            return stars >= 3;
        case Filter::FiveStars:
            return stars >= 5;
        case Filter::Noted:
            return !index.data(VariantModel::NoteRole).toString().isEmpty();
    }
    return true;
}

std::vector<int> PinOrder::sourceRows(const std::vector<int>& rows) const {
    std::vector<int> source;
    for (int row : rows) source.push_back(mapToSource(index(row, 0)).row());
    std::ranges::sort(source);
    return source;
}

PinTray::PinTray(VariantModel& pins, QWidget* parent) : QWidget(parent), m_pins(pins), m_order(new PinOrder(pins, this)) {
    m_heading = new QLabel(this);
    m_heading->setFont(headingFont(m_heading->font()));
    m_heading->setForegroundRole(QPalette::PlaceholderText);
    // Tab goes from one to the next as they are made.
    m_filtering =
        makeBox({tr("All"), QString(1, QChar(0x2605)) + "+", QString(3, QChar(0x2605)) + "+", QString(5, QChar(0x2605)), tr("Noted")},
                tr("Pins that are shown"));
    m_sorting = makeBox({tr("My order"), tr("Most stars"), tr("Newest"), tr("By note")}, tr("Order of the pins"));
    m_view = new VariantView(*m_order, VariantDelegate::Caption::Below, this);
    m_view->setAccessibleName(tr("Pins"));
    m_view->setCellWidth(pinWidth);
    m_view->setReorderable(true);
    m_view->setAcceptDrops(true);
    m_view->setEmptyText(tr("Press P to pin a variant that you like."));
    m_view->viewport()->setBackgroundRole(QPalette::Base);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(14, 10, 8, 4);
    head->setSpacing(2);
    head->addWidget(m_heading, 1);
    head->addWidget(m_filtering);
    head->addWidget(m_sorting);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_view, 1);
    connect(m_sorting, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_order->setOrder(PinOrder::Order(index));
        m_view->setReorderable(m_order->isOwn());
    });
    connect(m_filtering, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_order->setFilter(PinOrder::Filter(index));
        m_view->setReorderable(m_order->isOwn());
        m_view->setEmptyText(m_pins.rowCount() > 0 ? tr("No pin is like that.") : tr("Press P to pin a variant that you like."));
    });
    connect(m_view, &VariantView::movedTo, this, &PinTray::moved);
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&pins, signal, this, &PinTray::showCount);
    showCount();
}

QComboBox* PinTray::makeBox(const QStringList& texts, const QString& name) {
    auto* box = new QComboBox(this);
    box->setProperty("quiet", true);
    box->addItems(texts);
    box->setAccessibleName(name);
    box->setToolTip(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    return box;
}

void PinTray::showCount() {
    const int count = m_pins.rowCount();
    m_heading->setText(count > 0 ? tr("Pins %1").arg(count) : tr("Pins"));
    m_sorting->setVisible(count > 1);
    m_filtering->setVisible(count > 1);
}

std::vector<int> PinTray::chosenRows() const { return m_order->sourceRows(m_view->chosenRows()); }

std::vector<int> PinTray::visibleRows() const { return m_order->sourceRows(m_view->visibleRows()); }

void PinTray::moveChosen(int by) {
    const auto rows = chosenRows();
    if (!m_order->isOwn() || rows.size() != 1) return;
    const int to = rows[0] + by;
    if (to >= 0 && to < m_pins.rowCount()) Q_EMIT moved(rows[0], to);
}

}  // namespace charrette
