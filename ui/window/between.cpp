// The window's way between two variants.
#include <algorithm>

#include <QStackedWidget>

#include "ui/between/between_view.h"
#include "ui/grid/variant_view.h"
#include "ui/pins/pin_tray.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/main_window.h"

namespace charrette {

void MainWindow::moveBetween() {
    if (m_between && m_pages->currentWidget() == m_between) return leaveLarge();
    const Chosen two = chosen();
    if (two.rows.size() != 2)
        return m_message->say(tr("Select two variants to move between: Ctrl and a click adds one. Or drag one onto the other with Shift held."));
    showBetween(two);
}

void MainWindow::showBetween(const Chosen& two) {
    const auto& card = m_studio.card();
    const auto variants = two.variants();
    const auto isOfIt = [&](const Variant& variant) { return card && variant.genome.modelHash == card->modelHash(); };
    if (!std::ranges::all_of(variants, isOfIt)) return m_message->say(tr("You can only move between variants of the open model."));
    if (!m_between) {  // not before it is seen, so that the window starts faster
        m_between = new BetweenView(m_engine, m_pages);
        m_pages->addWidget(m_between);
        connect(m_between, &BetweenView::left, this, &MainWindow::leaveLarge);
        connect(m_between, &BetweenView::kept, this, &MainWindow::keepBetween);
    }
    m_ends = two;
    m_endVariants = variants;
    const QString name = two.model == &m_studio.grid() ? tr("Variant %1") : tr("Pin %1");
    std::vector<BetweenView::End> ends;
    for (size_t i = 0; i < 2; ++i) ends.push_back({variants[i], two.model->picture(two.rows[i]), name.arg(two.rows[i] + 1)});
    m_pages->setCurrentWidget(m_between);
    m_between->show(*card, ends, [this](const Genome& genome) { return m_studio.shown(genome); });
    updateActions();
}

void MainWindow::keepBetween(double way, const std::string& group) {
    checkBetween();
    if (m_pages->currentWidget() != m_between) return;
    const int before = m_studio.grid().rowCount();
    m_studio.keepBetween(m_ends, way, group);
    const int row = m_studio.grid().rowCount() - 1;
    // A generation of its own has left the view.
    if (m_pages->currentWidget() != m_between || row < before) return;
    m_grid->setCurrentIndex(m_studio.grid().index(row));
    m_between->say(tr("Kept as variant %1, with both as its parents. Ctrl+Z takes it back; Escape goes to it.").arg(row + 1));
}

/// The ends may have gone from where they were, and the site may be another.
void MainWindow::checkBetween() {
    if (!m_between || m_pages->currentWidget() != m_between) return;
    const auto& card = m_studio.card();
    const auto isThere = [&](size_t i) {
        const int row = m_ends.rows[i];
        const Genome& genome = m_endVariants[i].genome;
        return row < m_ends.model->rowCount() && m_ends.model->variant(row).genome == genome && genome.modelHash == card->modelHash();
    };
    if (card && isThere(0) && isThere(1)) return m_between->refresh();
    leaveLarge();
}

}  // namespace charrette
