#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QImage>

#include "core/board/board.h"

namespace charrette {

/// Generations in the order they were made, as a tree: each has a lane, which its first child goes on in.
class LineageModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { PictureRole = Qt::UserRole, LaneRole, ParentRowRole, PassingLanesRole, CurrentRole, DetailRole };

    using QAbstractListModel::QAbstractListModel;

    void show(const Board& board);
    GenerationId generation(int row) const { return m_nodes.at(size_t(row)).generation.id; }
    int currentRow() const;
    int lanes() const { return m_lanes; }
    int laneOf(int row) const { return m_nodes.at(size_t(row)).lane; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Node {
        Generation generation;
        int lane = 0, parentRow = -1;
        QList<int> passing;  ///< lanes of edges that go by
        QImage picture;
    };
    void assignLanes();
    QString title(const Node& node) const;
    QString detail(const Node& node) const;

    std::vector<Node> m_nodes;
    GenerationId m_current = 0;
    int m_lanes = 0;
};

}  // namespace charrette
