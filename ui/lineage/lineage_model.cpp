#include "ui/lineage/lineage_model.h"

#include <algorithm>
#include <map>
#include <set>

namespace charrette {

namespace {

/// The picture that stands for a generation: of the best of its variants that has one.
QImage pictureOf(const Board& board, GenerationId generation) {
    for (const Variant& variant : board.variants({.generation = generation, .order = VariantQuery::Order::Rating, .count = 4}))
        if (const auto bytes = variant.thumbnail.empty() ? std::nullopt : board.picture(variant.thumbnail))
            return QImage::fromData(reinterpret_cast<const uchar*>(bytes->data()), int(bytes->size()));
    return {};
}

}  // namespace

void LineageModel::show(const Board& board) {
    std::map<GenerationId, QImage> known;
    for (Node& node : m_nodes)
        if (!node.picture.isNull()) known.emplace(node.generation.id, std::move(node.picture));
    beginResetModel();
    m_nodes.clear();
    m_current = board.currentGeneration();
    for (const Generation& generation : board.generations()) {
        const auto kept = known.find(generation.id);
        m_nodes.emplace_back();
        m_nodes.back().generation = generation;
        m_nodes.back().picture = kept == known.end() ? pictureOf(board, generation.id) : kept->second;
    }
    assignLanes();
    endResetModel();
}

void LineageModel::assignLanes() {
    std::map<GenerationId, int> rows;
    std::set<int> continued;  // rows whose lane a child has taken
    m_lanes = 0;
    for (size_t row = 0; row < m_nodes.size(); ++row) {
        Node& node = m_nodes[row];
        const auto parent = rows.find(node.generation.parent);
        if (parent != rows.end()) node.parentRow = parent->second;
        const bool goesOn = node.parentRow >= 0 && continued.insert(node.parentRow).second;
        node.lane = goesOn ? m_nodes[size_t(node.parentRow)].lane : m_lanes++;
        for (int between = node.parentRow + 1; node.parentRow >= 0 && between < int(row); ++between)
            m_nodes[size_t(between)].passing << node.lane;
        rows[node.generation.id] = int(row);
    }
}

int LineageModel::currentRow() const {
    const auto found = std::ranges::find(m_nodes, m_current, [](const Node& node) { return node.generation.id; });
    return found == m_nodes.end() ? -1 : int(found - m_nodes.begin());
}

QString LineageModel::title(const Node& node) const {
    if (!node.generation.title.empty()) return QString::fromStdString(node.generation.title);
    switch (node.generation.operation) {
        case Operation::Sample:
            return tr("New generation");
        case Operation::Explore:
            return tr("Explored");
        case Operation::Breed:
            return tr("Bred");
        case Operation::Interpolate:
            return tr("In between");
        case Operation::Sheet:
            return tr("Sheet");
        case Operation::Import:
            return tr("Brought in");
    }
    return {};
}

QString LineageModel::detail(const Node& node) const {
    return node.generation.count == 1 ? tr("1 variant") : tr("%1 variants").arg(node.generation.count);
}

int LineageModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_nodes.size()); }

QVariant LineageModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Node& node = m_nodes[size_t(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return title(node);
        case Qt::AccessibleTextRole:
            return tr("%1, %2").arg(title(node), detail(node));
        case DetailRole:
            return detail(node);
        case PictureRole:
            return node.picture;
        case LaneRole:
            return node.lane;
        case ParentRowRole:
            return node.parentRow;
        case PassingLanesRole:
            return QVariant::fromValue(node.passing);
        case CurrentRole:
            return node.generation.id == m_current;
        default:
            return {};
    }
}

}  // namespace charrette
