#pragma once

#include <optional>

#include <QPushButton>

#include "core/design/site.h"

class QMenu;

namespace charrette {

/// What stands behind the variants, in the bar over them: shows it, and offers as learned, the grounds, and a photo. Takes a photo that is
/// dropped.
class SiteButton : public QPushButton {
    Q_OBJECT

public:
    explicit SiteButton(QWidget* parent = nullptr);

    /// `whyNot` is a sentence where nothing can stand behind the variants, and empty otherwise.
    void showSite(const std::optional<Site>& site, const QString& whyNot);

Q_SIGNALS:
    void chosen(const std::optional<charrette::Site>& site);
    void photoWanted();
    void placementWanted();
    void photoDropped(const QString& file);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void fillMenu();
    QAction* addChoice(const QString& title, const QIcon& icon, bool isChosen);

    std::optional<Site> m_site;
    QMenu* m_menu;
};

/// The first file of a drag that may be a photo; empty where there is none.
QString photoIn(const QMimeData& data);

}  // namespace charrette
