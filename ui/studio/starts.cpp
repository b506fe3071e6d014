#include "ui/studio/starts.h"

#include <algorithm>
#include <iterator>

#include <QSettings>
#include <QStringList>

#include "core/base/error.h"
#include "core/design/json.h"
#include "core/design/sampling.h"
#include "core/design/starting_settings.h"
#include "ui/studio/tuning.h"

namespace charrette {

namespace {

constexpr qsizetype longestTitle = 60;

QString keyOf(const Card& card) { return "starts/" + QString::fromStdString(card.name); }

QString textOf(const StartingChoice& start) {
    return QString::fromStdString(nlohmann::json{{"title", start.title.toStdString()}, {"settings", toJson(start.settings)}}.dump());
}

/// Throws `Error` for what was not written here.
StartingChoice startFromText(const QString& text, const Card& card) {
    const std::string where = keyOf(card).toStdString();
    const nlohmann::json json = parseJson(text.toStdString(), where);
    ObjectReader reader(json, where);
    StartingChoice start{.title = startTitle(QString::fromStdString(reader.text("title"))), .settings = {}, .isOwn = true};
    start.settings = fitted(card, settingsFromJson(reader.any("settings"), reader.whereOf("settings")));
    start.settings.model = {card.name, card.title, card.modelHash()};
    reader.finish();
    return start;
}

void write(const Card& card, const std::vector<StartingChoice>& starts) {
    QStringList texts;
    for (const StartingChoice& start : starts) texts << textOf(start);
    texts.isEmpty() ? QSettings().remove(keyOf(card)) : QSettings().setValue(keyOf(card), texts);
}

}  // namespace

std::vector<StartingChoice> startsOf(const Card& card) {
    std::vector<StartingChoice> starts;
    for (const StartingPoint& point : card.startingPoints)
        starts.push_back({QString::fromStdString(point.title), withStartingPoint(card, freshSettings(card), point)});
    std::ranges::copy(ownStarts(card), std::back_inserter(starts));
    return starts;
}

Genome genomeOf(const Card& card, const StartingChoice& start) {
    SamplingOptions options = samplingOptions(start.settings);
    options.count = 1;
    return sampleGenomes(card, options).at(0);
}

Settings startedFrom(const StartingChoice& start, const Settings& settings) {
    Settings started = start.settings;
    started.count = settings.count;
    started.site = settings.site;
    return started;
}

bool areUntouched(const Card& card, const Settings& settings) {
    const auto isFree = [](const auto& item) { return item.second == 1; };
    const Settings fresh = freshSettings(card);
    return settings.locked.empty() && std::ranges::all_of(settings.variation, isFree) && settings.spread == fresh.spread &&
           !changesValues(fresh, settings);
}

QString startTitle(const QString& typed) { return typed.simplified().left(longestTitle); }

QString freeStartTitle(const Card& card, const QString& title) {
    const auto starts = ownStarts(card);
    constexpr qsizetype numberLetters = 4;
    QString free = title;
    for (int number = 2; std::ranges::find(starts, free, &StartingChoice::title) != starts.end(); ++number) free = QString("%1 %2").arg(title.left(longestTitle - numberLetters)).arg(number);
    return free;
}

std::vector<StartingChoice> ownStarts(const Card& card) {
    std::vector<StartingChoice> starts;
    for (const QString& text : QSettings().value(keyOf(card)).toStringList()) {
        try {
            starts.push_back(startFromText(text, card));
        } catch (const Error& error) {
            qWarning("%s", error.what());
        }
    }
    return starts;
}

void keepStart(const Card& card, const QString& title, const Settings& settings) {
    std::vector<StartingChoice> starts = ownStarts(card);
    const auto same = std::ranges::find(starts, title, &StartingChoice::title);
    if (same != starts.end())
        same->settings = settings;
    else
        starts.push_back({title, settings, true});
    write(card, starts);
}

void renameStart(const Card& card, const QString& title, const QString& newTitle) {
    std::vector<StartingChoice> starts = ownStarts(card);
    for (StartingChoice& start : starts)
        if (start.title == title) start.title = newTitle;
    write(card, starts);
}

void removeStart(const Card& card, const QString& title) {
    std::vector<StartingChoice> starts = ownStarts(card);
    std::erase_if(starts, [&](const StartingChoice& start) { return start.title == title; });
    write(card, starts);
}

}  // namespace charrette
