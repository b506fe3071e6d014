#pragma once

#include <string>

#include <QWidget>

class QLabel;

namespace charrette {

class ParameterSlider;

/// A direction's amount, from -3 to 3 standard deviations.
class DirectionRow : public QWidget {
    Q_OBJECT

public:
    explicit DirectionRow(const std::string& name, QWidget* parent = nullptr);

    const std::string& name() const { return m_name; }
    double amount() const;
    void setAmount(double amount);

Q_SIGNALS:
    void moved();
    void edited();

private:
    void showAmount();

    std::string m_name;
    QLabel* m_amount = nullptr;
    ParameterSlider* m_slider = nullptr;
};

}  // namespace charrette
