#include "ui/grid/variant_model.h"

#include <algorithm>
#include <set>

#include <QMimeData>

#include "core/design/breeding.h"

namespace charrette {

namespace {

/// What becomes of a cell whose variant changes: it keeps its picture.
PictureState outdated(PictureState state) {
    if (state == PictureState::Failed) return PictureState::None;
    return state == PictureState::Full ? PictureState::Outdated : state;
}

/// Whether the same picture is shown.
bool looksTheSame(const Variant& one, const Variant& other) { return one.genome == other.genome; }

std::set<VariantId> idsOf(const std::vector<Variant>& variants) {
    std::set<VariantId> ids;
    for (const Variant& variant : variants) ids.insert(variant.id);
    return ids;
}

/// The parent that most of each layer group comes from; -1 where there is none.
QList<int> latentParents(const Variant& variant) {
    QList<int> parents(qsizetype(layerGroups.size()), -1);
    for (const Origin& origin : variant.origins)
        for (size_t i = 0; i < layerGroups.size(); ++i)
            if (origin.part == Origin::Part::Latent && origin.name == layerGroups[i].name && !origin.shares.empty())
                parents[qsizetype(i)] = int(std::ranges::max_element(origin.shares) - origin.shares.begin());
    return parents;
}

}  // namespace

VariantModel::VariantModel(QObject* parent) : QAbstractListModel(parent) {
    m_fading.setInterval(16);
    connect(&m_fading, &QTimer::timeout, this, &VariantModel::fade);
}

void VariantModel::changed(int first, int last) { Q_EMIT dataChanged(index(first), index(last)); }

void VariantModel::setVariants(std::vector<Variant> variants) {
    m_captions.clear();
    sharesVariantsWith(variants) ? matchRows(variants) : resize(variants.size());
    take(std::move(variants));
}

bool VariantModel::sharesVariantsWith(const std::vector<Variant>& variants) const {
    const std::set<VariantId> own = idsOf(m_variants);
    return std::ranges::any_of(variants, [&](const Variant& variant) { return variant.id != 0 && own.contains(variant.id); });
}

/// Rows come and go at the end.
void VariantModel::resize(size_t count) {
    const size_t before = m_variants.size();
    if (count > before) beginInsertRows({}, int(before), int(count) - 1);
    if (count < before) beginRemoveRows({}, int(count), int(before) - 1);
    m_variants.resize(count);
    m_cells.resize(count);
    if (count > before) endInsertRows();
    if (count < before) endRemoveRows();
}

/// Brings rows to where their variants will be.
void VariantModel::matchRows(const std::vector<Variant>& variants) {
    removeMissing(variants);
    const std::set<VariantId> own = idsOf(m_variants);
    for (size_t i = 0; i < variants.size(); ++i) {
        if (i < m_variants.size() && m_variants[i].id == variants[i].id) continue;
        own.contains(variants[i].id) ? moveCell(rowOf(variants[i].id), int(i)) : insertCell(int(i));
        m_variants[i].id = variants[i].id;
    }
}

void VariantModel::removeMissing(const std::vector<Variant>& variants) {
    const std::set<VariantId> wanted = idsOf(variants);
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (wanted.contains(variant(row).id)) continue;
        beginRemoveRows({}, row, row);
        m_variants.erase(m_variants.begin() + row);
        m_cells.erase(m_cells.begin() + row);
        endRemoveRows();
    }
}

void VariantModel::insertCell(int row) {
    beginInsertRows({}, row, row);
    m_variants.emplace(m_variants.begin() + row);
    m_cells.emplace(m_cells.begin() + row);
    endInsertRows();
}

/// To a row above.
void VariantModel::moveCell(int from, int to) {
    beginMoveRows({}, from, from, {}, to);
    std::rotate(m_variants.begin() + to, m_variants.begin() + from, m_variants.begin() + from + 1);
    std::rotate(m_cells.begin() + to, m_cells.begin() + from, m_cells.begin() + from + 1);
    endMoveRows();
}

void VariantModel::take(std::vector<Variant> variants) {
    for (size_t i = 0; i < variants.size(); ++i)
        if (!looksTheSame(variants[i], m_variants[i]))
            m_cells[i].state = outdated(m_cells[i].state);
    m_variants = std::move(variants);
    if (!m_variants.empty()) changed(0, rowCount() - 1);
}

void VariantModel::setCaptions(const QStringList& captions) {
    m_captions = captions;
    if (!m_variants.empty()) changed(0, rowCount() - 1);
}

void VariantModel::forgetPicturesOutside(int first, int last) {
    for (int row = 0; row < rowCount(); ++row)
        if ((row < first || row > last) && m_cells[size_t(row)].state != PictureState::Failed) m_cells[size_t(row)] = {};
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
    Cell& cell = m_cells.at(size_t(row));
    // Pictures that follow one another faster, while a slider moves, would only be blurred by it.
    const bool fades = !cell.picture.isNull() && cell.since.isValid() && cell.since.hasExpired(2 * fadeMilliseconds);
    const QImage former = fades ? cell.picture : QImage();
    cell = {.picture = picture, .state = state, .failure = {}, .since = {}, .former = former};
    cell.since.start();
    if (fades) m_fading.start();
    changed(row, row);
}

void VariantModel::fade() {
    bool isAnyLeft = false;
    for (int row = 0; row < rowCount(); ++row) {
        Cell& cell = m_cells[size_t(row)];
        if (cell.former.isNull()) continue;
        if (cell.since.hasExpired(fadeMilliseconds)) cell.former = {};
        isAnyLeft |= !cell.former.isNull();
        changed(row, row);
    }
    if (!isAnyLeft) m_fading.stop();
}

void VariantModel::outdatePictures() {
    for (Cell& cell : m_cells) cell.state = outdated(cell.state);
}

void VariantModel::setFailed(int row, const QString& sentence) {
    m_cells.at(size_t(row)) = {.state = PictureState::Failed, .failure = sentence};
    changed(row, row);
}

void VariantModel::forgetFailures() {
    for (Cell& cell : m_cells)
        if (cell.state == PictureState::Failed) cell = {};
    if (!m_cells.empty()) changed(0, rowCount() - 1);
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
        case FormerPictureRole:
            return cell.former;
        case FadeRole:
            return cell.former.isNull() ? 1.0 : std::min(1.0, double(cell.since.elapsed()) / fadeMilliseconds);
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
        case CaptionRole:
            return index.row() < m_captions.size() ? m_captions[index.row()] : QString::fromStdString(own.note);
        case OriginsRole:
            return own.operation == Operation::Breed ? QVariant::fromValue(latentParents(own)) : QVariant();
        case IdRole:
            return QVariant::fromValue(own.id);
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
