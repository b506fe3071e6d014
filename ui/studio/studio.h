#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "core/board/board.h"
#include "core/design/breeding.h"
#include "core/design/interpolation.h"
#include "ui/engine_client.h"
#include "ui/grid/variant_model.h"
#include "ui/job_thread.h"

namespace charrette {

/// Variants that a gesture is about: rows of the studio's grid or of its pins.
struct Chosen {
    VariantModel* model = nullptr;
    std::vector<int> rows = {};

    bool empty() const { return rows.empty(); }
    const Variant& first() const { return model->variant(rows.front()); }
    /// As they are shown: of a draft, without an id.
    std::vector<Variant> variants() const;
};

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
    /// Without a board: `begin` must come before anything else.
    explicit Studio(EngineClient& engine, QObject* parent = nullptr);
    ~Studio() override;

    /// Takes the first board, once. `checkReadable` has found nothing wrong with it.
    void begin(Board board);
    const Board& board() const { return m_board; }
    /// Leaves the present board, which is safe in its file. Throws `Error`, and stays with it, when the other one cannot be read.
    void setBoard(Board board);
    /// Throws `Error` where a board's file was opened, and holds what cannot be shown.
    static void checkReadable(const Board& board);
    /// Goes on in a file of that name.
    void saveBoardAs(const std::filesystem::path& file);
    /// Begins to work with a model, by name or folder.
    void openModel(const QString& model);
    /// The model that the board is about, or else another one.
    void openBoardModel(const QString& otherwise);

    const std::optional<Card>& card() const { return m_card; }
    const Settings& settings() const { return m_settings; }
    /// The name or folder by which the model was opened.
    const QString& modelPlace() const { return m_opening; }
    VariantModel& grid() { return m_grid; }
    VariantModel& pins() { return m_pins; }
    bool isDraft() const { return m_isDraft; }
    /// The one that the grid shows; empty for a draft.
    std::optional<Generation> generation() const { return m_isDraft ? std::nullopt : m_generation; }
    const std::optional<Step>& undoable() const { return m_undoable; }
    const std::optional<Step>& redoable() const { return m_redoable; }

    /// Shows what the settings would make, while they are being moved: previews of what is visible, and the selected variants in full before
    /// all others. Each cell keeps its last sharp picture until something of the new settings has come.
    void tune(const Settings& settings, const Chosen& selected = {});
    void commit(const Settings& settings);

    /// What stands behind the variants; empty: as learned, also where the model's objects cannot be cut out.
    std::optional<Site> site() const;
    /// Why nothing can stand behind them; empty when it can.
    QString whyNoSite() const;
    void setSite(const std::optional<Site>& site);
    /// Reads a photo beside the window's thread, keeps it in the board and puts it behind the variants; `photoChosen` then, or `said` why not.
    void choosePhoto(const QString& file);
    /// Shows the visible variants on a site while it is being moved. The newest waits until the pictures of the one before are there.
    void tuneSite(const Site& site);
    /// While a tuned site is not committed, by `setSite`, or dropped.
    bool isTuningSite() const { return m_tunedSite.has_value(); }
    void dropTunedSite();
    /// A genome as it is shown, exported and copied: with its site.
    Genome shown(const Genome& genome) const;

    void newGeneration();
    void exploreAround(const Chosen& one);
    void breed(const Chosen& parents, const BreedingOptions& options);
    /// From the first to the second.
    void interpolate(const Chosen& two, int steps);
    /// Keeps one on the way from the first to the second, as `between` has it, at the end of the generation that is shown; beside a sheet, which
    /// has no room, in one of its own.
    void keepBetween(const Chosen& two, double way, const std::string& group);
    void makeSheet(const Chosen& corner, const Axis& rows, const Axis& columns);
    void import(const std::vector<Genome>& genomes);

    void togglePins(const Chosen& chosen);
    void movePin(int from, int to);
    void rate(const Chosen& chosen, int rating);
    void toggleRejected(const Chosen& chosen);
    void setNote(const Chosen& chosen, const QString& note);
    /// The panel's settings become the variant's.
    void takeSettings(const Variant& variant);
    /// The panel's settings become these, whatever the grid shows.
    void takeSettings(const Settings& settings);
    /// Also one that was undone, with the history as it was when it was made.
    void showGeneration(GenerationId id);
    void logExports(const std::vector<Export>& exports);

    void undo();
    void redo();

    /// Rows of the grid or the pins that a person sees: they come first.
    void setVisibleRows(VariantModel& model, const std::vector<int>& rows);
    /// Has pictures made of all variants of the board that have none, after those that a person sees. A large board has too many.
    void fillBoard();
    bool showsRejected() const { return m_showsRejected; }
    void setShowsRejected(bool shows);
    /// Nothing more is rendered until something asks for it.
    void cancelPictures();

    /// As the board has them, which has a draft's from now on.
    std::vector<Variant> variantsOf(const Chosen& chosen);
    /// The thumbnail of any variant of the board; null where there is none.
    QImage thumbnailOf(VariantId id) const;

Q_SIGNALS:
    void cardChanged();
    void settingsChanged();
    void gridChanged();     ///< other variants are shown
    void historyChanged();  ///< after every gesture, and when its pictures are in the board
    void progressed(int done, int total);
    void paceMeasured(double milliseconds);  ///< that a picture takes
    void photoChosen();
    void said(const QString& sentence);      ///< what a person should know, often what is wrong

private:
    /// Pictures that were asked for: of one of the models, with the genomes as they were then.
    struct Asked {
        VariantModel* model = nullptr;
        std::string group = {};
        std::map<uint32_t, Genome> genomes = {};
        bool isTuning = false;          ///< asked for while a slider moved: older settings are shown, too
        QElapsedTimer since = {};       ///< it was asked for
        bool isForBoard = false;        ///< as learned, whatever is shown
        int full = 0;                   ///< pictures that have come
        QElapsedTimer sinceFirst = {};  ///< of these
    };
    void connectEngine();
    void showCard(const Card& card);
    void modelFailed(const QString& sentence);
    void followModel();
    void takeBoardSettings();
    void showBoard();
    void showGrid();
    void showPins();
    void readState();
    bool findDraft() const;
    std::vector<Variant> shownVariants() const;
    std::vector<Variant> retunedVariants(const Settings& settings) const;
    bool isSampled() const;
    /// Commits what is tuned and not committed yet: a gesture is about what a person sees.
    void finishTuning();

    /// A gesture: done as a whole, or said why not. True when it was done.
    template <class Change>
    bool attempt(Change change);
    /// The same, and everything is shown anew.
    template <class Change>
    void perform(Change change);
    /// The same for a gesture that changes nothing but marks.
    template <class Change>
    void performMarks(const Chosen& chosen, Change change);
    void realize();
    void addGeneration(NewGeneration generation, const Settings& settings);
    Settings nextSettings(size_t count) const;
    std::vector<VariantId> idsOf(const Chosen& chosen);
    std::vector<Variant> boardVariants(const Chosen& chosen);

    void loadPictures(VariantModel& model, const std::vector<int>& rows);
    bool loadPicture(const std::string& hash);
    void takeDecoded(const std::string& hash, const QImage& picture);
    void forgetFarPictures(VariantModel& model, const std::vector<int>& visible);
    void followSite();
    void givePhoto();
    void takePhoto(const std::string& hash, const QImage& photo);
    void keepChosenPhoto(const std::string& name, const QByteArray& file, const QImage& photo);
    void showTunedSite();
    /// As pictures are asked for: a site that is being moved may be ahead of them.
    Genome onShownSite(const Genome& genome) const;
    void askForBoard();
    /// Rows around the visible ones; all of a small generation.
    static std::vector<int> rowsAround(const std::vector<int>& visible, int count);
    void askForPictures(Stages stages);
    /// What is asked of the engine for some rows of a model.
    struct Wish {
        const char* group;
        Stages stages = Stages::Both;
        std::vector<int> rows = {};
        bool isTuning = false, isSelected = false;
    };
    /// The request; 0 where there is nothing to ask for.
    RequestId ask(VariantModel& model, const Wish& wish);
    void askWhileTuning();
    bool isDue(const char* group);
    Genome shownIn(const VariantModel& model, const Genome& genome) const;
    bool isStillOfUse(const Asked& asked, int row, const Genome& genome) const;
    void cancelPictures(const VariantModel& model);
    void take(RequestId request, const Picture& picture);
    void finishRequest(RequestId request);
    void countFull(Asked& asked);
    void queueForBoard(const Variant& variant, const QImage& picture);
    void queueShown();
    void encodeSome();
    void store(const std::vector<VariantId>& variants, const std::vector<QByteArray>& files);
    void storeAll();

    EngineClient& m_engine;
    Board m_board;
    std::optional<Card> m_card;  ///< empty where the board is about a model that is not open
    QString m_opening;           ///< the model that was asked for last
    bool m_adopts = true;        ///< the board may become about it
    ModelReference m_followed;   ///< the board's that was asked for last
    Settings m_settings;
    std::optional<Generation> m_generation;  ///< the board's present one
    std::optional<Step> m_undoable, m_redoable;
    bool m_isDraft = false, m_showsRejected = false;
    std::optional<Settings> m_tuned;  ///< what the grid shows while it is not committed
    Chosen m_selected;                ///< while a slider moves
    uint64_t m_tunes = 0;             ///< counts what was tuned
    std::map<std::string, uint64_t> m_askedTunes;  ///< the one that pictures were asked for last, by group
    VariantModel m_grid, m_pins;
    VariantModel m_unseen;  ///< of other generations, while their pictures are made
    std::vector<int> m_visible, m_visiblePins;
    std::map<RequestId, Asked> m_asked;
    std::optional<Site> m_tunedSite;        ///< what is shown while it is not committed
    std::optional<Site> m_shownSite;        ///< of pictures that are not outdated
    std::string m_photo, m_missingPhoto;    ///< hashes: that the engine was given last; that the board does not have
    std::string m_photoOnItsWay;            ///< to the engine
    RequestId m_tuning = 0;                 ///< the request for a tuned site; 0: none
    bool m_isTunedAgain = false;            ///< since that one
    size_t m_turn = 0;  ///< which visible cell comes first while a slider moves, so that all get their turn
    struct Unstored {
        VariantId variant;
        Genome genome;
        QImage picture;
    };
    std::vector<Unstored> m_unstored;
    bool m_isEncoding = false;             ///< the first few of these
    uint64_t m_boardNumber = 0;            ///< what is encoded for a board that has been left is dropped
    std::set<std::string> m_beingDecoded;  ///< hashes of pictures
    std::set<std::string> m_undecodable;
    QTimer m_storing, m_resting;
    JobThread m_decoding, m_encoding;
};

}  // namespace charrette
