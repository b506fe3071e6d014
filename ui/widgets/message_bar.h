#pragma once

#include <QFrame>
#include <QTimer>

class QLabel;

namespace charrette {

/// A sentence over the window's content that goes away by itself.
class MessageBar : public QFrame {
    Q_OBJECT

public:
    explicit MessageBar(QWidget* parent = nullptr);
    void say(const QString& sentence);

private:
    QLabel* m_sentence = nullptr;
    QTimer m_leaving;
};

}  // namespace charrette
