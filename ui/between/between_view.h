#pragma once

#include <functional>
#include <string>
#include <vector>

#include <QImage>
#include <QWidget>

#include "core/design/card.h"
#include "core/design/variant.h"
#include "ui/between/newest_picture.h"

class QButtonGroup;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace charrette {

class ParameterSlider;
class PictureView;

/// The way from one variant to another, in full pictures: the mouse moves along it across the picture, the arrow keys in steps. A group of
/// the card's parameters can change alone. A click, or Return, asks to keep what is shown; Escape leaves.
class BetweenView : public QWidget {
    Q_OBJECT

public:
    struct End {
        Variant variant;
        QImage picture;
        QString name;  ///< "Variant 3"
    };

    /// `engine` must outlive this.
    explicit BetweenView(EngineClient& engine, QWidget* parent = nullptr);

    /// `shown` says how a genome is shown: on the site that stands behind the variants. Begins half-way.
    void show(const Card& card, const std::vector<End>& ends, std::function<Genome(const Genome&)> shown);
    /// 0 at the first end, 1 at the second.
    double way() const;
    /// Empty: everything changes.
    std::string group() const;
    /// Asks for the picture once more: what stands behind it may have changed.
    void refresh();
    /// One sentence in the place of the hint, until the way changes.
    void say(const QString& sentence);

Q_SIGNALS:
    void left();
    void kept(double way, const std::string& group);

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct Side {
        PictureView* picture = nullptr;
        QLabel* name = nullptr;
    };
    Side addSide(QHBoxLayout& row);
    void showGroups();
    void moveTo(double way);
    void askForPicture();
    void alignSlider();
    void sayHint();

    Card m_card;
    std::vector<End> m_ends;
    std::function<Genome(const Genome&)> m_shown;
    std::vector<std::string> m_groups;  ///< the first is empty
    NewestPicture m_newest;
    std::vector<Side> m_sides;
    PictureView* m_picture = nullptr;
    ParameterSlider* m_slider = nullptr;
    QWidget* m_groupRow = nullptr;
    QButtonGroup* m_groupButtons = nullptr;
    QLabel* m_hint = nullptr;
    QPushButton* m_keep = nullptr;
    bool m_isPressed = false;  ///< the mouse, on the picture
};

}  // namespace charrette
