// The window's commands: what the menus and keys do.
#include "ui/window/main_window.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/design/model_folders.h"
#include "ui/breed/breed_dialog.h"
#include "ui/compare/large_view.h"
#include "ui/grid/variant_view.h"
#include "ui/studio/pictures.h"
#include "ui/theme/theme.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/pages.h"

namespace charrette {

namespace {

constexpr const char* genomeType = "application/x-charrette-genome";
const QString boardFilter = QStringLiteral("Charrette (*.charrette)");

}  // namespace

const std::vector<MainWindow::Command>& MainWindow::commands() {
    using enum Command::Needs;
    static const std::vector<Command> all = {
        {"File", QT_TR_NOOP("New board"), "Ctrl+N", &MainWindow::newBoard},
        {"File", QT_TR_NOOP("Open board …"), "Ctrl+O", &MainWindow::openBoard},
        {"File", QT_TR_NOOP("Save board as …"), "Ctrl+Shift+S", &MainWindow::saveBoardAs},
        {"Edit", QT_TR_NOOP("Undo"), "Ctrl+Z", &MainWindow::undo, Undo},
        {"Edit", QT_TR_NOOP("Redo"), "Ctrl+Shift+Z", &MainWindow::redo, Redo},
        {"Edit", QT_TR_NOOP("Copy picture and genome"), "Ctrl+C", &MainWindow::copy, Variant},
        {"Edit", QT_TR_NOOP("Paste genome"), "Ctrl+V", &MainWindow::paste, Model},
        {"Variant", QT_TR_NOOP("Enlarge"), "Return", &MainWindow::enlarge, Variant},
        {"Variant", QT_TR_NOOP("Pin or unpin"), "P", &MainWindow::togglePin, Variant},
        {"Variant", QT_TR_NOOP("Reject or restore"), "X", &MainWindow::toggleRejected, Variant},
        {"Variant", QT_TR_NOOP("Note …"), "N", &MainWindow::editNote, Variant},
        {"Variant", QT_TR_NOOP("Use these settings"), "Ctrl+Return", &MainWindow::useSettings, Variant},
        {"Generation", QT_TR_NOOP("New generation"), "Space", &MainWindow::make, Model},
        {"Generation", QT_TR_NOOP("Explore around"), "E", &MainWindow::explore, Variant},
        {"Generation", QT_TR_NOOP("Breed …"), "B", &MainWindow::breed, Variants},
        {"Generation", QT_TR_NOOP("Compare"), "C", &MainWindow::compare, Variants},
        {"View", QT_TR_NOOP("Larger pictures"), "+", &MainWindow::zoomIn},
        {"View", QT_TR_NOOP("Smaller pictures"), "-", &MainWindow::zoomOut},
        {"View", QT_TR_NOOP("Show rejected variants"), "R", &MainWindow::showRejected},
        {"View", QT_TR_NOOP("Dark or light"), "Ctrl+Shift+D", &MainWindow::switchAppearance},
        {"Model", QT_TR_NOOP("Passport"), "", &MainWindow::showPassport, Model},
        {"Help", QT_TR_NOOP("Shortcuts"), "F1", &MainWindow::showShortcuts},
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
    for (int rating = 0; rating <= ratingLimit; ++rating) {
        auto* action = menus["Variant"]->addAction(rating == 0 ? tr("No stars") : QString(rating, QChar(0x2605)));
        action->setShortcut(QKeySequence(QString::number(rating)));
        connect(action, &QAction::triggered, this, [this, rating] { rate(rating); });
    }
}

void MainWindow::updateActions() {
    using enum Command::Needs;
    const size_t count = chosen().size();
    const bool isOpen = m_studio.card().has_value();
    for (const auto& [command, action] : m_actions) switch (command->needs) {
            case Nothing:
                break;
            case Model:
                action->setEnabled(isOpen);
                break;
            case Variant:
                action->setEnabled(count > 0);
                break;
            case Variants:
                action->setEnabled(count > 1);
                break;
            case Undo:
                action->setEnabled(m_studio.board().undoable().has_value());
                break;
            case Redo:
                action->setEnabled(m_studio.board().redoable().has_value());
                break;
        }
}

void MainWindow::make() {
    leaveLarge();
    m_studio.newGeneration();
}

void MainWindow::explore() {
    if (chosen().empty()) return m_message->say(tr("Select the variant to explore around."));
    const int row = chosen().front();
    leaveLarge();
    m_studio.exploreAround(row);
}

void MainWindow::breed() {
    const auto rows = chosen();
    if (rows.size() < 2 || rows.size() > parentLimit)
        return m_message->say(tr("Select two to four variants to breed: Ctrl and a click adds one."));
    std::vector<QImage> pictures;
    for (int row : rows) pictures.push_back(m_studio.grid().picture(row));
    BreedDialog dialog(pictures, m_studio.settings(), this);
    if (dialog.exec() != QDialog::Accepted) return;
    leaveLarge();
    m_studio.breed(rows, dialog.options());
}

void MainWindow::compare() {
    const auto rows = chosen();
    if (rows.size() < 2 || rows.size() > LargeView::most)
        return m_message->say(tr("Select two to four variants to compare: Ctrl and a click adds one."));
    m_large->show(rows, m_studio.card() ? &*m_studio.card() : nullptr);
    m_pages->setCurrentWidget(m_large);
}

void MainWindow::enlarge() {
    if (m_pages->currentWidget() == m_large) return leaveLarge();
    if (m_grid->currentIndex().isValid()) showLarge(m_grid->currentIndex().row());
}

void MainWindow::showLarge(int row) {
    m_large->show({row}, nullptr);
    m_pages->setCurrentWidget(m_large);
    m_large->setFocus();
}

void MainWindow::togglePin() {
    if (m_pins->hasFocus()) return m_studio.unpin(m_pins->chosenRows());
    m_studio.togglePins(chosen());
}

void MainWindow::toggleRejected() { m_studio.toggleRejected(chosen()); }

void MainWindow::rate(int rating) {
    if (!chosen().empty()) m_studio.rate(chosen(), rating);
}

void MainWindow::editNote() {
    const auto rows = chosen();
    if (rows.empty()) return;
    const Variant variant = m_studio.variantAt(rows.front());
    bool isAccepted = false;
    const QString note = QInputDialog::getText(this, tr("Note"), tr("What to remember of this variant:"), QLineEdit::Normal,
                                               QString::fromStdString(variant.note), &isAccepted);
    if (isAccepted) m_studio.setNote(variant.id, note);
}

void MainWindow::useSettings() {
    if (!chosen().empty()) m_studio.takeSettings(m_studio.variantAt(chosen().front()));
}

/// Files that a drop target may take, the picture and the genome.
QMimeData* MainWindow::mimeDataOf(VariantModel& model, const std::vector<int>& rows) {
    auto* data = new QMimeData;
    QList<QUrl> files;
    const QDir folder(QDir::tempPath() + "/charrette");
    QDir().mkpath(folder.path());
    nlohmann::json genomes = nlohmann::json::array();
    for (int row : rows) {
        const Genome& genome = model.variant(row).genome;
        genomes.push_back(toJson(genome));
        QFile file(folder.filePath(tr("variant %1.png").arg(row + 1)));
        if (file.open(QIODevice::WriteOnly) && file.write(pngOf(model.picture(row), genome)) > 0)
            files << QUrl::fromLocalFile(file.fileName());
    }
    if (!rows.empty()) data->setImageData(model.picture(rows.front()));
    data->setUrls(files);
    data->setData(genomeType, QByteArray::fromStdString(genomes.dump()));
    data->setText(QString::fromStdString((rows.size() == 1 ? genomes[0] : genomes).dump(1)));
    return data;
}

void MainWindow::copy() {
    if (!chosen().empty()) QApplication::clipboard()->setMimeData(mimeDataOf(m_studio.grid(), chosen()));
}

void MainWindow::paste() {
    try {
        const std::string text = QApplication::clipboard()->text().toStdString();
        m_studio.import({genomeFromText(text, tr("The clipboard").toStdString())});
    } catch (const Error& error) {
        m_message->say(QString::fromUtf8(error.what()));
    }
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

void MainWindow::newBoard() {
    try {
        m_studio.setBoard(Board::createUnnamed(boardFolder()));
    } catch (const Error& error) {
        m_message->say(QString::fromUtf8(error.what()));
    }
}

void MainWindow::openBoardFile(const QString& file) {
    try {
        m_studio.setBoard(Board::open(file.toStdString()));
    } catch (const DamagedBoard& error) {
        m_message->say(QString::fromUtf8(error.what()));
        const QString to =
            QFileDialog::getSaveFileName(this, tr("Recover what can be read into"), file + "-recovered.charrette", boardFilter);
        if (!to.isEmpty()) recoverBoard(file, to);
    } catch (const Error& error) {
        m_message->say(QString::fromUtf8(error.what()));
    }
}

void MainWindow::recoverBoard(const QString& damaged, const QString& file) {
    try {
        m_studio.setBoard(Board::recover(damaged.toStdString(), file.toStdString()));
    } catch (const Error& error) {
        m_message->say(QString::fromUtf8(error.what()));
    }
}

void MainWindow::openBoard() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Open board"), {}, boardFilter);
    if (!file.isEmpty()) openBoardFile(file);
}

void MainWindow::saveBoardAs() {
    const QString file = QFileDialog::getSaveFileName(this, tr("Save board as"), {}, boardFilter);
    if (!file.isEmpty()) m_studio.saveBoardAs(file.toStdString());
}

void MainWindow::showShortcuts() {
    QStringList lines;
    for (const auto& command : commands())
        if (*command.key) lines << tr("%1\t%2").arg(QKeySequence(command.key).toString(QKeySequence::NativeText), tr(command.text));
    lines << tr("1 to 5, 0\tStars, none");
    showLines(tr("Shortcuts"), lines, this);
}

void MainWindow::showPassport() {
    if (m_studio.card()) charrette::showPassport(*m_studio.card(), this);
}

void MainWindow::chooseModel() {
    QMenu menu(this);
    for (const auto& folder : modelFolders()) {
        const QString path = QString::fromStdString(folder.string());
        menu.addAction(QFileInfo(path).fileName(), this, [this, path] { m_studio.openModel(path); });
    }
    menu.addSeparator();
    menu.addAction(tr("Open a model's folder …"), this, [this] {
        const QString path = QFileDialog::getExistingDirectory(this, tr("Open a model's folder"));
        if (!path.isEmpty()) m_studio.openModel(path);
    });
    menu.addAction(tr("Passport"), this, [this] { showPassport(); })->setEnabled(m_studio.card().has_value());
    menu.exec(m_model->mapToGlobal(QPoint(0, m_model->height())));
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && !event->source()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) openFile(url.toLocalFile());
}

void MainWindow::openFile(const QString& file) {
    if (QFileInfo(file).isDir()) return m_studio.openModel(file);
    if (file.endsWith(".charrette")) return openBoardFile(file);
    try {
        m_studio.import({genomeFromFile(file)});
    } catch (const Error& error) {
        m_message->say(QString::fromUtf8(error.what()));
    }
}

}  // namespace charrette
