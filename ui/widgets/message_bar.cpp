#include "ui/widgets/message_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace charrette {

namespace {

/// Time to read a sentence: a moment to see it, and so much for each letter.
std::chrono::milliseconds readingTime(const QString& sentence) { return std::chrono::milliseconds(3000 + 60 * sentence.size()); }

}  // namespace

MessageBar::MessageBar(QWidget* parent) : QFrame(parent), m_sentence(new QLabel(this)) {
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Button);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 7, 8, 7);
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_sentence->setAccessibleName(tr("Message"));
    auto* close = new QToolButton(this);
    close->setText(QStringLiteral("✕"));
    close->setAutoRaise(true);
    close->setAccessibleName(tr("Close the message"));
    layout->addWidget(m_sentence, 1);
    layout->addWidget(close);
    m_leaving.setSingleShot(true);
    connect(&m_leaving, &QTimer::timeout, this, &QWidget::hide);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    hide();
}

void MessageBar::say(const QString& sentence) {
    m_sentence->setText(sentence);
    m_leaving.start(readingTime(sentence));
    show();
}

}  // namespace charrette
