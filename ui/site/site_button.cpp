#include "ui/site/site_button.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QImage>
#include <QImageReader>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QPainterPath>
#include <QUrl>

#include "core/site/grounds.h"
#include "core/site/srgb.h"

namespace charrette {

namespace {

constexpr QSize swatch(22, 16);
constexpr int textWidth = 96;

QIcon iconOf(const Ground& ground) {
    constexpr int scale = 2;
    const LinearPicture picture = drawn(ground, scale * swatch.width(), scale * swatch.height());
    QImage image(picture.width, picture.height, QImage::Format_RGB888);
    for (int y = 0; y < picture.height; ++y)
        for (int channel = 0; channel < 3; ++channel)
            encodeEveryThird(picture.plane(channel) + y * picture.width, size_t(picture.width), image.scanLine(y) + channel);
    QImage rounded(image.size(), QImage::Format_ARGB32_Premultiplied);
    rounded.fill(Qt::transparent);
    QPainter painter(&rounded);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath path;
    path.addRoundedRect(QRectF(rounded.rect()), 2 * scale, 2 * scale);
    painter.setClipPath(path);
    painter.drawImage(0, 0, image);
    return QPixmap::fromImage(rounded);
}

}  // namespace

QString photoIn(const QMimeData& data) {
    for (const QUrl& url : data.urls()) {
        const QString ending = QFileInfo(url.path()).suffix().toLower();
        if (url.isLocalFile() && QImageReader::supportedImageFormats().contains(ending.toUtf8())) return url.toLocalFile();
    }
    return {};
}

SiteButton::SiteButton(QWidget* parent) : QPushButton(parent), m_menu(new QMenu(this)) {
    setAcceptDrops(true);
    setFocusPolicy(Qt::TabFocus);
    setIconSize(swatch);
    setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &SiteButton::fillMenu);
    showSite({}, {});
}

void SiteButton::showSite(const std::optional<Site>& site, const QString& whyNot) {
    m_site = site;
    const Ground* ground = site ? groundNamed(site->name) : nullptr;
    const QString name = !site ? tr("As learned") : ground ? tr(ground->title) : QString::fromStdString(site->file);
    setText((ground ? " " : "") + tr("Site: %1").arg(fontMetrics().elidedText(site ? name : tr("as learned"), Qt::ElideMiddle, textWidth)));
    setIcon(ground ? iconOf(*ground) : QIcon());
    setEnabled(whyNot.isEmpty());
    setAccessibleName(tr("Site: %1").arg(name));
    setToolTip(whyNot.isEmpty() ? tr("Site: what stands behind the variants (G). A photo can be dropped here") : whyNot);
}

QAction* SiteButton::addChoice(const QString& title, const QIcon& icon, bool isChosen) {
    QAction* action = m_menu->addAction(icon, title);
    action->setCheckable(true);
    action->setChecked(isChosen);
    return action;
}

void SiteButton::fillMenu() {
    m_menu->clear();
    connect(addChoice(tr("As learned"), {}, !m_site), &QAction::triggered, this, [this] { Q_EMIT chosen({}); });
    m_menu->addSeparator();
    for (const Ground& ground : grounds()) {
        QAction* action = addChoice(tr(ground.title), iconOf(ground), m_site && m_site->name == ground.name);
        connect(action, &QAction::triggered, this, [this, &ground] { Q_EMIT chosen(Site{.name = ground.name, .match = ground.match}); });
    }
    m_menu->addSeparator();
    const bool hasPhoto = m_site && !m_site->photo.empty();
    if (hasPhoto) addChoice(QString::fromStdString(m_site->file), {}, true)->setEnabled(false);
    m_menu->addAction(hasPhoto ? tr("Another photo …") : tr("A photo …"), this, &SiteButton::photoWanted);
    m_menu->addSeparator();
    m_menu->addAction(hasPhoto ? tr("Place the photo …") : tr("Light and shadow …"), this, &SiteButton::placementWanted)->setEnabled(m_site.has_value());
}

void SiteButton::dragEnterEvent(QDragEnterEvent* event) {
    if (!photoIn(*event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void SiteButton::dropEvent(QDropEvent* event) {
    event->setDropAction(Qt::CopyAction);
    event->accept();
    Q_EMIT photoDropped(photoIn(*event->mimeData()));
}

}  // namespace charrette
