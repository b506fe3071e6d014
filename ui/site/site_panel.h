#pragma once

#include <QFrame>

#include "core/design/site.h"

class QLabel;

namespace charrette {

class ParameterSlider;

/// A line of controls over the variants while a photo is being placed, or the light and shadow of a ground set: what the mouse does on the
/// pictures comes here, too. Not modal: the pictures follow, and Return keeps what is seen, Escape takes it back.
class SitePanel : public QFrame {
    Q_OBJECT

public:
    explicit SitePanel(QWidget* parent = nullptr);

    void begin(const Site& site);
    const Site& site() const { return m_site; }

    // In widths of the picture, from its middle.
    void move(double byX, double byY);
    /// So that the place at `aroundX`, `aroundY` stays.
    void scale(double factor, double aroundX = 0, double aroundY = 0);
    /// Degrees clockwise.
    void turn(double degrees);

Q_SIGNALS:
    void changed(const charrette::Site& site);
    void accepted();
    void cancelled();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    ParameterSlider* addSlider(const QString& text, const QString& tip, double minimum, double maximum, int steps);
    void take(const Site& site);
    void showValues();

    Site m_site;
    QLabel* m_hint;
    ParameterSlider *m_scale, *m_angle, *m_match, *m_shadow;
    QWidget* m_placing;  ///< what is about photos alone
};

}  // namespace charrette
