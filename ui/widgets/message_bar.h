#pragma once

#include <functional>

#include <QFrame>
#include <QTimer>

class QLabel;
class QPushButton;

namespace charrette {

/// A sentence over the window's content that goes away by itself, unless it offers something to do. Escape closes it.
class MessageBar : public QFrame {
    Q_OBJECT

public:
    explicit MessageBar(QWidget* parent = nullptr);
    void say(const QString& sentence);
    /// The sentence stays until the button, the cross or Escape is pressed.
    void offer(const QString& sentence, const QString& button, std::function<void()> action);
    QString sentence() const;

private:
    void show(const QString& sentence);
    void act();

    QLabel* m_sentence = nullptr;
    QPushButton* m_button = nullptr;
    std::function<void()> m_action;
    QTimer m_leaving;
};

}  // namespace charrette
