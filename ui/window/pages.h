#pragma once

#include <utility>
#include <vector>

#include <QString>

#include "core/design/card.h"

class QWidget;

namespace charrette {

/// Keys of one kind of commands, and what they do.
struct ShortcutGroup {
    QString title;
    std::vector<std::pair<QString, QString>> lines;
};

/// All keys on one sheet.
void showShortcuts(const std::vector<ShortcutGroup>& groups, QWidget* parent);
/// What a person must know before using a model's pictures.
void showPassport(const Card& card, QWidget* parent);

}  // namespace charrette
