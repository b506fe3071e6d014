#pragma once

#include <QAbstractButton>
#include <QWidget>

class QVBoxLayout;

namespace charrette {

/// The line above what can be folded away: an arrow, a title, and in quiet words what is below. A click, Space, or the right and left arrow
/// keys open and close it.
class FoldHeader : public QAbstractButton {
    Q_OBJECT

public:
    explicit FoldHeader(const QString& title, QWidget* parent = nullptr);

    /// What is folded away; what stands out comes first.
    void setContents(const QStringList& contents, const QStringList& standingOut);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QStringList m_contents, m_standingOut;
};

/// Widgets under a header, shown while it is open. Closed, none of them takes the keyboard.
class Fold : public QWidget {
    Q_OBJECT

public:
    explicit Fold(const QString& title, QWidget* parent = nullptr);

    FoldHeader& header() { return *m_header; }
    void add(QWidget* widget);
    bool isOpen() const;
    void setOpen(bool isOpen);

Q_SIGNALS:
    void toggled(bool isOpen);  ///< by the user

private:
    FoldHeader* m_header = nullptr;
    QWidget* m_contents = nullptr;
    QVBoxLayout* m_layout = nullptr;
};

}  // namespace charrette
