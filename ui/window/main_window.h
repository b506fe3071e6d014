#pragma once

#include <map>
#include <memory>
#include <optional>

#include <QMainWindow>
#include <QTemporaryDir>

#include "ui/export/exporter.h"
#include "ui/job_thread.h"
#include "ui/studio/starts.h"
#include "ui/studio/studio.h"
#include "ui/window/window_sketch.h"

class QLabel;
class QMenu;
class QPushButton;
class QSpinBox;
class QStackedWidget;

namespace charrette {

class BetweenView;
class LargeView;
class LineageModel;
class LineageView;
class MessageBar;
class ParameterPanel;
class ParameterSlider;
class PhotoHandle;
class PinTray;
class SiteButton;
class SitePanel;
class StartPictures;
class StartStrip;
class StatusLine;
class VariantView;

/// The window: the panel on the left, variants in the middle, pins and lineage on the right. It only wires these to the studio.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    /// A window without its parts shows the surfaces as they were left: it is on the screen long before its parts could be.
    enum class Parts { Made, Later };

    /// `engine` and `studio` must outlive this. Without its parts it needs no board yet.
    MainWindow(EngineClient& engine, Studio& studio, Parts parts = Parts::Made);
    ~MainWindow() override;

    /// Makes the parts of a window that has none yet, once the studio has a board.
    void makeParts();
    /// A board, a model's folder, or files that bring variants. What cannot be opened is said in the window.
    void openFiles(const QStringList& files);
    /// Puts picture files of these in their places.
    void exportFiles(const ExportJob& job);

Q_SIGNALS:
    void sketched();  ///< painted for the first time, without its parts

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    using Do = void (MainWindow::*)();
    /// A command of the menus: its key works wherever no text is typed.
    struct Command {
        const char* menu;
        const char* text;
        const char* key;
        Do run;
        enum class Needs { Nothing, Model, Variant, Pin, Site, Undo, Redo, Pictures } needs = Needs::Nothing;
    };
    static const std::vector<Command>& commands();

    // The window's parts.
    QWidget* makeLeft();
    QWidget* makeCentre();
    QWidget* makeBar();
    QWidget* makeRight();
    void makeMenus();
    void makeStatus();
    void connectStudio();
    void connectGrid();
    ParameterSlider* makeScale(double Settings::*setting, double most, const QStringList& ends, const QString& name, QLayout& layout);
    QPushButton* makeButton(const QString& text, const QString& tip, Do run, QLayout& layout);

    // What they show.
    void showCard();
    void showSettings();
    void showHistory();
    void showLine();
    void showGeneration();
    void showEngine();
    void showProgress(int done, int total);
    void showModelPicture();
    void updateActions();
    bool isEnabled(Command::Needs needs) const;
    QString emptyText() const;
    void keepLayout();
    WindowSketch sketch() const;
    void restorePlace();
    void restoreLayout();
    void switchAppearance();

    // About variants.
    Chosen chosen() const;
    void setActive(VariantView& view);
    void make();
    void explore();
    void breed();
    void compare();
    void enlarge();
    void showLarge(const Chosen& chosen);
    void moveLarge(int by);
    void leaveLarge();
    void makeSheet();
    void makeStrip();
    void moveBetween();
    void showBetween(const Chosen& two);
    void keepBetween(double way, const std::string& group);
    void checkBetween();
    void togglePin();
    void movePinEarlier();
    void movePinLater();
    void toggleRejected();
    void rate(int rating);
    void useSettings();
    void editNote();
    void copy();
    void paste();
    void undo();
    void redo();
    void showRejected();
    void zoomIn();
    void zoomOut();
    void stopPictures();
    void goToParameters();
    void goToGrid();
    void showMade();
    void goToPins();
    void goToLineage();
    QMimeData* mimeDataOf(VariantModel& model, const std::vector<int>& rows);

    // What stands behind the variants.
    void makeSiteControls(QLayout& bar);
    void showSite();
    void chooseSite();
    void choosePhoto();
    void placePhoto();
    void endPlacing();
    QRect pictureFrame(std::optional<QPoint> place) const;
    bool offerAsSite(const QString& file, const QString& sentence);

    // About where a design begins.
    QWidget* makeStarts();
    void makeStartsMenu(QMenu& menu);
    void fillStartsMenu();
    void readStarts();
    void showStarts();
    void goToStarts();
    void beginFrom(int index);
    void keepAsStart();
    QString askForStartTitle(const QString& heading, const QString& now);
    void renameStart(int index);
    void removeStart(int index);
    void openExample();
    QPushButton* makeExampleLink(QWidget* parent);
    void showExampleLinks();

    // About boards, models and files.
    void quit();
    void newBoard();
    void openBoard();
    void saveBoardAs();
    void fillRecent();
    void exportVariants();
    static QString exportUnderWay();
    void exportDone(const std::vector<Export>& written, const QString& sentence);
    std::vector<Genome> genomesOf(const QStringList& files);
    void openBoardFile(const QString& file);
    void recoverBoard(const QString& damaged);
    void showShortcuts();
    void showPassport();
    void chooseModel();
    void chooseEngine();

    EngineClient& m_engine;
    Studio& m_studio;
    Exporter m_exporter;
    std::filesystem::path m_exportedBoard;  ///< whose variants they are
    std::unique_ptr<LineageModel> m_lineageModel;
    std::optional<WindowSketch> m_sketch;  ///< what is painted while there are no parts
    ParameterPanel* m_panel = nullptr;
    QPushButton *m_model = nullptr, *m_breed = nullptr, *m_compare = nullptr;
    VariantView* m_grid = nullptr;
    VariantView* m_active = nullptr;  ///< the grid or the pins: commands are about its variants
    PinTray* m_pins = nullptr;
    LineageView* m_lineage = nullptr;
    LargeView* m_large = nullptr;
    BetweenView* m_between = nullptr;  ///< null before it is seen
    Chosen m_ends;                     ///< between which the way goes
    std::vector<Variant> m_endVariants;
    QStackedWidget* m_pages = nullptr;
    MessageBar* m_message = nullptr;
    StatusLine* m_status = nullptr;
    SiteButton* m_site = nullptr;
    SitePanel* m_sitePanel = nullptr;
    PhotoHandle* m_photoHandle = nullptr;  ///< null before a photo is placed
    ParameterSlider *m_spread = nullptr, *m_boldness = nullptr;
    QSpinBox* m_count = nullptr;
    QMenu *m_variantMenu = nullptr, *m_recent = nullptr;
    std::map<const Command*, QAction*> m_actions;
    QTemporaryDir m_taken;  ///< files of variants that are dragged or copied, a folder each time
    int m_takes = 0;
    bool m_isRendering = false;  ///< pictures of the grid are due
    std::vector<StartingChoice> m_starts;  ///< of the model that is open
    StartStrip* m_startStrip = nullptr;
    StartPictures* m_startPictures = nullptr;
    bool m_areStartsAsked = false;  ///< for their pictures
    std::optional<Settings> m_startsWanted;  ///< those at which the menu asked to see the starting points
    QMenu* m_startsMenu = nullptr;
    std::vector<QPushButton*> m_exampleLinks;  ///< of the pins and the lineage
    JobThread m_recovering, m_reading;
};

}  // namespace charrette
