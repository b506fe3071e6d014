#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace charrette {

/// Something that is under way: how far it is, and a button that stops it. Hidden when nothing is.
class ProgressLine : public QWidget {
    Q_OBJECT

public:
    /// `text` has places for what is done and for all: "%1 of %2".
    ProgressLine(const QString& text, const QString& name, QWidget* parent = nullptr);
    void show(int done, int total);

Q_SIGNALS:
    void cancelled();

private:
    QString m_text;
    QLabel* m_label = nullptr;
    QProgressBar* m_bar = nullptr;
};

/// The line at the window's foot: what renders and how fast, which generation is shown, and what is under way.
class StatusLine : public QWidget {
    Q_OBJECT

public:
    explicit StatusLine(QWidget* parent = nullptr);

    void showEngine(const QString& text);
    void showDevices(const QStringList& devices);
    void showPace(double milliseconds);
    void showGeneration(const QString& text);
    ProgressLine& pictures() { return *m_pictures; }
    ProgressLine& exports() { return *m_exports; }

private:
    QLabel* addLabel(const QString& about);

    QLabel *m_engine = nullptr, *m_devices = nullptr, *m_pace = nullptr, *m_generation = nullptr;
    ProgressLine *m_pictures = nullptr, *m_exports = nullptr;
};

}  // namespace charrette
