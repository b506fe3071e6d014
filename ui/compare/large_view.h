#pragma once

#include <QLabel>
#include <QWidget>

#include "core/design/card.h"
#include "core/design/variant.h"
#include "ui/compare/details_panel.h"

class QTableWidget;

namespace charrette {

class VariantModel;

/// A picture as large as there is room.
class PictureView : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;
    void setPicture(const QImage& picture);
    QRect pictureRect() const;
    QSize sizeHint() const override { return {320, 320}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QImage m_picture;
};

/// One to four variants side by side: of one, what it is and where it comes from; of several, a table of what differs. Escape leaves it.
/// Hidden, it follows nothing until it is told again what to show.
class LargeView : public QWidget {
    Q_OBJECT

public:
    explicit LargeView(ThumbnailOf thumbnailOf, QWidget* parent = nullptr);

    static constexpr size_t most = 4;
    /// `card` gives the labels; null: names stand for them. Both must outlive what is shown.
    void show(VariantModel& model, const std::vector<int>& rows, const Card* card);
    VariantModel* model() const { return m_model; }
    const std::vector<int>& rows() const { return m_rows; }

Q_SIGNALS:
    void left();
    void moved(int by);  ///< to another variant, while one is shown

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void addColumn(QLayout& layout);
    bool isAnyGone() const;
    void showVariants();
    void showDifferences();

    VariantModel* m_model = nullptr;
    const Card* m_card = nullptr;
    DetailsPanel* m_details;
    std::vector<int> m_rows;
    std::vector<QWidget*> m_columns;
    std::vector<PictureView*> m_pictures;
    std::vector<QLabel*> m_captions;
    QTableWidget* m_table = nullptr;
};

/// What differs between variants: a line each, its name and one text a variant.
struct Difference {
    QString name;
    QStringList values;
};
std::vector<Difference> differencesOf(const std::vector<Variant>& variants, const Card* card);

}  // namespace charrette
