#pragma once

#include <vector>

#include <QString>

#include "core/design/card.h"
#include "core/design/settings.h"

namespace charrette {

/// Settings that a designer can begin from: a card's starting point, or one of the person's own.
struct StartingChoice {
    QString title;
    Settings settings;
    bool isOwn = false;
};

/// The card's, then the person's own.
std::vector<StartingChoice> startsOf(const Card& card);
/// The first variant that a start makes, which stands for it.
Genome genomeOf(const Card& card, const StartingChoice& start);
/// The panel's settings once a start has been chosen: their number of variants and their site stay.
Settings startedFrom(const StartingChoice& start, const Settings& settings);
/// Whether nobody has set a value yet; the seed, the number of variants and the site are none.
bool areUntouched(const Card& card, const Settings& settings);

/// A title as it is kept: on one line, not too long; empty where there is nothing to show.
QString startTitle(const QString& typed);
/// The same, or with a number where one of the person's own has it: nothing is replaced.
QString freeStartTitle(const Card& card, const QString& title);

// The person's own. The program's settings keep them under the model's name, so that they outlive its weights: values that do not fit a
// newer card are as nobody has touched them.

std::vector<StartingChoice> ownStarts(const Card& card);
/// As the last; in the place of the one with the same title, where there is one.
void keepStart(const Card& card, const QString& title, const Settings& settings);
/// The new title must be free.
void renameStart(const Card& card, const QString& title, const QString& newTitle);
void removeStart(const Card& card, const QString& title);

}  // namespace charrette
