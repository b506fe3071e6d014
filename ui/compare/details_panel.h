#pragma once

#include <functional>
#include <vector>

#include <QImage>
#include <QWidget>

#include "core/design/card.h"
#include "core/design/variant.h"

class QHBoxLayout;
class QLabel;
class QTableWidget;

namespace charrette {

/// The thumbnail of a variant of the board; null where there is none.
using ThumbnailOf = std::function<QImage(VariantId)>;

/// What one variant is: its parents, and a line for every part with its value and the parent that it comes from.
class DetailsPanel : public QWidget {
    Q_OBJECT

public:
    explicit DetailsPanel(ThumbnailOf thumbnailOf, QWidget* parent = nullptr);

    /// `card` gives labels and units; null: names stand for them.
    void show(const Variant& variant, const Card* card);

private:
    void showParents(const Variant& variant);
    void markAsFree();
    void addLine(const QString& part, const QString& value, const std::vector<double>* shares, bool isMutated);

    ThumbnailOf m_thumbnailOf;
    QLabel* m_title = nullptr;
    QWidget* m_parents = nullptr;
    QHBoxLayout* m_parentsLayout = nullptr;
    QTableWidget* m_table = nullptr;
};

}  // namespace charrette
