#include "ui/lineage/lineage_model.h"

#include <algorithm>
#include <deque>
#include <exception>
#include <optional>
#include <set>
#include <utility>

#include "ui/studio/captions.h"

namespace charrette {

namespace {

constexpr size_t mostCandidates = 4, mostAncestors = 1000;

/// What is read, or nothing when the board cannot be read.
auto readOrNothing(const auto& read) -> decltype(read()) {
    try {
        return read();
    } catch (const std::exception& error) {
        qWarning("%s", error.what());
        return {};
    }
}

QImage thumbnailOf(const Board& board, const std::string& hash) {
    const auto bytes = hash.empty() ? std::nullopt : board.picture(hash);
    return bytes ? QImage::fromData(reinterpret_cast<const uchar*>(bytes->data()), int(bytes->size())) : QImage();
}

/// The picture that stands for a generation: of the best of its variants that has one.
QImage pictureOf(const Board& board, GenerationId generation) {
    for (const Variant& variant : board.variants({.generation = generation, .order = VariantQuery::Order::Rating, .count = mostCandidates}))
        if (const QImage picture = thumbnailOf(board, variant.thumbnail); !picture.isNull()) return picture;
    return {};
}

QList<QImage> parentPictures(const Board& board, GenerationId generation) {
    QList<QImage> pictures;
    for (const Variant& first : board.variants({.generation = generation, .rejected = true, .count = 1}))
        for (VariantId parent : first.parents) pictures << thumbnailOf(board, board.variant(parent).thumbnail);
    return pictures;
}

/// Thumbnails of a variant and those that it comes from, by generation; the nearest where there are several.
std::map<GenerationId, std::string> lineOf(const Board& board, VariantId variant) {
    std::map<GenerationId, std::string> line;
    std::set<VariantId> seen = {variant};
    std::deque<VariantId> next = {variant};
    while (!next.empty() && seen.size() < mostAncestors) {
        const Variant one = board.variant(next.front());
        next.pop_front();
        for (VariantId parent : one.parents)
            if (seen.insert(parent).second) next.push_back(parent);
        line.try_emplace(one.generation, one.thumbnail);
    }
    return line;
}

}  // namespace

std::vector<LineageModel::Node> LineageModel::nodesOf(const Board& board) {
    std::vector<Node> nodes;
    for (const Generation& generation : board.generations()) nodes.push_back({.generation = generation, .passing = {}, .children = {}});
    for (const Generation& generation : board.undoneGenerations())
        nodes.push_back({.generation = generation, .isUndone = true, .passing = {}, .children = {}});
    std::ranges::sort(nodes, {}, [](const Node& node) { return node.generation.id; });
    return nodes;
}

void LineageModel::show(const Board& board) {
    auto read = readOrNothing([&] { return std::optional(std::pair(nodesOf(board), board.currentGeneration())); });
    if (!read) return;
    auto& [nodes, current] = *read;
    // Most gestures change no generation: then the tree stays, with its selection.
    const auto what = [](const Node& node) { return std::pair(node.generation, node.isUndone); };
    const bool isSame = m_file == board.file() && std::ranges::equal(nodes, m_nodes, {}, what, what);
    if (m_file != board.file()) m_pictures.clear();
    m_file = board.file();
    std::erase_if(m_pictures, [](const auto& item) {
        return item.second.own.isNull() || std::ranges::any_of(item.second.parents, &QImage::isNull);
    });
    m_board = &board;
    m_line.clear();
    m_ancestors.clear();
    m_marked = 0;
    const GenerationId before = std::exchange(m_current, current);
    if (isSame && before == m_current) {
        if (!m_nodes.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_nodes = std::move(nodes);
    assignLanes();
    endResetModel();
}

void LineageModel::markLine(VariantId variant) {
    if (!m_board || std::exchange(m_marked, variant) == variant) return;
    m_ancestors.clear();
    m_line = readOrNothing([&] { return variant == 0 ? std::map<GenerationId, std::string>() : lineOf(*m_board, variant); });
    if (!m_nodes.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

const LineageModel::Pictures& LineageModel::pictures(GenerationId generation) const {
    if (const auto known = m_pictures.find(generation); known != m_pictures.end()) return known->second;
    const auto read = [&] { return Pictures{pictureOf(*m_board, generation), parentPictures(*m_board, generation)}; };
    return m_pictures[generation] = readOrNothing(read);
}

QImage LineageModel::picture(GenerationId generation) const {
    const auto ancestor = m_line.find(generation);
    if (ancestor == m_line.end()) return pictures(generation).own;
    const auto [known, isNew] = m_ancestors.try_emplace(generation);
    if (isNew) known->second = readOrNothing([&] { return thumbnailOf(*m_board, ancestor->second); });
    return known->second.isNull() ? pictures(generation).own : known->second;
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
        if (node.parentRow >= 0) m_nodes[size_t(node.parentRow)].children << node.lane;
        rows[node.generation.id] = int(row);
    }
}

int LineageModel::currentRow() const {
    const auto found = std::ranges::find(m_nodes, m_current, [](const Node& node) { return node.generation.id; });
    return found == m_nodes.end() ? -1 : int(found - m_nodes.begin());
}

QString LineageModel::title(const Node& node) const {
    if (!node.generation.title.empty()) return QString::fromStdString(node.generation.title);
    return operationText(node.generation.operation);
}

QString LineageModel::detail(const Node& node) const {
    const QString count = node.generation.count == 1 ? tr("1 variant") : tr("%1 variants").arg(node.generation.count);
    return node.isUndone ? tr("%1, undone").arg(count) : count;
}

int LineageModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_nodes.size()); }

QVariant LineageModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Node& node = m_nodes[size_t(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return title(node);
        case Qt::AccessibleTextRole:
            return m_line.contains(node.generation.id) ? tr("%1, %2, in the selected variant's line").arg(title(node), detail(node))
                                                       : tr("%1, %2").arg(title(node), detail(node));
        case DetailRole:
            return detail(node);
        case UndoneRole:
            return node.isUndone;
        case Qt::ToolTipRole:
            return node.generation.title.empty() ? QVariant() : title(node);
        case PictureRole:
            return picture(node.generation.id);
        case LineRole:
            return m_line.contains(node.generation.id);
        case ParentPicturesRole:
            return QVariant::fromValue(pictures(node.generation.id).parents);
        case LaneRole:
            return node.lane;
        case ParentRowRole:
            return node.parentRow;
        case PassingLanesRole:
            return QVariant::fromValue(node.passing);
        case ChildLanesRole:
            return QVariant::fromValue(node.children);
        case CurrentRole:
            return node.generation.id == m_current;
        default:
            return {};
    }
}

}  // namespace charrette
