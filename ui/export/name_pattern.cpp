#include "ui/export/name_pattern.h"

#include <algorithm>
#include <set>

#include "ui/studio/captions.h"
#include "ui/studio/tuning.h"

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

struct Word {
    QString inBraces, text;
};

std::vector<Word> wordsOf(const NameSource& source, const Variant& variant) {
    std::vector<Word> words = {
        {"{board}", source.board},
        {"{model}", source.model},
        {"{generation}", QString::number(variant.generation)},
        {"{number}", QString::number(variant.place + 1).rightJustified(2, '0')},
        {"{id}", QString::number(variant.id)},
        {"{stars}", QString::number(variant.rating)},
        {"{note}", QString::fromStdString(variant.note)},
    };
    if (!source.card) return words;
    for (const Parameter* parameter : allParameters(*source.card)) {
        const auto value = shownValue(*source.card, *parameter, variant.genome);
        words.push_back({'{' + QString::fromStdString(parameter->name) + '}', value ? textOf(*parameter, *value) : QString()});
    }
    return words;
}

}  // namespace

QString patternWords(const NameSource& source) {
    QStringList all;
    for (const Word& word : wordsOf(source, {})) all << word.inBraces;
    return all.join(' ');
}

QString nameOf(const QString& pattern, const NameSource& source, const Variant& variant) {
    const std::vector<Word> words = wordsOf(source, variant);
    QString name;
    for (qsizetype at = 0; at < pattern.size();) {
        const auto word = std::ranges::find_if(words, [&](const Word& item) { return pattern.mid(at).startsWith(item.inBraces); });
        name += word == words.end() ? QString(pattern[at]) : word->text;
        at += word == words.end() ? 1 : word->inBraces.size();
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
