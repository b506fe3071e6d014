#include "ui/lineage/lineage_view.h"

#include <QPainter>
#include <QPainterPath>

#include "ui/lineage/lineage_model.h"
#include "ui/theme/theme.h"

namespace charrette {

namespace {

constexpr int rowHeight = 44, laneWidth = 14, left = 10, side = 34, parentSide = 18, mostLanes = 6;

/// What the pictures of a generation's parents take at the right.
int parentsWidth(const QModelIndex& index) {
    const auto parents = index.data(LineageModel::ParentPicturesRole).value<QList<QImage>>();
    return parents.empty() ? 0 : 6 + int(parents.size()) * (parentSide + 2);
}

double laneX(const QRect& row, int lane) { return row.left() + left + laneWidth * std::min(lane, mostLanes) + 0.5; }

}  // namespace

LineageDelegate::LineageDelegate(const LineageModel& model, QObject* parent) : QStyledItemDelegate(parent), m_model(model) {}

QSize LineageDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {120, rowHeight}; }

void LineageDelegate::paintEdges(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QRect row = option.rect;
    const int lane = index.data(LineageModel::LaneRole).toInt(), parent = index.data(LineageModel::ParentRowRole).toInt();
    const double x = laneX(row, lane), middle = row.center().y() + 0.5;
    painter.setPen(QPen(option.palette.color(QPalette::Light), 1.4));
    painter.setBrush(Qt::NoBrush);
    for (int passing : index.data(LineageModel::PassingLanesRole).value<QList<int>>())
        painter.drawLine(QPointF(laneX(row, passing), row.top()), QPointF(laneX(row, passing), row.bottom() + 1));
    if (parent >= 0) painter.drawLine(QPointF(x, row.top()), QPointF(x, middle));
    for (int child : index.data(LineageModel::ChildLanesRole).value<QList<int>>()) {
        const double to = laneX(row, child);
        QPainterPath path(QPointF(x, middle));
        path.cubicTo(QPointF(x, row.bottom() - 4), QPointF(to, middle + 6), QPointF(to, row.bottom() + 1));
        painter.drawPath(path);
    }
    const bool isCurrent = index.data(LineageModel::CurrentRole).toBool();
    painter.setPen(QPen(option.palette.color(QPalette::Base), 2));
    painter.setBrush(option.palette.color(isCurrent ? QPalette::Highlight : QPalette::PlaceholderText));
    painter.drawEllipse(QPointF(x, middle), isCurrent ? 5 : 4, isCurrent ? 5 : 4);
}

/// At the right, the variants that a generation was made from.
void LineageDelegate::paintParents(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto parents = index.data(LineageModel::ParentPicturesRole).value<QList<QImage>>();
    int x = option.rect.right() - parentsWidth(index);
    for (qsizetype i = 0; i < parents.size(); ++i, x += parentSide + 2) {
        const QRect place(x, option.rect.center().y() - parentSide / 2, parentSide, parentSide);
        painter.fillRect(place, option.palette.color(QPalette::Window));
        if (!parents[i].isNull()) painter.drawImage(place, parents[i]);
        painter.fillRect(QRect(x, place.bottom() + 1, parentSide, 2),
                         parents.size() > 1 ? parentColour(int(i)) : option.palette.color(QPalette::Light));
    }
}

void LineageDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    const bool isCurrent = index.data(LineageModel::CurrentRole).toBool();
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
        painter->setPen(option.state & QStyle::State_HasFocus ? QPen(option.palette.color(QPalette::Highlight), 1) : QPen(Qt::NoPen));
        painter->setBrush(option.palette.color(QPalette::AlternateBase));
        painter->drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 3, 3);
    }
    paintEdges(*painter, option, index);
    if (index.data(LineageModel::UndoneRole).toBool()) painter->setOpacity(0.4);
    const QRect picture(int(laneX(option.rect, std::min(m_model.lanes(), mostLanes))) + 4, option.rect.center().y() - side / 2, side, side);
    const auto image = index.data(LineageModel::PictureRole).value<QImage>();
    painter->fillRect(picture, option.palette.color(QPalette::Window));
    if (!image.isNull()) painter->drawImage(picture, image);
    if (index.data(LineageModel::LineRole).toBool()) {
        painter->setPen(QPen(option.palette.color(QPalette::Highlight), 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(QRectF(picture).adjusted(0.75, 0.75, -0.75, -0.75));
    }
    paintParents(*painter, option, index);
    const QRect text = option.rect.adjusted(picture.right() - option.rect.left() + 9, 5, -4 - parentsWidth(index), -5);
    painter->setPen(option.palette.color(isCurrent ? QPalette::Highlight : QPalette::Text));
    painter->drawText(text, Qt::AlignLeft | Qt::AlignTop,
                      option.fontMetrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, text.width()));
    painter->setFont(captionFont(option.font));
    painter->setPen(option.palette.color(QPalette::PlaceholderText));
    painter->drawText(text, Qt::AlignLeft | Qt::AlignBottom, index.data(LineageModel::DetailRole).toString());
    painter->restore();
}

LineageView::LineageView(LineageModel& model, QWidget* parent) : QListView(parent) {
    setModel(&model);
    setItemDelegate(new LineageDelegate(model, this));
    setFrameShape(NoFrame);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Lineage"));
    setToolTip(tr("Every generation; a double click or Enter returns to one. Framed: what the selected variant comes from"));
    connect(this, &QListView::activated, this, [this, &model](const QModelIndex& index) { Q_EMIT chosen(model.generation(index.row())); });
    connect(&model, &QAbstractItemModel::modelReset, this, [this, &model] {
        if (model.currentRow() < 0) return;
        setCurrentIndex(model.index(model.currentRow()));
        scrollTo(currentIndex());
    });
}

}  // namespace charrette
