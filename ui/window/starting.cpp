// The window's commands about where a design begins: starting points, and the example.
#include <array>
#include <memory>

#include <QAction>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>

#include "core/base/error.h"
#include "core/board/example.h"
#include "core/design/model_folders.h"
#include "ui/grid/variant_view.h"
#include "ui/lineage/lineage_model.h"
#include "ui/panel/parameter_panel.h"
#include "ui/pins/pin_tray.h"
#include "ui/starts/start_pictures.h"
#include "ui/starts/start_strip.h"
#include "ui/studio/starts.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/main_window.h"
#include "ui/window/recent_boards.h"

namespace charrette {

namespace {

constexpr const char* exampleModel = "houses";

Card cardOfExample() { return readCard(findModel(exampleModel) / "card.json"); }

}  // namespace

QWidget* MainWindow::makeStarts() {
    m_startStrip = new StartStrip(this);
    m_startStrip->hide();
    m_startPictures = new StartPictures(m_engine, this);
    StartList& list = m_startStrip->list();
    connect(m_startPictures, &StartPictures::picture, &list, &StartList::setPicture);
    connect(&list, &StartList::chosen, this, &MainWindow::beginFrom);
    connect(&list, &StartList::renameRequested, this, &MainWindow::renameStart);
    connect(&list, &StartList::removeRequested, this, &MainWindow::removeStart);
    return m_startStrip;
}

void MainWindow::makeStartsMenu(QMenu& menu) {
    m_startsMenu = new QMenu(tr("Starting points"), this);
    menu.addSeparator();
    menu.addMenu(m_startsMenu);
    connect(m_startsMenu, &QMenu::aboutToShow, this, &MainWindow::fillStartsMenu);
}

void MainWindow::fillStartsMenu() {
    m_startsMenu->clear();
    for (size_t i = 0; i < m_starts.size(); ++i) {
        const int index = int(i);
        m_startsMenu->addAction(m_starts[i].title, this, [this, index] { beginFrom(index); });
    }
    if (m_starts.empty()) m_startsMenu->addAction(tr("This model has none yet"))->setEnabled(false);
    QMenu *renaming = new QMenu(tr("Rename"), m_startsMenu), *removing = new QMenu(tr("Delete"), m_startsMenu);
    for (size_t i = 0; i < m_starts.size(); ++i) {
        if (!m_starts[i].isOwn) continue;
        const int index = int(i);
        renaming->addAction(m_starts[i].title, this, [this, index] { renameStart(index); });
        removing->addAction(m_starts[i].title, this, [this, index] { removeStart(index); });
    }
    if (renaming->isEmpty()) return;
    m_startsMenu->addSeparator();
    m_startsMenu->addMenu(renaming);
    m_startsMenu->addMenu(removing);
}

/// The model's, which may be another one now, or one's own have changed.
void MainWindow::readStarts() {
    m_starts = m_studio.card() ? startsOf(*m_studio.card()) : std::vector<StartingChoice>();
    m_startStrip->list().setStarts(m_starts);
    m_areStartsAsked = false;
    showStarts();
}

/// Above a draft whose settings nobody has touched, or as long as the settings are those at which the menu asked for them.
void MainWindow::showStarts() {
    if (!m_startStrip) return;
    const auto& card = m_studio.card();
    const Settings& settings = m_studio.settings();
    if (m_startsWanted && !(*m_startsWanted == settings)) m_startsWanted.reset();
    const bool isUntouched = card && m_studio.isDraft() && areUntouched(*card, settings);
    const bool isShown = card && !m_starts.empty() && (isUntouched || m_startsWanted) && m_pages->currentWidget() == m_grid;
    if (!isShown && m_startStrip->isAncestorOf(focusWidget())) m_grid->setFocus();
    m_startStrip->setVisible(isShown);
    if (!isShown || m_areStartsAsked) return;
    m_areStartsAsked = true;
    std::vector<Genome> genomes;
    for (const StartingChoice& start : m_starts) genomes.push_back(genomeOf(*card, start));
    m_startPictures->ask(std::move(genomes));
}

void MainWindow::goToStarts() {
    if (m_starts.empty()) return m_message->say(tr("This model has no starting points yet; Ctrl+Shift+K keeps the panel's settings as one."));
    leaveLarge();
    m_startsWanted = m_studio.settings();
    showStarts();
    m_startStrip->list().setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::beginFrom(int index) {
    if (!m_studio.card() || index < 0 || size_t(index) >= m_starts.size()) return;
    m_studio.takeSettings(startedFrom(m_starts[size_t(index)], m_studio.settings()));
    m_startsWanted.reset();
    showStarts();
    goToGrid();
}

void MainWindow::keepAsStart() {
    if (!m_studio.card()) return;
    const QString typed = askForStartTitle(tr("Keep these settings as a starting point"), QString());
    if (typed.isEmpty()) return;
    const QString title = freeStartTitle(*m_studio.card(), typed);
    keepStart(*m_studio.card(), title, m_panel->settings());
    readStarts();
    m_message->say(tr("'%1' is a starting point of %2 from now on.").arg(title, QString::fromStdString(m_studio.card()->title)));
}

QString MainWindow::askForStartTitle(const QString& heading, const QString& now) {
    bool isAccepted = false;
    const QString typed = QInputDialog::getText(this, heading, tr("Title:"), QLineEdit::Normal, now, &isAccepted);
    return isAccepted ? startTitle(typed) : QString();
}

void MainWindow::renameStart(int index) {
    const QString title = m_starts.at(size_t(index)).title, typed = askForStartTitle(tr("Rename the starting point"), title);
    if (typed.isEmpty() || typed == title) return;
    const Card card = *m_studio.card();
    const QString free = freeStartTitle(card, typed);
    charrette::renameStart(card, title, free);
    readStarts();
    m_message->offer(tr("The starting point '%1' is '%2' now.").arg(title, free), tr("Take it back"), [this, card, title, free] {
        charrette::renameStart(card, free, freeStartTitle(card, title));
        readStarts();
    });
}

void MainWindow::removeStart(int index) {
    const StartingChoice start = m_starts.at(size_t(index));
    const Card card = *m_studio.card();
    charrette::removeStart(card, start.title);
    readStarts();
    m_message->offer(tr("The starting point '%1' is deleted.").arg(start.title), tr("Bring it back"), [this, card, start] {
        keepStart(card, start.title, start.settings);
        readStarts();
    });
}

/// An unnamed copy of one's own, about the model that is open or else the houses.
void MainWindow::openExample() {
    m_message->say(tr("The example is being laid out …"));
    m_reading.post([this, card = m_studio.card()] {
        auto board = std::make_shared<Board>();
        std::string sentence;
        try {
            *board = Board::createUnnamed(unnamedBoardFolder().toStdString());
            tellExample(*board, card ? *card : cardOfExample());
        } catch (const std::exception& error) {
            sentence = error.what();
        }
        const auto give = [this, board, sentence] {
            try {
                if (!sentence.empty()) throw Error(sentence);
                m_studio.setBoard(std::move(*board));
                m_studio.fillBoard();
                goToGrid();
                m_message->say(tr("An example to look around in: pins and notes at the right, below them where each generation comes from. "
                                  "Nothing in it can be spoiled."));
            } catch (const Error& error) {
                m_message->say(QString::fromUtf8(error.what()));
            }
        };
        QMetaObject::invokeMethod(this, give, Qt::QueuedConnection);
    });
}

/// Where a panel is empty for want of anything to show yet.
QPushButton* MainWindow::makeExampleLink(QWidget* parent) {
    auto* link = new QPushButton(tr("See an example"), parent);
    link->setProperty("flat", true);
    link->setFocusPolicy(Qt::TabFocus);
    link->setToolTip(tr("Opens an example board; this one stays as it is"));
    connect(link, &QPushButton::clicked, this, &MainWindow::openExample);
    m_exampleLinks.push_back(link);
    return link;
}

void MainWindow::showExampleLinks() {
    const std::array isEmpty = {m_studio.pins().rowCount() == 0, m_lineageModel->rowCount() == 0};
    for (size_t i = 0; i < m_exampleLinks.size(); ++i) m_exampleLinks[i]->setVisible(isEmpty.at(i));
}

}  // namespace charrette
