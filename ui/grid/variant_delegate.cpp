#include "ui/grid/variant_delegate.h"

#include <QPainter>
#include <QPainterPath>

#include "ui/grid/variant_model.h"
#include "ui/theme/theme.h"

namespace charrette {

namespace {

constexpr int radius = 3, originHeight = 4;
constexpr int cacheKibibytes = 64 << 10;

void paintText(QPainter& painter, const QRect& rect, const QPalette& palette, const QString& text) {
    painter.setFont(captionFont(painter.font()));
    painter.setPen(palette.color(QPalette::PlaceholderText));
    painter.drawText(rect, Qt::AlignCenter | Qt::TextWordWrap, text);
}

}  // namespace

VariantDelegate::VariantDelegate(Caption caption, QObject* parent)
    : QStyledItemDelegate(parent), m_caption(caption), m_scaled(cacheKibibytes) {}

QRect VariantDelegate::pictureRect(const QStyleOptionViewItem& option) const {
    QRect rect = option.rect.adjusted(gap, gap, -gap, -gap);
    if (m_caption == Caption::Below) rect.setHeight(rect.height() - captionHeight);
    const int side = std::min(rect.width(), rect.height());
    return {rect.left() + (rect.width() - side) / 2, rect.top(), side, side};
}

QSize VariantDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const { return option.decorationSize; }

QPixmap VariantDelegate::scaled(const QImage& picture, const QSize& size) const {
    const QString key = QString("%1 %2").arg(picture.cacheKey()).arg(size.width());
    if (const QPixmap* kept = m_scaled.object(key)) return *kept;
    // A small preview is meant to look soft until its picture comes: smooth scaling blurs it.
    const QImage fast = picture.hasAlphaChannel() ? picture : picture.convertToFormat(QImage::Format_RGB32);  // which Qt scales twice as fast
    const QPixmap made = QPixmap::fromImage(fast.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    m_scaled.insert(key, new QPixmap(made), std::max(1, size.width() * size.height() / 256));
    return made;
}

void VariantDelegate::paintPicture(QPainter& painter, const QRect& rect, const QColor& background, const QModelIndex& index) const {
    const auto picture = index.data(VariantModel::PictureRole).value<QImage>();
    const double ratio = painter.device()->devicePixelRatioF();
    painter.save();
    const QSize size = (QSizeF(rect.size()) * ratio).toSize();
    const double opacity = index.data(VariantModel::RejectedRole).toBool() ? 0.25 : 1;
    painter.setOpacity(opacity);
    if (const auto former = index.data(VariantModel::FormerPictureRole).value<QImage>(); !former.isNull()) {
        painter.drawPixmap(rect, scaled(former, size));
        painter.setOpacity(opacity * index.data(VariantModel::FadeRole).toDouble());
    }
    if (!picture.isNull()) painter.drawPixmap(rect, scaled(picture, size));
    painter.restore();
    // A clip would make painting many times slower.
    QPainterPath corners;
    corners.addRect(rect);
    corners.addRoundedRect(rect, radius, radius);
    painter.fillPath(corners, background);
}

void VariantDelegate::paintMarks(QPainter& painter, const QRect& rect, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QColor accent = option.palette.color(QPalette::Highlight);
    const QColor around = QColor(0, 0, 0, 110);
    if (index.data(VariantModel::PinnedRole).toBool()) {
        painter.setPen(QPen(around, 1.5));
        painter.setBrush(accent);
        painter.drawEllipse(QPointF(rect.right() - 10, rect.top() + 11), 4.5, 4.5);
    }
    const int rating = index.data(VariantModel::RatingRole).toInt();
    if (rating == 0) return;
    const QRect band(rect.left() + 5, rect.bottom() - 22, 11 * rating + 5, 15);
    painter.setPen(Qt::NoPen);
    painter.setBrush(around);
    painter.drawRoundedRect(band, 3, 3);
    painter.setPen(Qt::white);
    QFont font = painter.font();
    font.setPixelSize(11);
    painter.setFont(font);
    painter.drawText(band, Qt::AlignCenter, QString(rating, QChar(0x2605)));
}

/// Which parent gave form, parts and material, from left to right.
void VariantDelegate::paintOrigins(QPainter& painter, const QRect& rect, const QModelIndex& index) const {
    const auto parents = index.data(VariantModel::OriginsRole).value<QList<int>>();
    if (parents.empty()) return;
    QPainterPath clip;
    clip.addRoundedRect(rect, radius, radius);
    painter.save();
    painter.setClipPath(clip);
    const double width = double(rect.width()) / double(parents.size());
    for (qsizetype i = 0; i < parents.size(); ++i)
        if (parents[i] >= 0)
            painter.fillRect(QRectF(rect.left() + double(i) * width, rect.bottom() + 1 - originHeight, width - 1, originHeight),
                             parentColour(parents[i]));
    painter.restore();
}

void VariantDelegate::paintCaption(QPainter& painter, const QRect& rect, const QStyleOptionViewItem& option,
                                   const QModelIndex& index) const {
    const QRect below(rect.left(), rect.bottom() + 3, rect.width(), captionHeight - 2);
    painter.setFont(captionFont(option.font));
    painter.setPen(option.palette.color(QPalette::PlaceholderText));
    const QString text = index.data(VariantModel::CaptionRole).toString();
    painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(text, Qt::ElideRight, below.width()));
}

void VariantDelegate::paintFrame(QPainter& painter, const QRect& rect, const QStyleOptionViewItem& option) const {
    const bool isSelected = option.state & QStyle::State_Selected, hasFocus = option.state & QStyle::State_HasFocus,
               isHovered = option.state & QStyle::State_MouseOver;
    if (!isSelected && !hasFocus && !isHovered) return;
    const auto role = isSelected ? QPalette::Link : hasFocus ? QPalette::PlaceholderText : QPalette::Light;
    painter.setPen(QPen(option.palette.color(role), isSelected ? 2 : 1));
    painter.setBrush(Qt::NoBrush);
    const double outside = isSelected ? 2 : 1.5;
    painter.drawRoundedRect(QRectF(rect).adjusted(-outside, -outside, outside, outside), radius + 1, radius + 1);
}

void VariantDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect rect = pictureRect(option);
    painter->fillRect(rect, option.palette.color(QPalette::Base));
    paintPicture(*painter, rect, option.palette.color(QPalette::Window), index);
    if (PictureState(index.data(VariantModel::StateRole).toInt()) == PictureState::Failed)
        paintText(*painter, rect.adjusted(8, 8, -8, -8), option.palette, index.data(Qt::ToolTipRole).toString());
    paintOrigins(*painter, rect, index);
    paintMarks(*painter, rect, option, index);
    paintFrame(*painter, rect, option);
    if (m_caption == Caption::Below) paintCaption(*painter, rect, option, index);
    painter->restore();
}

}  // namespace charrette
