#pragma once

#include <array>
#include <vector>

#include <QDialog>

#include "core/design/card.h"
#include "core/design/interpolation.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace charrette {

/// A variant that an axis may lead to, with the name that people know it by.
struct AxisGoal {
    QString name;
    Variant variant;
};

/// What an axis of a sheet goes along, from where to where, and in how many steps.
class AxisEditor : public QWidget {
    Q_OBJECT

public:
    /// `card` must outlive this.
    AxisEditor(const QString& name, const Card& card, const Variant& corner, const std::vector<AxisGoal>& goals, QWidget* parent = nullptr);

    Axis axis() const;
    void setAlong(int index);

Q_SIGNALS:
    void changed();

private:
    QDoubleSpinBox* makeEnd(const QString& name);
    void showAlong();
    void showRange(double minimum, double maximum, int decimals, const QString& unit, double from, double to);
    void setEndsEnabled(bool isEnabled);
    const Parameter* parameter() const;

    const Card& m_card;
    Variant m_corner;
    std::vector<Axis> m_axes;  ///< one for each line of the box
    QComboBox* m_along = nullptr;
    QDoubleSpinBox *m_from = nullptr, *m_to = nullptr;
    QSpinBox* m_steps = nullptr;
};

/// The two axes of a sheet around one variant, its corner.
class SheetDialog : public QDialog {
    Q_OBJECT

public:
    /// `card` must outlive this.
    SheetDialog(const Card& card, const Variant& corner, const QImage& picture, const std::vector<AxisGoal>& goals,
                QWidget* parent = nullptr);

    Axis rows() const { return m_axes[0]->axis(); }
    Axis columns() const { return m_axes[1]->axis(); }

private:
    void showSize();

    const Card& m_card;
    std::array<AxisEditor*, 2> m_axes = {};
    QPushButton* m_make = nullptr;
};

}  // namespace charrette
