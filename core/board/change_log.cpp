#include "core/board/change_log.h"

#include <array>
#include <ctime>

#include "core/board/schema.h"

namespace charrette {
namespace {

/// Where a field stands; in the order of `Field`.
struct Place {
    const char* name;  ///< in the table of changes
    const char* table;
    const char* column;
};
constexpr std::array<Place, 8> places = {{{"generation shown", "generations", "shown"},
                                          {"shown", "variants", "shown"},
                                          {"pin", "variants", "pin"},
                                          {"rating", "variants", "rating"},
                                          {"note", "variants", "note"},
                                          {"rejected", "variants", "rejected"},
                                          {"generation", "board", "generation"},
                                          {"settings", "board", "settings"}}};

// In the order of `Gesture`.
constexpr std::array<const char*, 14> gestureNames = {
    "new",      "add generation", "add variants", "show generation", "settings", "pin",    "unpin",
    "move pin", "rate",           "note",         "reject",          "restore",  "recover", "site"};

template <size_t count, class Entry>
size_t indexOf(const std::array<Entry, count>& entries, const std::string& name, const auto& nameOf) {
    for (size_t i = 0; i < count; ++i) {
        if (name == nameOf(entries[i])) return i;
    }
    throw BadRow("its history has an unknown entry");
}

Field fieldOf(const std::string& name) {
    return Field(indexOf(places, name, [](const Place& place) { return place.name; }));
}

Gesture gestureOf(const std::string& name) {
    return Gesture(indexOf(gestureNames, name, [](const char* entry) { return entry; }));
}

void bindContent(SQLite::Statement& statement, int index, const Content& content) {
    if (const auto* number = std::get_if<int64_t>(&content)) {
        statement.bind(index, *number);
    } else if (const auto* text = std::get_if<std::string>(&content)) {
        statement.bind(index, *text);
    } else {
        statement.bind(index);
    }
}

Content contentIn(SQLite::Statement& row, int column) {
    const SQLite::Column value = row.getColumn(column);
    if (value.isNull()) return {};
    if (value.isInteger()) return value.getInt64();
    if (value.isText()) return value.getString();
    throw BadRow("its history holds neither number nor text");
}

Content contentOf(SQLite::Database& database, Field field, int64_t item) {
    const Place& place = places[size_t(field)];
    SQLite::Statement row(database, std::string("SELECT ") + place.column + " FROM " + place.table + " WHERE id = ?");
    row.bind(1, item);
    if (!row.executeStep()) throw BadRow(std::string(place.table) + " have no " + std::to_string(item));
    return contentIn(row, 0);
}

void setContent(SQLite::Database& database, Field field, int64_t item, const Content& content) {
    const Place& place = places[size_t(field)];
    SQLite::Statement update(database, std::string("UPDATE ") + place.table + " SET " + place.column + " = ? WHERE id = ?");
    bindContent(update, 1, content);
    update.bind(2, item);
    update.exec();
}

/// `UPDATE board SET step = ?` and the like.
void execute(SQLite::Database& database, const char* sql, int64_t first, int64_t second = 0) {
    SQLite::Statement statement(database, sql);
    statement.bind(1, first);
    if (statement.getBindParameterCount() > 1) statement.bind(2, second);
    statement.exec();
}

void setCurrent(SQLite::Database& database, StepId id) { execute(database, "UPDATE board SET step = ?", id); }

/// From then on, `redo` goes from `parent` to `child`.
void setNext(SQLite::Database& database, StepId parent, StepId child) {
    execute(database, "UPDATE steps SET next = ? WHERE id = ?", child, parent);
}

void applyChanges(SQLite::Database& database, StepId step, const char* sql) {
    SQLite::Statement rows(database, sql);
    rows.bind(1, step);
    while (rows.executeStep()) setContent(database, fieldOf(textIn(rows, 0, 64)), rows.getColumn(1).getInt64(), contentIn(rows, 2));
}

Step requiredStep(SQLite::Database& database, StepId id) {
    if (auto step = findStep(database, id)) return *step;
    throw BadRow("its history has no step " + std::to_string(id));
}

/// Back to the step before `id`, which is the present one. Gives back that step.
StepId walkBack(SQLite::Database& database, StepId id) {
    const StepId parent = requiredStep(database, id).parent;
    applyChanges(database, id, "SELECT field, item, before FROM changes WHERE step = ? ORDER BY place DESC");
    setNext(database, parent, id);
    return parent;
}

Step stepIn(SQLite::Statement& row) {
    return {.id = row.getColumn(0).getInt64(),
            .parent = row.getColumn(1).getInt64(),
            .gesture = gestureOf(textIn(row, 2, 64)),
            .subject = row.getColumn(3).getInt64(),
            .count = size_t(integerIn(row, 4, 0, rowLimit)),
            .madeAt = row.getColumn(5).getInt64()};
}

}  // namespace

void ChangeRecorder::set(Field field, int64_t item, const Content& content) {
    Content before = contentOf(m_database, field, item);
    if (before == content) return;
    setContent(m_database, field, item, content);
    m_changes.push_back({field, item, std::move(before), content});
}

void ChangeRecorder::finish(Gesture gesture, int64_t subject, size_t count) {
    if (m_changes.empty()) return;
    const StepId parent = currentStep(m_database);
    SQLite::Statement step(m_database, "INSERT INTO steps (parent, next, gesture, subject, count, made) VALUES (?, 0, ?, ?, ?, ?)");
    step.bind(1, parent);
    step.bind(2, gestureNames[size_t(gesture)]);
    step.bind(3, subject);
    step.bind(4, int64_t(count));
    step.bind(5, int64_t(std::time(nullptr)));
    step.exec();
    const StepId id = m_database.getLastInsertRowid();
    SQLite::Statement insert(m_database, "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?)");
    for (size_t i = 0; i < m_changes.size(); ++i) {
        insert.reset();
        insert.bind(1, id);
        insert.bind(2, int64_t(i));
        insert.bind(3, places[size_t(m_changes[i].field)].name);
        insert.bind(4, m_changes[i].item);
        bindContent(insert, 5, m_changes[i].before);
        bindContent(insert, 6, m_changes[i].after);
        insert.exec();
    }
    setNext(m_database, parent, id);
    setCurrent(m_database, id);
}

StepId currentStep(SQLite::Database& database) { return database.execAndGet("SELECT step FROM board").getInt64(); }

std::optional<Step> findStep(SQLite::Database& database, StepId id) {
    SQLite::Statement row(database, "SELECT id, parent, gesture, subject, count, made FROM steps WHERE id = ?");
    row.bind(1, id);
    if (!row.executeStep()) return {};
    return stepIn(row);
}

std::vector<Step> allSteps(SQLite::Database& database) {
    SQLite::Statement rows(database, "SELECT id, parent, gesture, subject, count, made FROM steps ORDER BY id");
    std::vector<Step> steps;
    while (rows.executeStep()) steps.push_back(stepIn(rows));
    return steps;
}

StepId nextStep(SQLite::Database& database) {
    return database.execAndGet("SELECT next FROM steps WHERE id = (SELECT step FROM board)").getInt64();
}

void walkTo(SQLite::Database& database, StepId target) {
    StepId at = currentStep(database);
    std::vector<StepId> down;
    // A parent's number is always the smaller one, so the two ways up meet.
    for (StepId below = target; at != below;) {
        if (at > below) {
            at = walkBack(database, at);
        } else {
            down.push_back(below);
            below = requiredStep(database, below).parent;
        }
    }
    for (; !down.empty(); down.pop_back()) {
        applyChanges(database, down.back(), "SELECT field, item, after FROM changes WHERE step = ? ORDER BY place");
        setNext(database, at, down.back());
        at = down.back();
    }
    setCurrent(database, at);
}

}  // namespace charrette
