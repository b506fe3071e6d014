#pragma once

#include <vector>

#include <QListWidget>

#include "ui/studio/starts.h"

namespace charrette {

/// Starting points as a row of small pictures. One click, or Enter, chooses; one's own are renamed (F2) and deleted (Delete).
class StartList : public QListWidget {
    Q_OBJECT

public:
    explicit StartList(QWidget* parent = nullptr);
    void setStarts(const std::vector<StartingChoice>& starts);
    void setPicture(int index, const QImage& picture);

Q_SIGNALS:
    void chosen(int index);
    void renameRequested(int index);
    void removeRequested(int index);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    bool isOwn(int row) const;
};

/// The same below a heading, as it stands above the grid.
class StartStrip : public QWidget {
    Q_OBJECT

public:
    explicit StartStrip(QWidget* parent = nullptr);
    StartList& list() { return *m_list; }

private:
    StartList* m_list = nullptr;
};

}  // namespace charrette
