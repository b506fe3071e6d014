#pragma once

#include <map>
#include <optional>
#include <vector>

#include <QObject>
#include <QTimer>

#include "core/board/board.h"
#include "core/design/breeding.h"
#include "core/design/interpolation.h"
#include "ui/engine_client.h"
#include "ui/grid/variant_model.h"

namespace charrette {

/// What the window works on: a board, the model that it is about, and the pictures of what is shown. Every gesture goes through here: it is
/// in the board before anything shows it. Does not wait for the engine.
///
/// The grid shows a generation of the board, or a draft: variants as the panel's settings make them, which are not in the board yet. The
/// first gesture about one of them makes the draft a generation.
class Studio : public QObject {
    Q_OBJECT

public:
    /// `engine` must outlive this.
    Studio(EngineClient& engine, Board board, QObject* parent = nullptr);
    ~Studio() override;

    const Board& board() const { return m_board; }
    /// Leaves the present board, which is safe in its file.
    void setBoard(Board board);
    /// Goes on in a file of that name.
    void saveBoardAs(const std::filesystem::path& file);
    /// Begins to work with a model, by name or folder.
    void openModel(const QString& model);

    const std::optional<Card>& card() const { return m_card; }
    const Settings& settings() const { return m_settings; }
    VariantModel& grid() { return m_grid; }
    VariantModel& pins() { return m_pins; }
    bool isDraft() const { return m_isDraft; }
    /// Of a sheet; 0: the grid has any width.
    int columns() const;

    /// Shows what the settings would make, while they are being moved.
    void tune(const Settings& settings);
    void commit(const Settings& settings);

    void newGeneration();
    void exploreAround(int row);
    void breed(const std::vector<int>& rows, const BreedingOptions& options);
    void interpolate(int first, int second, int steps);
    void makeSheet(int corner, const Axis& rows, const Axis& columns);
    void import(const std::vector<Genome>& genomes);

    void togglePins(const std::vector<int>& rows);
    void unpin(const std::vector<int>& pinRows);
    void movePin(int from, int to);
    void rate(const std::vector<int>& rows, int rating);
    void toggleRejected(const std::vector<int>& rows);
    void setNote(VariantId id, const QString& note);
    /// The panel's settings become the variant's.
    void takeSettings(const Variant& variant);
    void showGeneration(GenerationId id);

    void undo();
    void redo();

    /// Rows that a person sees: they come first.
    void setVisibleRows(const std::vector<int>& rows);
    bool showsRejected() const { return m_showsRejected; }
    void setShowsRejected(bool shows);

    /// The variant of a row, in the board.
    Variant variantAt(int row);

Q_SIGNALS:
    void cardChanged();
    void settingsChanged();
    void gridChanged();     ///< other variants are shown
    void historyChanged();  ///< after every gesture, and when its pictures are in the board
    void progressed(int done, int total);
    void said(const QString& sentence);  ///< what a person should know, often what is wrong

private:
    /// Pictures that were asked for: of one of the models, with the genomes as they were then.
    struct Asked {
        VariantModel* model = nullptr;
        std::vector<Genome> genomes;
    };
    void connectEngine();
    void showCard(const Card& card);
    void adoptModel();
    void takeBoardSettings();
    void showBoard();
    void showPins();
    bool findDraft() const;
    bool isSampled() const;

    /// A gesture: done as a whole, or said why not.
    template <class Change>
    void perform(Change change);
    void realize();
    void addGeneration(Operation operation, std::vector<NewVariant> variants, const Settings& settings, int columns = 0);
    std::vector<VariantId> idsOf(const std::vector<int>& rows);
    std::vector<Variant> variantsOf(const std::vector<int>& rows);

    void loadPictures(VariantModel& model, const std::vector<int>& rows);
    void askForPictures(Stages stages);
    void ask(VariantModel& model, const char* group, Stages stages);
    void take(RequestId request, const Picture& picture);
    void queueForBoard(const Variant& variant, const QImage& picture);
    void storeSome();
    void storeAll();

    EngineClient& m_engine;
    Board m_board;
    std::optional<Card> m_card;
    Settings m_settings;
    bool m_isDraft = false, m_showsRejected = false;
    VariantModel m_grid, m_pins;
    std::vector<int> m_visible;
    std::map<RequestId, Asked> m_asked;
    size_t m_turn = 0;  ///< which visible cell comes first while a slider moves, so that all get their turn
    struct Unstored {
        VariantId variant;
        Genome genome;
        QImage picture;
    };
    std::vector<Unstored> m_unstored;
    QTimer m_storing, m_resting;
};

}  // namespace charrette
