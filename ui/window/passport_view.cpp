#include "ui/window/passport_view.h"

#include <QLabel>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

namespace charrette {

PassportView::PassportView(QWidget* parent) : QScrollArea(parent) {
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Passport"));
    auto* page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(10);
    m_banner = new QLabel(page);
    m_title = new QLabel(page);
    m_title->setWordWrap(true);
    m_title->setTextFormat(Qt::PlainText);
    m_texts = new QWidget(page);
    m_textsLayout = new QVBoxLayout(m_texts);
    m_textsLayout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_banner);
    layout->addWidget(m_title);
    layout->addWidget(m_texts);
    layout->addStretch(1);
    setWidget(page);
}

void PassportView::addText(const QString& name, const std::string& text) {
    if (text.empty()) return;
    auto* heading = new QLabel(name, m_texts);
    heading->setFont(headingFont(font()));
    heading->setForegroundRole(QPalette::PlaceholderText);
    heading->setContentsMargins(0, 6, 0, 0);
    auto* words = new QLabel(QString::fromStdString(text), m_texts);
    words->setWordWrap(true);
    words->setTextFormat(Qt::PlainText);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_textsLayout->addWidget(heading);
    m_textsLayout->addWidget(words);
}

void PassportView::showSentence(const QString& sentence) {
    while (QLayoutItem* item = m_textsLayout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_banner->hide();
    m_title->setText(sentence);
}

void PassportView::show(const Card& card, const QPixmap& banner) {
    showSentence(QString::fromStdString(card.description));
    m_banner->setPixmap(banner);
    m_banner->setVisible(!banner.isNull());
    addText(tr("Training data"), card.passport.trainingData);
    addText(tr("Made by"), card.passport.madeBy);
    addText(tr("Licence"), card.passport.licence);
    addText(tr("Bias and limits"), card.passport.bias);
    addText(tr("Intended use"), card.passport.intendedUse);
}

}  // namespace charrette
