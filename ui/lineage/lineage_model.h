#pragma once

#include <map>
#include <string>
#include <vector>

#include <QAbstractListModel>
#include <QImage>

#include "core/board/board.h"

namespace charrette {

/// Generations in the order they were made, as a tree: each has a lane, which its first child goes on in. Undone ones are among them, since
/// they can be returned to.
class LineageModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        PictureRole = Qt::UserRole,
        LaneRole,
        ParentRowRole,
        PassingLanesRole,
        ChildLanesRole,
        CurrentRole,
        LineRole,
        DetailRole,
        UndoneRole,
        ParentPicturesRole
    };

    using QAbstractListModel::QAbstractListModel;

    /// `board` must outlive what is shown. Pictures are read when they are painted.
    void show(const Board& board);
    /// Marks the generations that a variant of the board comes through, by its ancestor there; 0 marks none.
    void markLine(VariantId variant);
    GenerationId generation(int row) const { return m_nodes.at(size_t(row)).generation.id; }
    int currentRow() const;
    int lanes() const { return m_lanes; }
    int laneOf(int row) const { return m_nodes.at(size_t(row)).lane; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Node {
        Generation generation;
        bool isUndone = false;
        int lane = 0, parentRow = -1;
        QList<int> passing;   ///< lanes of edges that go by
        QList<int> children;  ///< lanes of those that come from it
    };
    /// What is read of the board when it is painted: of the best of the variants, and of the parents of the first.
    struct Pictures {
        QImage own;
        QList<QImage> parents;
    };
    static std::vector<Node> nodesOf(const Board& board);
    void assignLanes();
    const Pictures& pictures(GenerationId generation) const;
    QImage picture(GenerationId generation) const;
    QString title(const Node& node) const;
    QString detail(const Node& node) const;

    const Board* m_board = nullptr;
    std::filesystem::path m_file;  ///< of the board: another one may stand in its place
    std::vector<Node> m_nodes;
    mutable std::map<GenerationId, Pictures> m_pictures;
    std::map<GenerationId, std::string> m_line;          ///< hash of the thumbnail of the marked variant's ancestor, where it comes through
    mutable std::map<GenerationId, QImage> m_ancestors;  ///< those of them that have been painted
    VariantId m_marked = 0;
    GenerationId m_current = 0;
    int m_lanes = 0;
};

}  // namespace charrette
