#include "ui/window/status_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace charrette {

namespace {

constexpr int barWidth = 140;

/// "cpu" and "cuda:0", as people call them.
QString deviceText(const QString& device) {
    if (device.startsWith("cuda:")) return StatusLine::tr("GPU %1").arg(device.mid(5).toInt() + 1);
    return device.toUpper();
}

}  // namespace

ProgressLine::ProgressLine(const QString& text, const QString& name, QWidget* parent)
    : QWidget(parent), m_text(text), m_label(new QLabel(this)), m_bar(new QProgressBar(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    m_label->setForegroundRole(QPalette::PlaceholderText);
    m_bar->setFixedWidth(barWidth);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(name);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setProperty("flat", true);
    cancel->setFocusPolicy(Qt::TabFocus);
    cancel->setAccessibleName(tr("Cancel: %1").arg(name));
    layout->addWidget(m_label);
    layout->addWidget(m_bar);
    layout->addWidget(cancel);
    connect(cancel, &QPushButton::clicked, this, &ProgressLine::cancelled);
    hide();
}

void ProgressLine::show(int done, int total) {
    m_label->setText(m_text.arg(done).arg(total));
    m_bar->setRange(0, total);
    m_bar->setValue(done);
    setVisible(done < total);
}

StatusLine::StatusLine(QWidget* parent) : QWidget(parent) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 0, 8, 0);
    layout->setSpacing(22);
    setFixedHeight(fontMetrics().height() + 12);
    m_devices = addLabel(tr("What renders"));
    m_engine = addLabel(tr("What the engine does"));
    m_pace = addLabel(tr("Time a picture takes"));
    m_generation = addLabel(tr("Generation"));
    layout->addStretch(1);
    layout->addWidget(m_exports = new ProgressLine(tr("Exporting %1 of %2"), tr("Export"), this));
    layout->addWidget(m_pictures = new ProgressLine(tr("%1 of %2"), tr("Pictures"), this));
}

/// What it is about is the tip: its accessible name is what it says.
QLabel* StatusLine::addLabel(const QString& about) {
    auto* label = new QLabel(this);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setToolTip(about);
    label->hide();
    layout()->addWidget(label);
    return label;
}

namespace {

void showText(QLabel& label, const QString& text) {
    label.setText(text);
    label.setVisible(!text.isEmpty());
}

}  // namespace

void StatusLine::showEngine(const QString& text) { showText(*m_engine, text); }

void StatusLine::showDevices(const QStringList& devices) {
    QStringList names;
    for (const QString& device : devices) names << deviceText(device);
    showText(*m_devices, names.join(", "));
}

void StatusLine::showPace(double milliseconds) {
    showText(*m_pace,
             milliseconds < 1 ? tr("under 1 ms a picture") : tr("%1 ms a picture").arg(milliseconds, 0, 'f', milliseconds < 10 ? 1 : 0));
}

void StatusLine::showGeneration(const QString& text) { showText(*m_generation, text); }

}  // namespace charrette
