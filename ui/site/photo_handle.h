#pragma once

#include <functional>
#include <optional>

#include <QWidget>

namespace charrette {

class SitePanel;

/// Lies over the variants while a photo is being placed: a drag on any picture moves the photo behind all of them, the wheel sizes it, the
/// ends of a level line over one picture turn it; so do arrows, plus and minus, comma and full stop.
class PhotoHandle : public QWidget {
    Q_OBJECT

public:
    /// The picture at a place, or the one nearest to it, in this widget's coordinates; without a place, the one that a person works on.
    using FrameAt = std::function<QRect(std::optional<QPoint> place)>;

    PhotoHandle(SitePanel& panel, FrameAt frameAt, QWidget* parent);

    /// Over the whole parent, with the keyboard.
    void begin();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum class Drag { None, Photo, LeftEnd, RightEnd };
    QLineF line() const;
    Drag partAt(const QPointF& point) const;
    double angleAt(const QPointF& point) const;
    /// In widths of the frame, from its middle.
    QPointF placeIn(const QPointF& point) const;

    SitePanel& m_panel;
    FrameAt m_frameAt;
    QRect m_frame;
    Drag m_drag = Drag::None;
    QPointF m_last;
    double m_tilt = 0;  ///< of the line while it is dragged, in degrees
};

}  // namespace charrette
