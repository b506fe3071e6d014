#pragma once

#include <functional>
#include <vector>

#include <QAbstractSlider>
#include <QTimer>

namespace charrette {

/// A slider over a parameter's range, with the training data's distribution drawn behind it and a band that says how far new variants may
/// stray from its value; where they may stray over the whole range, the handle is hollow. The mouse drags the value, with Alt the band; the
/// arrow keys move the value, with Alt the band; a double click or Delete asks for the default.
class ParameterSlider : public QAbstractSlider {
    Q_OBJECT

public:
    explicit ParameterSlider(QWidget* parent = nullptr);

    /// Numbers from `minimum` to `maximum` in `steps` steps.
    void setScale(double minimum, double maximum, int steps);
    /// Shares of the data in equal bins over the range; empty: nothing is drawn.
    void setHistogram(const std::vector<double>& shares);

    double minimumNumber() const { return m_minimum; }
    double maximumNumber() const { return m_maximum; }
    double number() const;
    void setNumber(double number);
    /// As the user would: it is reported, and finished at once.
    void changeNumber(double number);
    /// How people write a number: "180 mm". Screen readers say it.
    void setTextOf(std::function<QString(double)> textOf) { m_textOf = std::move(textOf); }
    QString text() const { return m_textOf ? m_textOf(number()) : QString::number(number()); }
    /// How far variants may stray, as a share of the way from the value to either end: 0 to 1.
    double variation() const { return m_variation; }
    void setVariation(double variation);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void numberChanged(double number);  ///< by the user, also while the slider moves
    void variationChanged(double variation);
    void editingFinished();  ///< the user has let go of it; a moment after a click or the wheel's last turn
    void resetRequested();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    enum class Drag { None, Value, Variation };
    double place(double share) const;  ///< x of a share of the range
    double shareAt(double x) const;
    double share() const;
    void dragTo(double x);
    void moveBy(int steps);
    void changeVariation(double variation);
    void finish();
    void finishSoon();
    void reset();
    void paintHistogram(QPainter& painter) const;
    void paintTrack(QPainter& painter) const;

    double m_minimum = 0, m_maximum = 1, m_variation = 0;
    std::vector<double> m_histogram;  ///< 1 for the highest bin
    Drag m_drag = Drag::None;
    std::function<QString(double)> m_textOf;
    double m_grip = 0;       ///< how far from its middle the handle was taken, in pixels
    bool m_isClick = false;  ///< pressed and not moved since
    bool m_edited = false;   ///< and not reported as finished yet
    bool m_byUser = false;
    QTimer m_ending;
};

}  // namespace charrette
