#include "ui/studio/captions.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "core/design/breeding.h"
#include "ui/studio/tuning.h"

namespace charrette {

namespace {

struct Captions {
    Q_DECLARE_TR_FUNCTIONS(Captions)
};

/// The part that no parent gave, as an axis of a sheet set it.
QString setText(const Card& card, const Variant& variant, const Origin& origin) {
    if (origin.part == Origin::Part::Direction) return amountText(amountOf(variant.genome.directions, origin.name));
    const Parameter* parameter = findParameter(card, origin.name);
    const auto value = variant.genome.parameters.find(origin.name);
    return parameter && value != variant.genome.parameters.end() ? textOf(*parameter, value->second) : QString();
}

/// How far from the first parent to the others.
QString wayText(const Origin& origin) {
    QStringList words;
    for (size_t i = 1; i < origin.shares.size(); ++i)
        words << Captions::tr("%1 % %2").arg(int(std::lround(100 * origin.shares[i]))).arg(parentLetter(i));
    return words.join(", ");
}

QString groupText(const std::string& group) {
    if (group == layerGroups[0].name) return Captions::tr("Form");
    if (group == layerGroups[1].name) return Captions::tr("Parts");
    return Captions::tr("Material");
}

QString partText(const Card* card, const Origin& origin) {
    switch (origin.part) {
        case Origin::Part::Parameter:
            if (const Parameter* parameter = card ? findParameter(*card, origin.name) : nullptr)
                return QString::fromStdString(parameter->label);
            return QString::fromStdString(origin.name);
        case Origin::Part::Latent:
            return groupText(origin.name);
        case Origin::Part::Direction:
            return QString::fromStdString(origin.name);
        case Origin::Part::Truncation:
            return Captions::tr("Typical to bold");
        case Origin::Part::Noise:
            return Captions::tr("Grain");
    }
    return {};
}

}  // namespace

QString choiceText(const QString& choice) {
    const QString words = QString(choice).replace('_', ' ');
    return words.isEmpty() ? words : words.front().toUpper() + words.mid(1);
}

QString textOf(const Parameter& parameter, const ParameterValue& value) {
    if (const auto* choice = std::get_if<std::string>(&value)) return choiceText(QString::fromStdString(*choice));
    if (const auto* isOn = std::get_if<bool>(&value)) return *isOn ? Captions::tr("On") : Captions::tr("Off");
    const int decimals = parameter.kind == ParameterKind::Integer ? 0 : parameter.decimals;
    const QString number = QString::number(numberOf(value), 'f', decimals);
    return parameter.unit.empty() ? number : number + ' ' + QString::fromStdString(parameter.unit);
}

QString amountText(double amount) {
    const double shown = std::round(amount * 10) / 10;
    return (shown > 0 ? QString("+") : shown < 0 ? QString("−") : QString()) + QString::number(std::abs(shown), 'f', 1) + " σ";
}

QString axisText(const Card& card, const Axis& axis) {
    if (axis.kind == Axis::Kind::Between) return Captions::tr("Towards another");
    if (axis.kind == Axis::Kind::Direction) return QString::fromStdString(axis.name);
    const Parameter* parameter = findParameter(card, axis.name);
    return QString::fromStdString(parameter ? parameter->label : axis.name);
}

QString captionOf(const Card& card, const Variant& variant) {
    if (variant.operation != Operation::Sheet && variant.operation != Operation::Interpolate) return {};
    QStringList words;
    for (const Origin& origin : variant.origins) {
        if (origin.part == Origin::Part::Truncation && origin.shares.size() > 1) words << wayText(origin);
        if (origin.shares.empty()) words << setText(card, variant, origin);
    }
    words.removeAll(QString());
    return words.join(" · ");
}

std::vector<OriginLine> originsOf(const Card* card, const Variant& variant) {
    std::vector<OriginLine> lines;
    for (const Origin& origin : variant.origins) lines.push_back({partText(card, origin), origin.shares, origin.isMutated});
    // What people see first comes first: form, parts and material, then the parameters.
    std::vector<OriginLine> ordered;
    for (bool isLatent : {true, false})
        for (size_t i = 0; i < lines.size(); ++i)
            if ((variant.origins[i].part == Origin::Part::Latent) == isLatent) ordered.push_back(lines[i]);
    return ordered;
}

QString originText(const Variant& variant) {
    QStringList words;
    for (const Origin& origin : variant.origins) {
        if (origin.part != Origin::Part::Latent || origin.shares.empty()) continue;
        const size_t most = size_t(std::ranges::max_element(origin.shares) - origin.shares.begin());
        words << Captions::tr("%1 from %2").arg(groupText(origin.name), parentLetter(most));
    }
    return words.join(", ");
}

QString operationText(Operation operation) {
    switch (operation) {
        case Operation::Sample:
            return Captions::tr("New generation");
        case Operation::Explore:
            return Captions::tr("Explored");
        case Operation::Breed:
            return Captions::tr("Bred");
        case Operation::Interpolate:
            return Captions::tr("In between");
        case Operation::Sheet:
            return Captions::tr("Sheet");
        case Operation::Import:
            return Captions::tr("Brought in");
    }
    return {};
}

QString parentLetter(size_t parent) { return QString(QChar(char16_t('A' + parent))); }

}  // namespace charrette
