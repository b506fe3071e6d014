// The window's commands: what the menus and keys do.
#include <algorithm>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>

#include "ui/breed/breed_dialog.h"
#include "ui/compare/large_view.h"
#include "ui/grid/variant_view.h"
#include "ui/lineage/lineage_view.h"
#include "ui/panel/parameter_panel.h"
#include "ui/pins/pin_tray.h"
#include "ui/sheet/sheet_dialog.h"
#include "ui/theme/theme.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/main_window.h"

namespace charrette {

namespace {

constexpr int fewestSteps = 3, mostSteps = 48, usualSteps = 9;

QString gestureText(Gesture gesture) {
    switch (gesture) {
        case Gesture::AddGeneration:
        case Gesture::AddVariants:
            return MainWindow::tr("the generation");
        case Gesture::ShowGeneration:
            return MainWindow::tr("going to a generation");
        case Gesture::Settings:
            return MainWindow::tr("the change of settings");
        case Gesture::Site:
            return MainWindow::tr("the change of site");
        case Gesture::Pin:
        case Gesture::Unpin:
        case Gesture::MovePin:
            return MainWindow::tr("the pin");
        case Gesture::Rate:
            return MainWindow::tr("the stars");
        case Gesture::Note:
            return MainWindow::tr("the note");
        case Gesture::Reject:
        case Gesture::Restore:
            return MainWindow::tr("the rejection");
        case Gesture::New:
        case Gesture::Recover:
            break;
    }
    return {};
}

}  // namespace

const std::vector<MainWindow::Command>& MainWindow::commands() {
    using enum Command::Needs;
    static const std::vector<Command> all = {
        {QT_TR_NOOP("&File"), QT_TR_NOOP("New board"), "Ctrl+N", &MainWindow::newBoard},
        {"&File", QT_TR_NOOP("Open board …"), "Ctrl+O", &MainWindow::openBoard},
        {"&File", QT_TR_NOOP("Open the example"), "Ctrl+Shift+O", &MainWindow::openExample},
        {"&File", QT_TR_NOOP("Name the board …"), "Ctrl+Shift+S", &MainWindow::saveBoardAs},
        {"&File", QT_TR_NOOP("Export …"), "Ctrl+E", &MainWindow::exportVariants, Model},
        {"&File", QT_TR_NOOP("Quit"), "Ctrl+Q", &MainWindow::quit},
        {QT_TR_NOOP("&Edit"), QT_TR_NOOP("Undo"), "Ctrl+Z", &MainWindow::undo, Undo},
        {"&Edit", QT_TR_NOOP("Redo"), "Ctrl+Shift+Z", &MainWindow::redo, Redo},
        {"&Edit", QT_TR_NOOP("Copy picture and genome"), "Ctrl+C", &MainWindow::copy, Variant},
        {"&Edit", QT_TR_NOOP("Paste genome"), "Ctrl+V", &MainWindow::paste, Model},
        {QT_TR_NOOP("&Variant"), QT_TR_NOOP("Enlarge"), "Return", &MainWindow::enlarge, Variant},
        {"&Variant", QT_TR_NOOP("Pin or unpin"), "P", &MainWindow::togglePin, Variant},
        {"&Variant", QT_TR_NOOP("Reject or restore"), "X", &MainWindow::toggleRejected, Variant},
        {"&Variant", QT_TR_NOOP("Note …"), "N", &MainWindow::editNote, Variant},
        {"&Variant", QT_TR_NOOP("Use these settings"), "Ctrl+Return", &MainWindow::useSettings, Variant},
        {"&Variant", QT_TR_NOOP("Pin one place up"), "[", &MainWindow::movePinEarlier, Pin},
        {"&Variant", QT_TR_NOOP("Pin one place down"), "]", &MainWindow::movePinLater, Pin},
        {QT_TR_NOOP("&Generation"), QT_TR_NOOP("New generation"), "Space", &MainWindow::make, Model},
        {"&Generation", QT_TR_NOOP("Explore around"), "E", &MainWindow::explore, Variant},
        {"&Generation", QT_TR_NOOP("Breed …"), "B", &MainWindow::breed, Variant},
        {"&Generation", QT_TR_NOOP("Compare"), "C", &MainWindow::compare, Variant},
        {"&Generation", QT_TR_NOOP("Sheet along two axes …"), "S", &MainWindow::makeSheet, Variant},
        {"&Generation", QT_TR_NOOP("Steps between two …"), "I", &MainWindow::makeStrip, Variant},
        {"&Generation", QT_TR_NOOP("Move between two"), "M", &MainWindow::moveBetween, Variant},
        {"&Generation", QT_TR_NOOP("Stop rendering"), "Ctrl+.", &MainWindow::stopPictures, Pictures},
        {QT_TR_NOOP("&Site"), QT_TR_NOOP("What stands behind the variants …"), "G", &MainWindow::chooseSite, Model},
        {"&Site", QT_TR_NOOP("A photo …"), "Ctrl+Shift+G", &MainWindow::choosePhoto, Model},
        {"&Site", QT_TR_NOOP("Place the photo, light and shadow …"), "Shift+G", &MainWindow::placePhoto, Site},
        {QT_TR_NOOP("Vie&w"), QT_TR_NOOP("Larger pictures"), "+", &MainWindow::zoomIn},
        {"Vie&w", QT_TR_NOOP("Smaller pictures"), "-", &MainWindow::zoomOut},
        {"Vie&w", QT_TR_NOOP("Show rejected variants"), "R", &MainWindow::showRejected},
        {"Vie&w", QT_TR_NOOP("Go to the parameters"), "Ctrl+1", &MainWindow::goToParameters},
        {"Vie&w", QT_TR_NOOP("Go to the variants"), "Ctrl+2", &MainWindow::goToGrid},
        {"Vie&w", QT_TR_NOOP("Go to the pins"), "Ctrl+3", &MainWindow::goToPins},
        {"Vie&w", QT_TR_NOOP("Go to the lineage"), "Ctrl+4", &MainWindow::goToLineage},
        {"Vie&w", QT_TR_NOOP("Dark or light"), "Ctrl+Shift+D", &MainWindow::switchAppearance},
        {QT_TR_NOOP("&Model"), QT_TR_NOOP("Choose …"), "Ctrl+M", &MainWindow::chooseModel},
        {"&Model", QT_TR_NOOP("Passport"), "Ctrl+I", &MainWindow::showPassport, Model},
        {"&Model", QT_TR_NOOP("Engine …"), "Ctrl+Shift+M", &MainWindow::chooseEngine},
        {"&Model", QT_TR_NOOP("Show the starting points"), "Ctrl+K", &MainWindow::goToStarts, Model},
        {"&Model", QT_TR_NOOP("Keep these settings as a starting point …"), "Ctrl+Shift+K", &MainWindow::keepAsStart, Model},
        {QT_TR_NOOP("&Help"), QT_TR_NOOP("Shortcuts"), "F1", &MainWindow::showShortcuts},
    };
    return all;
}

void MainWindow::makeMenus() {
    std::map<std::string, QMenu*> menus;
    for (const Command& command : commands()) {
        QMenu*& menu = menus[command.menu];
        if (!menu) menu = menuBar()->addMenu(tr(command.menu));
        auto* action = menu->addAction(tr(command.text));
        action->setShortcut(QKeySequence(command.key));
        connect(action, &QAction::triggered, this, command.run);
        m_actions[&command] = action;
    }
    m_variantMenu = menus["&Variant"];
    m_variantMenu->addSeparator();
    for (int rating = 0; rating <= ratingLimit; ++rating) {
        auto* action = m_variantMenu->addAction(rating == 0 ? tr("No stars") : QString(rating, QChar(0x2605)));
        action->setShortcut(QKeySequence(QString::number(rating)));
        connect(action, &QAction::triggered, this, [this, rating] { rate(rating); });
    }
    makeStartsMenu(*menus["&Model"]);
    m_recent = new QMenu(tr("Open recent"), this);
    menus["&File"]->insertMenu(menus["&File"]->actions().at(2), m_recent);
    connect(m_recent, &QMenu::aboutToShow, this, &MainWindow::fillRecent);
}

bool MainWindow::isEnabled(Command::Needs needs) const {
    using enum Command::Needs;
    switch (needs) {
        case Nothing:
            return true;
        case Model:
            return m_studio.card().has_value();
        case Variant:
            return !chosen().empty();
        case Pin:
            return m_active != m_grid && !chosen().empty();
        case Site:
            return m_studio.site().has_value();
        case Undo:
            return m_studio.undoable().has_value();
        case Redo:
            return m_studio.redoable().has_value();
        case Pictures:
            return m_isRendering;
    }
    return true;
}

void MainWindow::updateActions() {
    if (m_actions.empty()) return;
    for (const auto& [command, action] : m_actions) {
        action->setEnabled(isEnabled(command->needs));
        const auto step = command->needs == Command::Needs::Undo   ? m_studio.undoable()
                          : command->needs == Command::Needs::Redo ? m_studio.redoable()
                                                                   : std::nullopt;
        action->setText(step ? tr("%1 %2").arg(tr(command->text), gestureText(step->gesture)) : tr(command->text));
    }
    const size_t count = chosen().rows.size();
    const bool areSeveral = count >= 2 && count <= parentLimit;
    m_breed->setText(areSeveral ? tr("Breed %1").arg(count) : tr("Breed"));
    m_compare->setText(areSeveral ? tr("Compare %1").arg(count) : tr("Compare"));
}

void MainWindow::make() {
    m_studio.newGeneration();
    showMade();
}

void MainWindow::explore() {
    const Chosen one = chosen();
    if (one.empty()) return m_message->say(tr("Select the variant to explore around."));
    m_studio.exploreAround(one);
    showMade();
}

void MainWindow::breed() {
    const Chosen parents = chosen();
    if (parents.rows.size() < 2 || parents.rows.size() > parentLimit)
        return m_message->say(tr("Select two to four variants to breed: Ctrl and a click adds one."));
    std::vector<QImage> pictures;
    for (int row : parents.rows) pictures.push_back(parents.model->picture(row));
    BreedDialog dialog(pictures, m_studio.settings(), this);
    if (dialog.exec() != QDialog::Accepted) return;
    m_studio.breed(parents, dialog.options());
    showMade();
}

void MainWindow::compare() {
    const Chosen several = chosen();
    if (several.rows.size() < 2 || several.rows.size() > LargeView::most)
        return m_message->say(tr("Select two to four variants to compare: Ctrl and a click adds one."));
    showLarge(several);
}

void MainWindow::enlarge() {
    if (m_pages->currentWidget() == m_large) return leaveLarge();
    Chosen one = chosen();
    if (one.empty()) return;
    const int current = m_active == m_grid ? m_grid->currentIndex().row() : one.rows.front();
    one.rows = {current >= 0 ? current : one.rows.front()};
    showLarge(one);
}

void MainWindow::showLarge(const Chosen& chosen) {
    if (!m_large) {  // not before it is seen, so that the window starts faster
        m_large = new LargeView([this](VariantId id) { return m_studio.thumbnailOf(id); }, m_pages);
        m_pages->addWidget(m_large);
        connect(m_large, &LargeView::left, this, &MainWindow::leaveLarge);
        connect(m_large, &LargeView::moved, this, &MainWindow::moveLarge);
    }
    m_large->show(*chosen.model, chosen.rows, m_studio.card() ? &*m_studio.card() : nullptr);
    m_pages->setCurrentWidget(m_large);
    m_large->setFocus();
    updateActions();
}

void MainWindow::moveLarge(int by) {
    const int row = m_large->rows().size() == 1 ? m_large->rows()[0] + by : -1;
    if (row < 0 || row >= m_large->model()->rowCount()) return;
    if (m_active == m_grid) m_grid->setCurrentIndex(m_studio.grid().index(row));
    showLarge({m_large->model(), {row}});
}

void MainWindow::makeSheet() {
    const Chosen several = chosen();
    if (several.empty() || !m_studio.card()) return;
    const auto variants = several.variants();
    std::vector<AxisGoal> goals;
    for (size_t i = 1; i < variants.size() && i < parentLimit; ++i)
        goals.push_back({tr("variant %1").arg(several.rows[i] + 1), variants[i]});
    for (int row = 0; row < m_studio.pins().rowCount(); ++row)
        if (several.model != &m_studio.pins()) goals.push_back({tr("pin %1").arg(row + 1), m_studio.pins().variant(row)});
    SheetDialog dialog(*m_studio.card(), variants[0], several.model->picture(several.rows[0]), goals, this);
    if (dialog.exec() != QDialog::Accepted) return;
    // Whoever cancels has not made a draft a generation: an axis may lead to a variant that the board has from now on.
    const auto kept = m_studio.variantsOf(several);
    const auto withKept = [&](Axis axis) {
        const auto isOther = [&](const Variant& variant) { return axis.other.id == 0 && variant.genome == axis.other.genome; };
        if (const auto found = std::ranges::find_if(kept, isOther); found != kept.end()) axis.other = *found;
        return axis;
    };
    m_studio.makeSheet(several, withKept(dialog.rows()), withKept(dialog.columns()));
    showMade();
}

void MainWindow::makeStrip() {
    const Chosen two = chosen();
    if (two.rows.size() != 2) return m_message->say(tr("Select two variants to go from one to the other: Ctrl and a click adds one."));
    bool isAccepted = false;
    const int steps = QInputDialog::getInt(this, tr("Steps between two"), tr("Steps, both ends included:"), usualSteps, fewestSteps,
                                           mostSteps, 1, &isAccepted);
    if (!isAccepted) return;
    m_studio.interpolate(two, steps);
    showMade();
}

void MainWindow::togglePin() { m_studio.togglePins(chosen()); }

void MainWindow::movePinEarlier() { m_pins->moveChosen(-1); }

void MainWindow::movePinLater() { m_pins->moveChosen(1); }

void MainWindow::toggleRejected() { m_studio.toggleRejected(chosen()); }

void MainWindow::rate(int rating) { m_studio.rate(chosen(), rating); }

void MainWindow::editNote() {
    const Chosen all = chosen();
    if (all.empty()) return;
    bool isAccepted = false;
    const QString note = QInputDialog::getText(this, tr("Note"), tr("What to remember of this variant:"), QLineEdit::Normal,
                                               QString::fromStdString(all.first().note), &isAccepted);
    if (isAccepted) m_studio.setNote({all.model, {all.rows.front()}}, note);
}

void MainWindow::useSettings() {
    if (!chosen().empty()) m_studio.takeSettings(chosen().first());
}

void MainWindow::copy() {
    const Chosen all = chosen();
    if (all.empty()) return;
    if (QMimeData* data = mimeDataOf(*all.model, all.rows)) QApplication::clipboard()->setMimeData(data);
}

void MainWindow::undo() { m_studio.undo(); }

void MainWindow::redo() { m_studio.redo(); }

void MainWindow::showRejected() { m_studio.setShowsRejected(!m_studio.showsRejected()); }

void MainWindow::switchAppearance() {
    const bool isDark = systemAppearance(palette()) == Appearance::Dark;
    applyTheme(*qApp, isDark ? Appearance::Light : Appearance::Dark);
    QSettings().setValue(appearanceKey, isDark ? "light" : "dark");
}

void MainWindow::zoomIn() { m_grid->setCellWidth(m_grid->cellWidth() * 5 / 4); }

void MainWindow::zoomOut() { m_grid->setCellWidth(m_grid->cellWidth() * 4 / 5); }

void MainWindow::quit() { close(); }

void MainWindow::stopPictures() { m_studio.cancelPictures(); }

void MainWindow::goToParameters() { m_panel->focusFirst(); }

/// Commands are about the grid from now on, also while a dialog is about to give the keyboard back.
void MainWindow::goToGrid() {
    m_pages->setCurrentWidget(m_grid);
    setActive(*m_grid);
    m_grid->setFocus();
}

/// New variants are none of those that were selected.
void MainWindow::showMade() {
    goToGrid();
    m_grid->clearSelection();
}

void MainWindow::goToPins() { m_pins->view().setFocus(); }

void MainWindow::goToLineage() { m_lineage->setFocus(); }

}  // namespace charrette
