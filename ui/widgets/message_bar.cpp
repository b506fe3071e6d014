#include "ui/widgets/message_bar.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QToolButton>

namespace charrette {

namespace {

/// Time to read a sentence: a moment to see it, and so much for each letter.
std::chrono::milliseconds readingTime(const QString& sentence) { return std::chrono::milliseconds(3000 + 60 * sentence.size()); }

}  // namespace

MessageBar::MessageBar(QWidget* parent) : QFrame(parent), m_sentence(new QLabel(this)), m_button(new QPushButton(this)) {
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Button);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 7, 8, 7);
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QToolButton(this);
    close->setText(QStringLiteral("✕"));
    close->setAutoRaise(true);
    close->setAccessibleName(tr("Close the message"));
    layout->addWidget(m_sentence, 1);
    layout->addWidget(m_button);
    layout->addWidget(close);
    m_leaving.setSingleShot(true);
    connect(&m_leaving, &QTimer::timeout, this, &QWidget::hide);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(new QShortcut(Qt::Key_Escape, this), &QShortcut::activated, this, &QWidget::hide);
    connect(m_button, &QPushButton::clicked, this, &MessageBar::act);
    hide();
}

void MessageBar::show(const QString& sentence) {
    m_sentence->setText(sentence);
    QWidget::show();
    QAccessibleEvent event(m_sentence, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void MessageBar::say(const QString& sentence) {
    // What is offered is not talked over: it would be lost.
    if (isVisible() && m_action) return m_sentence->setText(m_sentence->text() + "\n" + sentence);
    m_action = nullptr;
    m_button->hide();
    show(sentence);
    m_leaving.start(readingTime(sentence));
}

void MessageBar::offer(const QString& sentence, const QString& button, std::function<void()> action) {
    m_leaving.stop();
    m_action = std::move(action);
    m_button->setText(button);
    m_button->show();
    show(sentence);
}

void MessageBar::act() {
    hide();
    if (const auto action = std::exchange(m_action, nullptr)) action();
}

QString MessageBar::sentence() const { return isHidden() ? QString() : m_sentence->text(); }

}  // namespace charrette
