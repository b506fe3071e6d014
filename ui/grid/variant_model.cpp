#include "ui/grid/variant_model.h"

#include <algorithm>

#include <QMimeData>

namespace charrette {

namespace {

/// Whether the same picture is shown.
bool looksTheSame(const Variant& one, const Variant& other) { return one.genome == other.genome; }

}  // namespace

void VariantModel::changed(int first, int last) { Q_EMIT dataChanged(index(first), index(last)); }

void VariantModel::setVariants(std::vector<Variant> variants) {
    if (variants.size() != m_variants.size()) {
        beginResetModel();
        m_variants = std::move(variants);
        m_cells.assign(m_variants.size(), {});
        endResetModel();
        return;
    }
    for (size_t i = 0; i < variants.size(); ++i)
        if (!looksTheSame(variants[i], m_variants[i]))
            m_cells[i].state = m_cells[i].picture.isNull() ? PictureState::None : PictureState::Outdated;
    m_variants = std::move(variants);
    if (!m_variants.empty()) changed(0, rowCount() - 1);
}

void VariantModel::setMarks(const std::vector<Variant>& variants) {
    for (const Variant& variant : variants) {
        const int row = rowOf(variant.id);
        if (row < 0 || m_variants[size_t(row)] == variant) continue;
        m_variants[size_t(row)] = variant;
        changed(row, row);
    }
}

void VariantModel::setPicture(int row, const QImage& picture, PictureState state) {
    m_cells.at(size_t(row)) = {picture, state, {}};
    changed(row, row);
}

void VariantModel::setFailed(int row, const QString& sentence) {
    m_cells.at(size_t(row)) = {{}, PictureState::Failed, sentence};
    changed(row, row);
}

int VariantModel::rowOf(VariantId id) const {
    const auto found = std::ranges::find(m_variants, id, &Variant::id);
    return id == 0 || found == m_variants.end() ? -1 : int(found - m_variants.begin());
}

int VariantModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_variants.size()); }

QString VariantModel::accessibleText(int row) const {
    const Variant& own = variant(row);
    QStringList words = {tr("Variant %1 of %2").arg(row + 1).arg(rowCount())};
    if (own.pin) words << tr("pinned");
    if (own.rating > 0) words << tr("%1 of 5 stars").arg(own.rating);
    if (own.isRejected) words << tr("rejected");
    if (!own.note.empty()) words << QString::fromStdString(own.note);
    if (state(row) == PictureState::Failed) words << m_cells[size_t(row)].failure;
    return words.join(", ");
}

QString VariantModel::toolTip(int row) const {
    const Cell& cell = m_cells[size_t(row)];
    return cell.state == PictureState::Failed ? cell.failure : QString::fromStdString(variant(row).note);
}

QVariant VariantModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Cell& cell = m_cells[size_t(index.row())];
    const Variant& own = variant(index.row());
    switch (role) {
        case PictureRole:
            return cell.picture;
        case StateRole:
            return int(cell.state);
        case RatingRole:
            return own.rating;
        case PinnedRole:
            return own.pin.has_value();
        case RejectedRole:
            return own.isRejected;
        case NoteRole:
            return QString::fromStdString(own.note);
        case Qt::ToolTipRole:
            return toolTip(index.row());
        case Qt::AccessibleTextRole:
            return accessibleText(index.row());
        default:
            return {};
    }
}

Qt::ItemFlags VariantModel::flags(const QModelIndex& index) const {
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled : Qt::NoItemFlags;
}

QMimeData* VariantModel::mimeData(const QModelIndexList& indexes) const {
    std::vector<int> rows;
    for (const QModelIndex& index : indexes) rows.push_back(index.row());
    std::ranges::sort(rows);
    return m_makeMimeData ? m_makeMimeData(rows) : nullptr;
}

}  // namespace charrette
