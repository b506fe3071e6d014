#include "ui/grid/variant_view.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <QDrag>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include "ui/grid/variant_model.h"

namespace charrette {

namespace {

constexpr int narrowest = 80, widest = 640, captionHeight = 18, draggedSide = 128;

}  // namespace

VariantView::VariantView(VariantModel& model, VariantDelegate::Caption caption, QWidget* parent) : QListView(parent), m_caption(caption) {
    setModel(&model);
    setItemDelegate(new VariantDelegate(caption, this));
    setViewMode(IconMode);
    setMovement(Static);
    setResizeMode(Adjust);
    setUniformItemSizes(true);
    setSelectionMode(ExtendedSelection);
    setDragEnabled(true);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setBackgroundRole(caption == VariantDelegate::Caption::None ? QPalette::Window : QPalette::Base);
    connect(&model, &QAbstractItemModel::modelReset, this, [this] { layOut(), Q_EMIT visibleRowsChanged(); });
}

void VariantView::setCellWidth(int width) {
    m_cellWidth = std::clamp(width, narrowest, widest);
    layOut();
    Q_EMIT cellWidthChanged(m_cellWidth);
    Q_EMIT visibleRowsChanged();
}

void VariantView::setColumns(int columns) {
    if (std::exchange(m_columns, columns) != columns) layOut();
}

void VariantView::setEmptyText(const QString& text) {
    m_emptyText = text;
    viewport()->update();
}

void VariantView::layOut() {
    // The scroll bar's place is kept free, so that the cells do not jump when it comes.
    const int width = contentsRect().width() - verticalScrollBar()->sizeHint().width() - 1;
    const int columns = m_columns > 0 ? m_columns : std::max(1, int(std::lround(double(width) / m_cellWidth)));
    const int side = std::max(narrowest / 2, width / columns);
    const QSize cell(side, side + (m_caption == VariantDelegate::Caption::Note ? captionHeight : 0));
    setGridSize(cell);
    setIconSize(cell);
}

std::vector<int> VariantView::selectedRows() const {
    std::vector<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedIndexes()) rows.push_back(index.row());
    std::ranges::sort(rows);
    return rows;
}

std::vector<int> VariantView::chosenRows() const {
    auto rows = selectedRows();
    if (rows.empty() && currentIndex().isValid()) rows.push_back(currentIndex().row());
    return rows;
}

std::vector<int> VariantView::visibleRows() const {
    std::vector<int> rows;
    const int count = model()->rowCount(), columns = std::max(1, (contentsRect().width()) / std::max(1, gridSize().width()));
    const int height = std::max(1, gridSize().height()), top = verticalScrollBar()->value();
    const int first = top / height * columns, last = std::min(count, ((top + viewport()->height()) / height + 1) * columns);
    for (int row = first; row < last; ++row) rows.push_back(row);
    return rows;
}

void VariantView::resizeEvent(QResizeEvent* event) {
    layOut();
    QListView::resizeEvent(event);
    Q_EMIT visibleRowsChanged();
}

void VariantView::wheelEvent(QWheelEvent* event) {
    if (!(event->modifiers() & Qt::ControlModifier)) return QListView::wheelEvent(event);
    setCellWidth(m_cellWidth + (event->angleDelta().y() > 0 ? 20 : -20));
    event->accept();
}

void VariantView::keyPressEvent(QKeyEvent* event) {
    // Letters are the window's shortcuts here, not a search.
    const bool isText = !event->text().isEmpty() && event->text()[0].isPrint() && !(event->modifiers() & Qt::ControlModifier);
    if (isText) return event->ignore();
    QListView::keyPressEvent(event);
}

void VariantView::paintEvent(QPaintEvent* event) {
    QListView::paintEvent(event);
    if (model()->rowCount() > 0 || m_emptyText.isEmpty()) return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

void VariantView::startDrag(Qt::DropActions actions) {
    const QModelIndexList dragged = selectedIndexes();
    if (dragged.empty()) return;
    std::unique_ptr<QMimeData> data(model()->mimeData(dragged));
    if (!data) return;
    auto* drag = new QDrag(this);
    drag->setMimeData(data.release());
    drag->setPixmap(QPixmap::fromImage(dragged.front().data(VariantModel::PictureRole).value<QImage>().scaled(draggedSide, draggedSide)));
    drag->exec(actions, Qt::CopyAction);
}

void VariantView::scrollContentsBy(int dx, int dy) {
    QListView::scrollContentsBy(dx, dy);
    Q_EMIT visibleRowsChanged();
}

void VariantView::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
    QListView::selectionChanged(selected, deselected);
    Q_EMIT chosenRowsChanged();
}

void VariantView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    Q_EMIT chosenRowsChanged();
}

}  // namespace charrette
