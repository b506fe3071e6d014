#pragma once

#include <vector>

#include <QListView>

#include "ui/grid/variant_delegate.h"

namespace charrette {

class VariantModel;

/// Variants in rows that fill the width. Arrows move, Ctrl and the wheel zoom; cells drag out, as what the model makes of them.
class VariantView : public QListView {
    Q_OBJECT

public:
    VariantView(VariantModel& model, VariantDelegate::Caption caption, QWidget* parent = nullptr);

    /// About so many pixels a cell wide; 80 to 640.
    void setCellWidth(int width);
    int cellWidth() const { return m_cellWidth; }
    /// So many cells a row, whatever their width; 0: as many as fit.
    void setColumns(int columns);
    /// What stands in the middle while there is no cell.
    void setEmptyText(const QString& text);

    std::vector<int> selectedRows() const;  ///< in their order
    /// The selected rows, or else the current one; empty when there is none.
    std::vector<int> chosenRows() const;
    std::vector<int> visibleRows() const;

Q_SIGNALS:
    void chosenRowsChanged();
    void visibleRowsChanged();
    void cellWidthChanged(int width);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void startDrag(Qt::DropActions actions) override;
    void scrollContentsBy(int dx, int dy) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void layOut();

    VariantDelegate::Caption m_caption;
    int m_cellWidth = 170, m_columns = 0;
    QString m_emptyText;
};

}  // namespace charrette
