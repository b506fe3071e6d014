#pragma once

#include <QPixmap>
#include <QScrollArea>

#include "core/design/card.h"

class QLabel;
class QVBoxLayout;

namespace charrette {

/// What a person must know before using a model's pictures. Plain text: a card may be a stranger's.
class PassportView : public QScrollArea {
    Q_OBJECT

public:
    explicit PassportView(QWidget* parent = nullptr);

    void show(const Card& card, const QPixmap& banner = {});
    /// Instead of a passport.
    void showSentence(const QString& sentence);

private:
    void addText(const QString& name, const std::string& text);

    QLabel *m_banner = nullptr, *m_title = nullptr;
    QWidget* m_texts = nullptr;
    QVBoxLayout* m_textsLayout = nullptr;
};

}  // namespace charrette
