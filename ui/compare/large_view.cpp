#include "ui/compare/large_view.h"

#include <algorithm>
#include <set>

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/grid/variant_model.h"
#include "ui/studio/captions.h"
#include "ui/studio/tuning.h"

namespace charrette {

namespace {

QString latentText(const Latent& latent) {
    if (const auto* seed = std::get_if<uint32_t>(&latent)) return LargeView::tr("seed %1").arg(*seed);
    return LargeView::tr("mixed");
}

template <class Text>
void addDifference(std::vector<Difference>& differences, const QString& name, const std::vector<Variant>& variants, const Text& text) {
    QStringList values;
    for (const Variant& variant : variants) values << text(variant);
    if (std::set<QString>(values.begin(), values.end()).size() > 1) differences.push_back({name, values});
}

}  // namespace

std::vector<Difference> differencesOf(const std::vector<Variant>& variants, const Card* card) {
    std::vector<Difference> differences;
    std::set<std::string> directions;
    if (card)
        for (const Parameter* parameter : allParameters(*card))
            addDifference(differences, QString::fromStdString(parameter->label), variants, [&](const Variant& variant) {
                const auto value = shownValue(*card, *parameter, variant.genome);
                return value ? textOf(*parameter, *value) : LargeView::tr("any");
            });
    for (const Variant& variant : variants)
        for (const auto& [name, amount] : variant.genome.directions) directions.insert(name);
    for (const std::string& name : directions)
        addDifference(differences, QString::fromStdString(name), variants,
                      [&](const Variant& variant) { return amountText(amountOf(variant.genome.directions, name)); });
    addDifference(differences, LargeView::tr("Typical to bold"), variants,
                  [](const Variant& variant) { return QString::number(variant.genome.truncation.psi, 'f', 2); });
    addDifference(differences, LargeView::tr("Latent code"), variants,
                  [](const Variant& variant) { return latentText(variant.genome.latent); });
    return differences;
}

void PictureView::setPicture(const QImage& picture) {
    m_picture = picture;
    update();
}

QRect PictureView::pictureRect() const {
    const int side = std::min(width(), height());
    return {(width() - side) / 2, (height() - side) / 2, side, side};
}

void PictureView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QRect rect = pictureRect();
    painter.fillRect(rect, palette().color(QPalette::Base));
    if (!m_picture.isNull()) painter.drawImage(rect, m_picture);
}

LargeView::LargeView(ThumbnailOf thumbnailOf, QWidget* parent)
    : QWidget(parent), m_details(new DetailsPanel(std::move(thumbnailOf), this)), m_table(new QTableWidget(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Large pictures"));
    auto* pictures = new QHBoxLayout;
    pictures->setSpacing(12);
    for (size_t i = 0; i < most; ++i) addColumn(*pictures);
    auto* left = new QVBoxLayout;
    left->setSpacing(10);
    left->addLayout(pictures, 3);
    left->addWidget(m_table, 2);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(18);
    layout->addLayout(left, 1);
    layout->addWidget(m_details);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    // A click leaves the arrows to the pictures.
    m_table->setFocusPolicy(Qt::TabFocus);
    m_table->setTabKeyNavigation(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setAccessibleName(tr("What differs"));
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->verticalHeader()->setDefaultSectionSize(26);
}

void LargeView::addColumn(QLayout& layout) {
    m_columns.push_back(new QWidget(this));
    auto* column = new QVBoxLayout(m_columns.back());
    column->setContentsMargins(0, 0, 0, 0);
    m_pictures.push_back(new PictureView(m_columns.back()));
    m_captions.push_back(new QLabel(m_columns.back()));
    m_captions.back()->setAlignment(Qt::AlignHCenter);
    m_captions.back()->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_pictures.back(), 1);
    column->addWidget(m_captions.back());
    layout.addWidget(m_columns.back());
}

void LargeView::show(VariantModel& model, const std::vector<int>& rows, const Card* card) {
    if (m_model) disconnect(m_model, nullptr, this, nullptr);
    m_model = &model;
    m_card = card;
    m_rows.assign(rows.begin(), rows.begin() + ptrdiff_t(std::min(rows.size(), most)));
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_model, signal, this, [this] {
            if (isAnyGone()) Q_EMIT left();
        });
    connect(m_model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex& first, const QModelIndex& last) {
        const auto isChanged = [&](int row) { return row >= first.row() && row <= last.row(); };
        if (std::ranges::any_of(m_rows, isChanged)) showVariants();
    });
    for (size_t i = 0; i < most; ++i) m_columns[i]->setVisible(i < m_rows.size());
    m_details->setVisible(m_rows.size() == 1);
    m_table->setVisible(m_rows.size() > 1);
    showVariants();
    setFocus();
}

bool LargeView::isAnyGone() const {
    return std::ranges::any_of(m_rows, [this](int row) { return row >= m_model->rowCount(); });
}

void LargeView::showVariants() {
    if (isAnyGone()) return;
    for (size_t i = 0; i < m_rows.size(); ++i) {
        m_pictures[i]->setPicture(m_model->picture(m_rows[i]));
        m_captions[i]->setText(m_model->index(m_rows[i]).data(Qt::AccessibleTextRole).toString());
    }
    m_rows.size() == 1 ? m_details->show(m_model->variant(m_rows[0]), m_card) : showDifferences();
}

void LargeView::showDifferences() {
    std::vector<Variant> variants;
    QStringList columns;
    for (int row : m_rows) {
        variants.push_back(m_model->variant(row));
        columns << tr("Variant %1").arg(row + 1);
    }
    const auto differences = differencesOf(variants, m_card);
    QStringList names;
    m_table->setColumnCount(int(variants.size()));
    m_table->setRowCount(int(differences.size()));
    for (size_t line = 0; line < differences.size(); ++line) {
        names << differences[line].name;
        for (int column = 0; column < differences[line].values.size(); ++column) {
            auto* item = new QTableWidgetItem(differences[line].values[column]);
            item->setTextAlignment(Qt::AlignCenter);
            m_table->setItem(int(line), column, item);
        }
    }
    m_table->setHorizontalHeaderLabels(columns);
    m_table->setVerticalHeaderLabels(names);
}

void LargeView::hideEvent(QHideEvent* event) {
    if (m_model) disconnect(m_model, nullptr, this, nullptr);
    QWidget::hideEvent(event);
}

void LargeView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Escape:
        case Qt::Key_Return:
        case Qt::Key_Enter:
            Q_EMIT left();
            return;
        case Qt::Key_Left:
            Q_EMIT moved(-1);
            return;
        case Qt::Key_Right:
            Q_EMIT moved(1);
            return;
        default:
            QWidget::keyPressEvent(event);
    }
}

}  // namespace charrette
