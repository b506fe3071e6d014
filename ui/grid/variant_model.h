#pragma once

#include <functional>
#include <vector>

#include <QAbstractListModel>
#include <QElapsedTimer>
#include <QImage>
#include <QTimer>

#include "core/design/variant.h"

namespace charrette {

/// What a cell shows.
enum class PictureState {
    None,
    Outdated,  ///< a full picture of other settings
    Preview,   ///< something small: a preview, also of a moment ago, or a thumbnail
    Full,
    Failed
};

/// The variants that a view shows, with their pictures as they come.
class VariantModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { PictureRole = Qt::UserRole, StateRole, RatingRole, PinnedRole, RejectedRole, NoteRole, CaptionRole, OriginsRole, IdRole, FormerPictureRole, FadeRole };
    /// Makes what leaves the program when cells are dragged or copied. Ownership goes to the caller.
    using MakeMimeData = std::function<QMimeData*(const std::vector<int>& rows)>;

    explicit VariantModel(QObject* parent = nullptr);

    /// Variants that were there before keep their cells, pictures and selection. Where none was, the cells keep the old pictures until new
    /// ones come.
    void setVariants(std::vector<Variant> variants);
    /// A line under each cell, from the first one; where there is none, the note.
    void setCaptions(const QStringList& captions);
    /// The same variants with other marks.
    void setMarks(const std::vector<Variant>& variants);
    /// Takes the place of a picture that has been seen for a while by a cross-fade: until it is over, `FormerPictureRole` gives the former one
    /// and `FadeRole` how much of the new one is to be seen, 0 to 1.
    void setPicture(int row, const QImage& picture, PictureState state);
    /// What is there is shown until it comes anew.
    void outdatePictures();
    void setFailed(int row, const QString& sentence);
    /// Cells that failed are as if they had never been asked for.
    void forgetFailures();
    /// Lets go of the pictures before and after some rows. They come again when they are asked for.
    void forgetPicturesOutside(int first, int last);
    void setMakeMimeData(MakeMimeData make) { m_makeMimeData = std::move(make); }

    const std::vector<Variant>& variants() const { return m_variants; }
    const Variant& variant(int row) const { return m_variants.at(size_t(row)); }
    QImage picture(int row) const { return m_cells.at(size_t(row)).picture; }
    PictureState state(int row) const { return m_cells.at(size_t(row)).state; }
    /// Whether the cell's picture is a full one, though perhaps of other settings.
    bool isSharp(int row) const { return state(row) == PictureState::Full || state(row) == PictureState::Outdated; }
    static constexpr int fadeMilliseconds = 100;
    /// -1 where there is none.
    int rowOf(VariantId id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    Qt::DropActions supportedDragActions() const override { return Qt::CopyAction; }

private:
    struct Cell {
        QImage picture = {};
        PictureState state = PictureState::None;
        QString failure = {};
        QElapsedTimer since = {};  ///< the picture was set
        QImage former = {};        ///< while it fades
    };
    void fade();
    QString accessibleText(int row) const;
    QString toolTip(int row) const;
    void changed(int first, int last);
    bool sharesVariantsWith(const std::vector<Variant>& variants) const;
    void resize(size_t count);
    void matchRows(const std::vector<Variant>& variants);
    void removeMissing(const std::vector<Variant>& variants);
    void insertCell(int row);
    void moveCell(int from, int to);
    void take(std::vector<Variant> variants);

    std::vector<Variant> m_variants;
    std::vector<Cell> m_cells;
    QStringList m_captions;
    QTimer m_fading;
    MakeMimeData m_makeMimeData;
};

}  // namespace charrette
