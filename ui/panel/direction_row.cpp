#include "ui/panel/direction_row.h"

#include <cmath>

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/studio/captions.h"
#include "ui/widgets/parameter_slider.h"

namespace charrette {

namespace {

constexpr double farthest = 3;
constexpr int steps = 120;

/// The normal distribution of amounts, by which the latent codes of the training lie along a direction.
std::vector<double> normalShares() {
    std::vector<double> shares;
    for (int i = 0; i < 24; ++i) {
        const double amount = -farthest + (i + 0.5) * 2 * farthest / 24;
        shares.push_back(std::exp(-amount * amount / 2));
    }
    return shares;
}

}  // namespace

DirectionRow::DirectionRow(const std::string& name, QWidget* parent) : QWidget(parent), m_name(name) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 20, 0);
    layout->setSpacing(1);
    auto* head = new QHBoxLayout;
    head->addWidget(new QLabel(choiceText(QString::fromStdString(name)), this), 1);
    m_amount = new QLabel(this);
    head->addWidget(m_amount);
    layout->addLayout(head);
    m_slider = new ParameterSlider(this);
    m_slider->setScale(-farthest, farthest, steps);
    m_slider->setHistogram(normalShares());
    m_slider->setTextOf(amountText);
    m_slider->setAccessibleName(QString::fromStdString(name));
    m_slider->setToolTip(tr("Moves all variants along this direction of the model; in standard deviations"));
    layout->addWidget(m_slider);
    connect(m_slider, &QAbstractSlider::valueChanged, this, &DirectionRow::showAmount);
    connect(m_slider, &ParameterSlider::numberChanged, this, &DirectionRow::moved);
    connect(m_slider, &ParameterSlider::editingFinished, this, &DirectionRow::edited);
    connect(m_slider, &ParameterSlider::resetRequested, this, [this] {
        setAmount(0);
        Q_EMIT edited();
    });
    setAmount(0);
    showAmount();
}

double DirectionRow::amount() const { return m_slider->number(); }

void DirectionRow::setAmount(double amount) { m_slider->setNumber(amount); }

void DirectionRow::showAmount() { m_amount->setText(amountText(amount())); }

}  // namespace charrette
