#pragma once

#include <QListView>
#include <QStyledItemDelegate>

#include "core/design/variant.h"

namespace charrette {

class LineageModel;

/// Paints a generation: the tree's edges, its picture, what it is.
class LineageDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit LineageDelegate(const LineageModel& model, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintParents(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintEdges(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;

    const LineageModel& m_model;
};

/// The tree of generations. Enter or a double click returns to one.
class LineageView : public QListView {
    Q_OBJECT

public:
    explicit LineageView(LineageModel& model, QWidget* parent = nullptr);

Q_SIGNALS:
    void chosen(charrette::GenerationId generation);
};

}  // namespace charrette
