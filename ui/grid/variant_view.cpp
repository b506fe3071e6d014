#include "ui/grid/variant_view.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include <QApplication>
#include <QDrag>
#include <QDragMoveEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include "ui/grid/variant_model.h"
#include "ui/widgets/shown_picture.h"

namespace charrette {

namespace {

constexpr int narrowest = 80, widest = 640, draggedSide = 128;

}  // namespace

VariantView::VariantView(QAbstractItemModel& model, VariantDelegate::Caption caption, QWidget* parent)
    : QListView(parent), m_delegate(new VariantDelegate(caption, this)), m_caption(caption) {
    setModel(&model);
    setItemDelegate(m_delegate);
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
    viewport()->setBackgroundRole(QPalette::Window);
    const auto changed = [this] { layOut(), Q_EMIT visibleRowsChanged(); };
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) connect(&model, signal, this, changed);
    connect(&model, &QAbstractItemModel::modelReset, this, changed);
    connect(&model, &QAbstractItemModel::rowsMoved, this, &VariantView::visibleRowsChanged);
    connect(&model, &QAbstractItemModel::layoutChanged, this, &VariantView::visibleRowsChanged);
}

void VariantView::setCellWidth(int width) {
    m_cellWidth = std::clamp(width, narrowest, widest);
    layOut();
    Q_EMIT visibleRowsChanged();
}

void VariantView::setColumns(int columns) {
    if (std::exchange(m_columns, columns) != columns) layOut();
}

void VariantView::setCaption(VariantDelegate::Caption caption) {
    if (std::exchange(m_caption, caption) == caption) return;
    m_delegate->setCaption(caption);
    layOut();
}

void VariantView::setEmptyText(const QString& text) {
    m_emptyText = text;
    viewport()->update();
}

void VariantView::setCommanded(bool isCommanded) {
    m_isCommanded = isCommanded;
    viewport()->update();
}

int VariantView::columns() const {
    const int width = contentsRect().width() - verticalScrollBar()->sizeHint().width() - 1;
    return m_columns > 0 ? m_columns : std::max(1, int(std::lround(double(width) / m_cellWidth)));
}

void VariantView::layOut() {
    // The scroll bar's place is kept free, so that the cells do not jump when it comes.
    const int width = contentsRect().width() - verticalScrollBar()->sizeHint().width() - 1;
    const int side = std::max(narrowest / 2, width / columns());
    const QSize cell(side, side + (m_caption == VariantDelegate::Caption::Below ? VariantDelegate::captionHeight : 0));
    if (gridSize() != cell) setGridSize(cell);
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
    const int count = model()->rowCount(), across = std::max(1, (contentsRect().width()) / std::max(1, gridSize().width()));
    const int height = std::max(1, gridSize().height()), top = verticalScrollBar()->value();
    const int first = top / height * across, last = std::min(count, ((top + viewport()->height()) / height + 1) * across);
    for (int row = first; row < last; ++row) rows.push_back(row);
    return rows;
}

QRect VariantView::pictureRect(int row) const {
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.rect = visualRect(model()->index(row, 0));
    return m_delegate->pictureRect(option);
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

/// Shift and a click extend the selection; what becomes a drag is not known before the mouse moves.
void VariantView::mousePressEvent(QMouseEvent* event) {
    const QModelIndex under = indexAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || event->modifiers() != Qt::ShiftModifier || !under.isValid()) return QListView::mousePressEvent(event);
    m_pulled = under;
    m_pulledFrom = m_pulledTo = event->position().toPoint();
    m_isPulling = false;
    setFocus(Qt::MouseFocusReason);
}

void VariantView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_pulled.isValid()) return QListView::mouseMoveEvent(event);
    m_pulledTo = event->position().toPoint();
    if ((m_pulledTo - m_pulledFrom).manhattanLength() >= QApplication::startDragDistance()) m_isPulling = true;
    viewport()->update();
}

void VariantView::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_pulled.isValid() || event->button() != Qt::LeftButton) return QListView::mouseReleaseEvent(event);
    const QPersistentModelIndex pulled = std::exchange(m_pulled, {});
    const QModelIndex under = indexAt(event->position().toPoint());
    viewport()->update();
    if (!std::exchange(m_isPulling, false)) {
        const QPointF place = m_pulledFrom;
        QMouseEvent press(QEvent::MouseButtonPress, place, viewport()->mapToGlobal(place), event->button(), event->button(), event->modifiers());
        QListView::mousePressEvent(&press);
        return QListView::mouseReleaseEvent(event);
    }
    if (under.isValid() && under != pulled) Q_EMIT draggedOnto(pulled.row(), under.row());
}

/// From the cell to the mouse.
void VariantView::paintPull(QPainter& painter) const {
    painter.setRenderHint(QPainter::Antialiasing);
    const QModelIndex under = indexAt(m_pulledTo);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(pictureRect(m_pulled.row()));
    if (under.isValid() && under != m_pulled) painter.drawRect(pictureRect(under.row()));
    painter.drawLine(pictureRect(m_pulled.row()).center(), m_pulledTo);
    painter.setBrush(palette().color(QPalette::Highlight));
    painter.drawEllipse(m_pulledTo, 4, 4);
}

void VariantView::paintEvent(QPaintEvent* event) {
    QListView::paintEvent(event);
    QPainter painter(viewport());
    if (m_dropPlace >= 0) paintPlace(painter);
    if (m_isPulling && m_pulled.isValid()) paintPull(painter);
    if (model()->rowCount() > 0 || m_emptyText.isEmpty()) return;
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect().adjusted(16, 12, -16, -12), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

void VariantView::paintPlace(QPainter& painter) const {
    const int last = model()->rowCount() - 1;
    const QRect cell = visualRect(model()->index(std::min(m_dropPlace, last), 0));
    const int x = m_dropPlace > last ? cell.right() : cell.left();
    painter.fillRect(QRect(x - 1, cell.top() + 4, 2, cell.height() - 8), palette().color(QPalette::Highlight));
}

void VariantView::initViewItemOption(QStyleOptionViewItem* option) const {
    QListView::initViewItemOption(option);
    option->palette.setColor(QPalette::Link, palette().color(m_isCommanded ? QPalette::Highlight : QPalette::Light));
}

void VariantView::focusInEvent(QFocusEvent* event) {
    QListView::focusInEvent(event);
    // Whoever comes with the keyboard sees where the arrows begin.
    if (!currentIndex().isValid() && model()->rowCount() > 0)
        selectionModel()->setCurrentIndex(model()->index(0, 0), QItemSelectionModel::NoUpdate);
    Q_EMIT entered();
}

void VariantView::rowsAboutToBeRemoved(const QModelIndex& parent, int first, int last) {
    // Qt would go back to the row before; whoever sifts goes on.
    const int row = currentIndex().row();
    if (row >= first && row <= last && last + 1 < model()->rowCount())
        selectionModel()->setCurrentIndex(model()->index(last + 1, 0), QItemSelectionModel::ClearAndSelect);
    QListView::rowsAboutToBeRemoved(parent, first, last);
}

void VariantView::startDrag(Qt::DropActions actions) {
    const QModelIndexList dragged = selectedIndexes();
    if (dragged.empty()) return;
    std::unique_ptr<QMimeData> data(model()->mimeData(dragged));
    if (!data) return;
    auto* drag = new QDrag(this);
    drag->setMimeData(data.release());
    const auto picture = dragged.front().data(VariantModel::PictureRole).value<QImage>();
    drag->setPixmap(shownPicture(picture, draggedSide, devicePixelRatioF()));
    drag->exec(actions, Qt::CopyAction);
}

int VariantView::placeAt(const QPoint& point) const {
    const QModelIndex under = indexAt(point);
    if (!under.isValid()) return model()->rowCount();
    return under.row() + (point.x() > visualRect(under).center().x() ? 1 : 0);
}

void VariantView::dragEnterEvent(QDragEnterEvent* event) {
    if (m_isReorderable && event->source() == this)
        event->acceptProposedAction();
    else
        event->ignore();
}

void VariantView::dragMoveEvent(QDragMoveEvent* event) {
    if (!m_isReorderable || event->source() != this) return event->ignore();
    m_dropPlace = placeAt(event->position().toPoint());
    viewport()->update();
    event->acceptProposedAction();
}

void VariantView::dragLeaveEvent(QDragLeaveEvent*) {
    m_dropPlace = -1;
    viewport()->update();
}

void VariantView::dropEvent(QDropEvent* event) {
    if (!m_isReorderable || event->source() != this) return event->ignore();
    m_dropPlace = -1;
    const int to = placeAt(event->position().toPoint());
    const auto rows = selectedRows();
    event->acceptProposedAction();
    if (rows.size() == 1) Q_EMIT movedTo(rows[0], to > rows[0] ? to - 1 : to);
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
