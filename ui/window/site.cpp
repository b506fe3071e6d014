// What stands behind the variants, in the window: its control, and a photo while it is being placed.
#include <algorithm>

#include <QFileDialog>
#include <QHBoxLayout>
#include <QImageReader>
#include <QMenu>
#include <QStackedWidget>
#include <QStandardPaths>

#include "ui/compare/large_view.h"
#include "ui/grid/variant_view.h"
#include "ui/site/photo_handle.h"
#include "ui/site/site_button.h"
#include "ui/site/site_panel.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/main_window.h"

namespace charrette {

namespace {

/// The largest square in a widget's middle, where its picture is.
QRect squareOf(const QWidget& view, const QWidget& in) {
    const int side = std::min(view.width(), view.height());
    const QRect square((view.width() - side) / 2, (view.height() - side) / 2, side, side);
    return {view.mapTo(&in, square.topLeft()), square.size()};
}

}  // namespace

void MainWindow::makeSiteControls(QLayout& bar) {
    m_site = new SiteButton;
    bar.addWidget(m_site);
    m_sitePanel = new SitePanel;
    connect(m_site, &SiteButton::chosen, this, [this](const std::optional<Site>& site) {
        endPlacing();
        m_studio.setSite(site);
    });
    connect(m_site, &SiteButton::photoWanted, this, &MainWindow::choosePhoto);
    connect(m_site, &SiteButton::placementWanted, this, &MainWindow::placePhoto);
    connect(m_site, &SiteButton::photoDropped, &m_studio, &Studio::choosePhoto);
    connect(&m_studio, &Studio::photoChosen, this, &MainWindow::placePhoto);
    connect(m_sitePanel, &SitePanel::changed, &m_studio, &Studio::tuneSite);
    connect(m_sitePanel, &SitePanel::changed, this, &MainWindow::checkBetween);
    connect(m_sitePanel, &SitePanel::accepted, this, [this] {
        const bool isChanged = m_studio.isTuningSite();
        const Site site = m_sitePanel->site();
        endPlacing();
        if (isChanged) m_studio.setSite(site);
    });
    connect(m_sitePanel, &SitePanel::cancelled, this, [this] {
        m_studio.dropTunedSite();
        endPlacing();
    });
}

/// Also when a gesture has ended the placing.
void MainWindow::showSite() {
    m_site->showSite(m_studio.site(), m_studio.whyNoSite());
    if (m_sitePanel->isVisible() && !m_studio.isTuningSite() && m_studio.site() != m_sitePanel->site()) endPlacing();
}

void MainWindow::chooseSite() {
    if (!m_site->isEnabled()) return m_message->say(m_studio.whyNoSite());
    m_site->showMenu();
}

void MainWindow::choosePhoto() {
    if (const QString reason = m_studio.whyNoSite(); !reason.isEmpty()) return m_message->say(reason);
    QStringList endings;
    for (const QByteArray& format : QImageReader::supportedImageFormats()) endings << "*." + QString::fromUtf8(format);
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    const QString file = QFileDialog::getOpenFileName(this, tr("A photo of the site"), folder, tr("Photos (%1)").arg(endings.join(' ')));
    if (!file.isEmpty()) m_studio.choosePhoto(file);
}

void MainWindow::placePhoto() {
    const auto site = m_studio.site();
    if (!site) return;
    m_sitePanel->begin(*site);
    if (site->photo.empty()) return m_sitePanel->setFocus();
    if (!m_photoHandle)
        m_photoHandle = new PhotoHandle(
            *m_sitePanel, [this](std::optional<QPoint> place) { return pictureFrame(place); }, m_pages);
    // The panel has taken its place over the pictures by then.
    QMetaObject::invokeMethod(
        m_photoHandle, [this] { m_photoHandle->begin(); }, Qt::QueuedConnection);
}

void MainWindow::endPlacing() {
    if (m_sitePanel->isHidden()) return;
    m_sitePanel->hide();
    if (m_photoHandle) m_photoHandle->hide();
    m_pages->currentWidget()->setFocus();
}

/// In the pages' coordinates.
QRect MainWindow::pictureFrame(std::optional<QPoint> place) const {
    if (m_pages->currentWidget() != m_grid) {
        QRect first;
        for (const auto* picture : m_pages->currentWidget()->findChildren<PictureView*>()) {
            if (!picture->isVisible()) continue;
            const QRect frame = squareOf(*picture, *m_pages);
            if (place && frame.contains(*place)) return frame;
            if (first.isNull()) first = frame;
        }
        return first;
    }
    const QPoint corner = m_grid->viewport()->mapTo(m_pages, QPoint());
    const QModelIndex under = place ? m_grid->indexAt(*place - corner) : QModelIndex();
    const auto visible = m_grid->visibleRows();
    const int current = m_grid->currentIndex().row(), first = visible.empty() ? 0 : visible.front();
    const int row = under.isValid() ? under.row() : std::ranges::binary_search(visible, current) ? current : first;
    return m_grid->pictureRect(row).translated(corner);
}

/// A picture file without a variant in it may be meant as a photo.
bool MainWindow::offerAsSite(const QString& file, const QString& sentence) {
    if (!m_studio.whyNoSite().isEmpty() || !QImageReader(file).canRead()) return false;
    m_message->offer(sentence, tr("Put it behind the variants"), [this, file] { m_studio.choosePhoto(file); });
    return true;
}

}  // namespace charrette
