#pragma once

#include <QString>
#include <QStringList>

#include "core/design/card.h"
#include "core/design/variant.h"

namespace charrette {

/// Names of exported files, made of words in braces: {board}, {model}, {generation}, {number} (the place in the grid, from 1), {id} (unique
/// in the board), {stars}, {note}, and the name of any of the model's parameters, declared or latent: {height} is "180 mm".

constexpr const char* defaultPattern = "{board} {generation}-{number}";

/// What stands for the words that do not depend on the variant.
struct NameSource {
    QString board, model;
    const Card* card = nullptr;  ///< of the variants' model; null: no parameter's name is a word. Must outlive this
};

/// Without a folder and an ending. What no file system takes in a name becomes "-"; never empty.
QString nameOf(const QString& pattern, const NameSource& source, const Variant& variant);
/// One name a variant, all different also on systems that do not tell large letters from small: equal ones get a number.
QStringList namesOf(const QString& pattern, const NameSource& source, const std::vector<Variant>& variants);
/// The words that a pattern may have, for people.
QString patternWords(const NameSource& source = {});

}  // namespace charrette
