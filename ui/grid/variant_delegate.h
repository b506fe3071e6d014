#pragma once

#include <QCache>
#include <QPixmap>
#include <QStyledItemDelegate>

namespace charrette {

/// Paints a variant: its picture, and its marks over it.
class VariantDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    enum class Caption { None, Below };
    explicit VariantDelegate(Caption caption, QObject* parent = nullptr);
    void setCaption(Caption caption) { m_caption = caption; }

    /// Of a cell, under its picture.
    static constexpr int captionHeight = 18;

    /// Of a cell, to the next one's picture on either side.
    static constexpr int gap = 4;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /// Where a cell's picture is within it.
    QRect pictureRect(const QStyleOptionViewItem& option) const;

private:
    void paintPicture(QPainter& painter, const QRect& rect, const QColor& background, const QModelIndex& index) const;
    void paintMarks(QPainter& painter, const QRect& rect, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintOrigins(QPainter& painter, const QRect& rect, const QModelIndex& index) const;
    void paintCaption(QPainter& painter, const QRect& rect, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintFrame(QPainter& painter, const QRect& rect, const QStyleOptionViewItem& option) const;
    QPixmap scaled(const QImage& picture, const QSize& size) const;

    Caption m_caption;
    mutable QCache<QString, QPixmap> m_scaled;  ///< by picture and size, in KiB
};

}  // namespace charrette
