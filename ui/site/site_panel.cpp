#include "ui/site/site_panel.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>

#include "ui/widgets/parameter_slider.h"

namespace charrette {

namespace {

constexpr double mostAway = 4, leastScale = 0.25, mostScale = 8, mostTurned = 45;

bool endsPlacing(const QKeyEvent& event) { return event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter || event.key() == Qt::Key_Escape; }

}  // namespace

SitePanel::SitePanel(QWidget* parent) : QFrame(parent), m_hint(new QLabel(this)), m_placing(new QWidget(this)) {
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setAccessibleName(tr("Place the photo"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 6, 14, 8);
    layout->setSpacing(8);
    auto* placing = new QHBoxLayout(m_placing);
    placing->setContentsMargins(0, 0, 0, 0);
    placing->setSpacing(8);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_hint->setMinimumWidth(0);
    m_hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(m_hint, 1);
    layout->addWidget(m_placing);
    m_scale = addSlider(tr("Size"), tr("Size of the photo (+ and −, or the wheel)"), std::log2(leastScale), std::log2(mostScale), 200);
    m_angle = addSlider(tr("Horizon"), tr("Turns the photo to level its horizon (, and .)"), -mostTurned, mostTurned, 360);
    m_match = addSlider(tr("Match"), tr("How much of the site's brightness and warmth the object takes on"), 0, 1, 100);
    m_shadow = addSlider(tr("Shadow"), tr("Strength of the object's contact shadow"), 0, 1, 100);
    m_scale->setTextOf([](double number) { return tr("%1 %").arg(int(std::lround(100 * std::exp2(number)))); });
    m_angle->setTextOf([](double number) { return tr("%1°").arg(number, 0, 'f', 1); });
    const auto follow = [this](ParameterSlider* slider, const auto& set, double otherwise) {
        connect(slider, &ParameterSlider::numberChanged, this, [this, set](double number) {
            Site site = m_site;
            set(site, number);
            take(site);
        });
        connect(slider, &ParameterSlider::resetRequested, slider, [slider, otherwise] { slider->changeNumber(otherwise); });
    };
    follow(m_scale, [](Site& site, double number) { site.scale = std::exp2(number); }, 0);
    follow(m_angle, [](Site& site, double number) { site.angle = number; }, 0);
    follow(m_match, [](Site& site, double number) { site.match = number; }, 0);
    follow(m_shadow, [](Site& site, double number) { site.shadow = number; }, 1);
    auto* done = new QPushButton(tr("Done"), this);
    done->setDefault(true);
    done->setToolTip(tr("Keeps the site as it is seen (Return)"));
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setToolTip(tr("Goes back to the site as it was (Escape)"));
    connect(done, &QPushButton::clicked, this, &SitePanel::accepted);
    connect(cancel, &QPushButton::clicked, this, &SitePanel::cancelled);
    for (QPushButton* button : {done, cancel}) {
        layout->addWidget(button);
        button->installEventFilter(this);
    }
    setFocusProxy(m_match);
    hide();
}

ParameterSlider* SitePanel::addSlider(const QString& text, const QString& tip, double minimum, double maximum, int steps) {
    auto* label = new QLabel(text, this);
    label->setForegroundRole(QPalette::PlaceholderText);
    auto* slider = new ParameterSlider(this);
    slider->setScale(minimum, maximum, steps);
    slider->setFixedWidth(92);
    slider->setAccessibleName(text);
    slider->setToolTip(tip);
    slider->installEventFilter(this);
    const bool isPlacing = m_placing->layout()->count() < 4;
    QLayout* target = isPlacing ? m_placing->layout() : layout();
    target->addWidget(label);
    target->addWidget(slider);
    return slider;
}

void SitePanel::begin(const Site& site) {
    m_site = site;
    const bool isPhoto = !site.photo.empty();
    m_placing->setVisible(isPhoto);
    m_hint->setText(isPhoto ? tr("Drag the photo to place it") : tr("Light and shadow of the object"));
    m_hint->setToolTip(isPhoto ? tr("A drag moves the photo, the wheel sizes it, an end of the line turns it") : QString());
    showValues();
    show();
}

void SitePanel::showValues() {
    m_scale->setNumber(std::log2(m_site.scale));
    m_angle->setNumber(m_site.angle);
    m_match->setNumber(m_site.match);
    m_shadow->setNumber(m_site.shadow);
}

void SitePanel::take(const Site& site) {
    if (site == m_site) return;
    m_site = site;
    Q_EMIT changed(m_site);
}

void SitePanel::move(double byX, double byY) {
    Site site = m_site;
    site.x = std::clamp(site.x + byX, -mostAway, mostAway);
    site.y = std::clamp(site.y + byY, -mostAway, mostAway);
    take(site);
}

void SitePanel::scale(double factor, double aroundX, double aroundY) {
    Site site = m_site;
    site.scale = std::clamp(site.scale * factor, leastScale, mostScale);
    const double grown = site.scale / m_site.scale;
    site.x = std::clamp(aroundX + (site.x - aroundX) * grown, -mostAway, mostAway);
    site.y = std::clamp(aroundY + (site.y - aroundY) * grown, -mostAway, mostAway);
    take(site);
    showValues();
}

void SitePanel::turn(double degrees) {
    Site site = m_site;
    site.angle = std::clamp(site.angle + degrees, -mostTurned, mostTurned);
    take(site);
    showValues();
}

void SitePanel::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return cancelled();
    if (endsPlacing(*event)) return accepted();
    QFrame::keyPressEvent(event);
}

/// Of the controls: these keys are about the panel, not the window's commands or the button that has the keyboard.
bool SitePanel::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    if (!endsPlacing(*key)) return QFrame::eventFilter(watched, event);
    event->accept();
    if (event->type() == QEvent::KeyPress) keyPressEvent(key);
    return true;
}

}  // namespace charrette
