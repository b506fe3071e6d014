#include "ui/export/name_pattern.h"

#include <array>
#include <set>

namespace charrette {

namespace {

/// Bytes of a name before its ending: file systems take 255.
constexpr qsizetype longest = 200;

QString cleaned(QString name) {
    for (QChar& letter : name)
        if (!letter.isPrint() || QStringLiteral("/\\:*?\"<>|").contains(letter)) letter = '-';
    name = name.simplified();
    while (name.startsWith('.')) name.remove(0, 1);
    while (name.endsWith('.') || name.endsWith(' ')) name.chop(1);
    while (name.toUtf8().size() > longest) name.chop(1);
    return name;
}

/// "-2", "-3", … where a name is taken.
QString differing(const QString& name, std::set<QString>& taken) {
    QString made = name;
    for (int number = 2; !taken.insert(made.toCaseFolded()).second; ++number) made = name + '-' + QString::number(number);
    return made;
}

}  // namespace

QString patternWords() { return QStringLiteral("{board} {model} {generation} {number} {id} {stars} {note}"); }

QString nameOf(const QString& pattern, const NameSource& source, const Variant& variant) {
    const std::array<std::pair<const char*, QString>, 7> words = {{
        {"{board}", source.board},
        {"{model}", source.model},
        {"{generation}", QString::number(variant.generation)},
        {"{number}", QString::number(variant.place + 1).rightJustified(2, '0')},
        {"{id}", QString::number(variant.id)},
        {"{stars}", QString::number(variant.rating)},
        {"{note}", QString::fromStdString(variant.note)},
    }};
    QString name;
    for (qsizetype at = 0; at < pattern.size();) {
        const auto word =
            std::ranges::find_if(words, [&](const auto& item) { return pattern.mid(at).startsWith(QLatin1String(item.first)); });
        name += word == words.end() ? QString(pattern[at]) : word->second;
        at += word == words.end() ? 1 : qsizetype(qstrlen(word->first));
    }
    name = cleaned(name);
    return name.isEmpty() ? QString("variant %1").arg(variant.id) : name;
}

QStringList namesOf(const QString& pattern, const NameSource& source, const std::vector<Variant>& variants) {
    QStringList names;
    std::set<QString> taken;
    for (const Variant& variant : variants) names << differing(nameOf(pattern, source, variant), taken);
    return names;
}

}  // namespace charrette
