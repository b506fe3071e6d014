#pragma once

#include <QAction>
#include <QtTest>

#include "ui/grid/variant_view.h"
#include "ui/panel/parameter_panel.h"
#include "ui/panel/parameter_row.h"
#include "ui/widgets/parameter_slider.h"
#include "ui/window/main_window.h"

namespace charrette::test {

/// A window over a board, shown, with a model being opened.
class OpenedWindow {
public:
    OpenedWindow(const QStringList& engineCommand, const QString& model, Board board)
        : engine({.command = engineCommand}), studio(engine, std::move(board)), window(engine, studio) {
        window.show();
        // Commands are about the view that has the keyboard, which none has in a window that is not active.
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window)) qWarning("The window does not become active");
        studio.openModel(model);
        for (auto* view : window.findChildren<VariantView*>()) (view->model() == &studio.grid() ? grid : pins) = view;
    }

    /// True when the model is open and every picture is there, within two minutes.
    bool waitForPictures() {
        return QTest::qWaitFor([this] { return studio.card() && areAllThere(studio.grid()) && areAllThere(studio.pins()); }, 120'000);
    }
    static bool areAllThere(const VariantModel& model) {
        for (int row = 0; row < model.rowCount(); ++row)
            if (model.state(row) != PictureState::Full) return false;
        return true;
    }
    /// True when no picture waits to be stored.
    bool waitForStoring() {
        return QTest::qWaitFor(
            [this] {
                return std::ranges::none_of(studio.board().variants({.generation = studio.board().currentGeneration()}),
                                            [](const Variant& variant) { return variant.picture.empty(); });
            },
            60'000);
    }

    void select(const std::vector<int>& rows) { select(*grid, rows); }
    static void select(VariantView& view, const std::vector<int>& rows) {
        view.setFocus();
        view.selectionModel()->clear();
        for (int row : rows) view.selectionModel()->setCurrentIndex(view.model()->index(row, 0), QItemSelectionModel::Select);
    }
    /// A key for a control, which has the keyboard then; a slider waits for no more of them.
    static void press(QWidget& widget, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        widget.setFocus();
        QTest::keyClick(&widget, key, modifiers);
        QEvent leaving(QEvent::Leave);
        QApplication::sendEvent(&widget, &leaving);
    }
    /// A command of the menus, by its key; null when there is none.
    QAction* command(const QString& key) const {
        for (QAction* action : window.findChildren<QAction*>())
            if (action->shortcut() == QKeySequence(key)) return action;
        return nullptr;
    }
    void run(const QString& key) {
        QAction* action = command(key);
        QVERIFY2(action, qPrintable("no command for " + key));
        action->trigger();
    }
    /// Answers the next dialog, which a command is about to open.
    template <class Dialog>
    void answer(const std::function<void(Dialog&)>& answer) {
        QTimer::singleShot(0, &window, [answer] {
            auto* dialog = qobject_cast<Dialog*>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            answer(*dialog);
        });
    }
    /// Of the panel.
    ParameterSlider& slider(int index) { return *window.findChild<ParameterPanel*>()->findChildren<ParameterSlider*>()[index]; }
    ParameterRow& row(int index) { return *window.findChildren<ParameterRow*>()[index]; }
    std::vector<QImage> pictures() const { return picturesOf(studio.grid()); }
    static std::vector<QImage> picturesOf(const VariantModel& model) {
        std::vector<QImage> all;
        for (int row = 0; row < model.rowCount(); ++row) all.push_back(model.picture(row).convertToFormat(QImage::Format_RGB888));
        return all;
    }

    EngineClient engine;
    mutable Studio studio;
    MainWindow window;
    VariantView *grid = nullptr, *pins = nullptr;
};

}  // namespace charrette::test
