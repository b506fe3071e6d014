#include "ui/starts/start_strip.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/shown_picture.h"

namespace charrette {

namespace {

constexpr int side = 76, cellWidth = 92, captionHeight = 22, margin = 6, ownRole = Qt::UserRole + 1, pictureRole = Qt::UserRole + 2;

/// The picture, its title below.
class StartDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {cellWidth, side + captionHeight + margin}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        painter->save();
        const QRect place((option.rect.left() + option.rect.right() + 1 - side) / 2, option.rect.top() + margin, side, side);
        const auto picture = index.data(pictureRole).value<QPixmap>();
        painter->fillRect(place, option.palette.color(QPalette::Button));
        if (!picture.isNull()) painter->drawPixmap(place, picture);
        const bool isCurrent = option.state & QStyle::State_HasFocus, isUnderMouse = option.state & QStyle::State_MouseOver;
        if (isCurrent || isUnderMouse) {
            painter->setPen(QPen(option.palette.color(isCurrent ? QPalette::Highlight : QPalette::Light), 2));
            painter->drawRect(place.adjusted(-1, -1, 1, 1));
        }
        painter->setFont(captionFont(option.font));
        painter->setPen(option.palette.color(isCurrent || isUnderMouse ? QPalette::Text : QPalette::PlaceholderText));
        const QRect text = option.rect.adjusted(2, margin + side + 2, -2, 0);
        painter->drawText(text, Qt::AlignHCenter | Qt::AlignTop,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, text.width()));
        painter->restore();
    }
};

}  // namespace

StartList::StartList(QWidget* parent) : QListWidget(parent) {
    setProperty("starts", true);
    setItemDelegate(new StartDelegate(this));
    setAccessibleName(tr("Starting points"));
    setFlow(LeftToRight);
    setWrapping(false);
    setMouseTracking(true);
    setFrameShape(NoFrame);
    setSelectionMode(NoSelection);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFixedHeight(side + captionHeight + margin + 4);
    connect(this, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) { Q_EMIT chosen(row(item)); });
}

void StartList::setStarts(const std::vector<StartingChoice>& starts) {
    clear();
    for (const StartingChoice& start : starts) {
        auto* item = new QListWidgetItem(start.title, this);
        item->setData(ownRole, start.isOwn);
        item->setToolTip(start.isOwn ? tr("%1: your own starting point. F2 renames it, Del deletes it").arg(start.title)
                                     : tr("Fills the panel: %1").arg(start.title));
    }
}

void StartList::setPicture(int index, const QImage& picture) {
    if (QListWidgetItem* found = item(index)) found->setData(pictureRole, shownPicture(picture, side, devicePixelRatioF()));
}

bool StartList::isOwn(int row) const { return row >= 0 && row < count() && item(row)->data(ownRole).toBool(); }

void StartList::keyPressEvent(QKeyEvent* event) {
    const int key = event->key(), current = currentRow();
    const bool chooses = key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space;
    if (chooses && current >= 0)
        Q_EMIT chosen(current);
    else if (key == Qt::Key_F2 && isOwn(current))
        Q_EMIT renameRequested(current);
    else if (key == Qt::Key_Delete && isOwn(current))
        Q_EMIT removeRequested(current);
    else
        QListWidget::keyPressEvent(event);
}

/// The keyboard shows where it is at once.
void StartList::focusInEvent(QFocusEvent* event) {
    if (currentRow() < 0 && event->reason() != Qt::MouseFocusReason) setCurrentRow(0);
    QListWidget::focusInEvent(event);
}

void StartList::contextMenuEvent(QContextMenuEvent* event) {
    const int index = event->reason() == QContextMenuEvent::Keyboard ? currentRow() : indexAt(event->pos()).row();
    if (!isOwn(index)) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Rename …"), this, [this, index] { Q_EMIT renameRequested(index); });
    menu->addAction(tr("Delete"), this, [this, index] { Q_EMIT removeRequested(index); });
    menu->popup(event->globalPos());
}

StartStrip::StartStrip(QWidget* parent) : QWidget(parent), m_list(new StartList(this)) {
    auto* heading = new QLabel(tr("Start from"), this);
    heading->setFont(headingFont(heading->font()));
    heading->setForegroundRole(QPalette::PlaceholderText);
    heading->setContentsMargins(14, 8, 14, 0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(heading);
    layout->addWidget(m_list);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Window);
}

}  // namespace charrette
