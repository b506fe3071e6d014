#pragma once

#include <vector>

#include <QListView>

#include "ui/grid/variant_delegate.h"

namespace charrette {

/// Variants in rows that fill the width. Arrows move, Ctrl and the wheel zoom; cells drag out, as what the model makes of them.
/// With Shift held, one cell is dragged onto another.
class VariantView : public QListView {
    Q_OBJECT

public:
    /// Of a `VariantModel`, or of a proxy over one.
    VariantView(QAbstractItemModel& model, VariantDelegate::Caption caption, QWidget* parent = nullptr);

    /// About so many pixels a cell wide; 80 to 640.
    void setCellWidth(int width);
    int cellWidth() const { return m_cellWidth; }
    /// So many cells a row, whatever their width; 0: as many as fit.
    void setColumns(int columns);
    void setCaption(VariantDelegate::Caption caption);
    /// What stands in the middle while there is no cell.
    void setEmptyText(const QString& text);
    /// Whether commands are about this view: its selection shows it.
    void setCommanded(bool isCommanded);
    /// Cells can be dragged to another place.
    void setReorderable(bool isReorderable) { m_isReorderable = isReorderable; }

    std::vector<int> selectedRows() const;  ///< in their order
    /// The selected rows, or else the current one; empty when there is none.
    std::vector<int> chosenRows() const;
    std::vector<int> visibleRows() const;
    /// Of a row's picture, in the viewport.
    QRect pictureRect(int row) const;

Q_SIGNALS:
    void chosenRowsChanged();
    void visibleRowsChanged();
    void entered();  ///< it has the focus now
    void movedTo(int from, int to);
    void draggedOnto(int from, int to);  ///< with Shift held

protected:
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void rowsAboutToBeRemoved(const QModelIndex& parent, int first, int last) override;
    void startDrag(Qt::DropActions actions) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void initViewItemOption(QStyleOptionViewItem* option) const override;

private:
    void layOut();
    int columns() const;
    /// Before which row something that is dropped there belongs.
    int placeAt(const QPoint& point) const;
    void paintPlace(QPainter& painter) const;
    void paintPull(QPainter& painter) const;

    VariantDelegate* m_delegate;
    VariantDelegate::Caption m_caption;
    int m_cellWidth = 170, m_columns = 0, m_dropPlace = -1;
    QPersistentModelIndex m_pulled;  ///< the cell that is pressed with Shift held
    QPoint m_pulledFrom, m_pulledTo;
    bool m_isPulling = false;  ///< it has been moved, too
    bool m_isCommanded = true, m_isReorderable = false;
    QString m_emptyText;
};

}  // namespace charrette
