#pragma once

#include <QString>
#include <QStringList>

#include "core/design/card.h"
#include "core/design/interpolation.h"
#include "core/design/variant.h"

namespace charrette {

/// Words about variants, for people.

/// A value with its unit: "180 mm", "Fluted", "on".
QString textOf(const Parameter& parameter, const ParameterValue& value);
/// Also of a direction: "+1.5 σ".
QString amountText(double amount);
/// A choice as people write it: "flat_roof" becomes "Flat roof".
QString choiceText(const QString& choice);
/// What an axis goes along: "Height".
QString axisText(const Card& card, const Axis& axis);

/// What stands under a cell of a sheet or of a strip between two: where on its axes it is. Empty for other variants.
QString captionOf(const Card& card, const Variant& variant);

/// Where a variant's parts come from, a line each: the part, and one share a parent; none: no parent's, as a locked value.
struct OriginLine {
    QString part;
    std::vector<double> shares;
    bool isMutated = false;
};
std::vector<OriginLine> originsOf(const Card* card, const Variant& variant);
/// "Form A, parts B, material A" and what else there is to say of where a child comes from, in one line. Empty for a variant without
/// parents.
QString originText(const Variant& variant);

/// What was done, as the name of a generation and of an edge of the lineage: "Bred".
QString operationText(Operation operation);
/// The letter of a parent: A, B, C, D.
QString parentLetter(size_t parent);

}  // namespace charrette
