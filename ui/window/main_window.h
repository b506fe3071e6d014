#pragma once

#include <map>
#include <memory>

#include <QMainWindow>

#include "ui/studio/studio.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QSlider;
class QSpinBox;
class QStackedWidget;

namespace charrette {

class LargeView;
class LineageModel;
class LineageView;
class MessageBar;
class ParameterPanel;
class VariantView;

/// The window: the panel on the left, variants in the middle, pins and lineage on the right. It only wires these to the studio.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    /// `engine` and `studio` must outlive this.
    MainWindow(EngineClient& engine, Studio& studio, QWidget* parent = nullptr);
    ~MainWindow() override;

protected:
    bool event(QEvent* event) override;
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
        enum class Needs { Nothing, Model, Variant, Variants, Undo, Redo } needs = Needs::Nothing;
    };
    static const std::vector<Command>& commands();

    QWidget* makeLeft();
    QWidget* makeCentre();
    QWidget* makeBar();
    QWidget* makeRight();
    void makeMenus();
    void makeStatus();
    void connectStudio();
    QSlider* makeScale(const QString& from, const QString& to, const QString& name, QLayout& layout);

    void showCard();
    void showSettings();
    void showHistory();
    void showEngine();
    void showModelPicture();
    void switchAppearance();
    void updateActions();
    void commitBar();
    void keepLayout();
    void restoreLayout();

    std::vector<int> chosen() const;
    void make();
    void explore();
    void breed();
    void compare();
    void enlarge();
    void showLarge(int row);
    void togglePin();
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
    void newBoard();
    void openBoard();
    void saveBoardAs();
    void showShortcuts();
    void showPassport();
    void chooseModel();
    void leaveLarge();
    void openFile(const QString& file);
    void openBoardFile(const QString& file);
    void recoverBoard(const QString& damaged, const QString& file);
    QMimeData* mimeDataOf(VariantModel& model, const std::vector<int>& rows);

    EngineClient& m_engine;
    Studio& m_studio;
    std::unique_ptr<LineageModel> m_lineageModel;
    ParameterPanel* m_panel = nullptr;
    QPushButton* m_model = nullptr;
    VariantView *m_grid = nullptr, *m_pins = nullptr;
    LineageView* m_lineage = nullptr;
    LargeView* m_large = nullptr;
    QStackedWidget* m_pages = nullptr;
    MessageBar* m_message = nullptr;
    QSlider *m_spread = nullptr, *m_boldness = nullptr;
    QSpinBox* m_count = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel *m_state = nullptr, *m_generation = nullptr, *m_done = nullptr;
    std::map<const Command*, QAction*> m_actions;
    bool m_isShowing = false;  ///< the controls are being set, not moved
};

}  // namespace charrette
