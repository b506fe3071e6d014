#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/board/connection.h"
#include "core/board/history.h"

namespace charrette {

/// What a gesture may change of what is there. Everything else is only ever added.
enum class Field { GenerationShown, VariantShown, VariantPin, VariantRating, VariantNote, VariantRejected, BoardGeneration, BoardSettings };

/// Nothing, a number or a text, as SQLite keeps it.
using Content = std::variant<std::monostate, int64_t, std::string>;

/// One gesture in the making: applies changes and remembers what was before. Within a transaction.
class ChangeRecorder {
public:
    explicit ChangeRecorder(SQLite::Database& database) : m_database(database) {}

    /// Sets a field of a variant or generation (of the board: item 1).
    void set(Field field, int64_t item, const Content& content);
    /// Lays the changes down as a step after the present one, which it then is. Nothing when nothing has changed.
    void finish(Gesture gesture, int64_t subject, size_t count);

private:
    struct Change {
        Field field;
        int64_t item;
        Content before, after;
    };

    SQLite::Database& m_database;
    std::vector<Change> m_changes;
};

/// Walks through the history; within a transaction. All may throw `BadRow`.
StepId currentStep(SQLite::Database& database);
std::optional<Step> findStep(SQLite::Database& database, StepId id);
std::vector<Step> allSteps(SQLite::Database& database);
/// The step that `redo` does next; 0: none.
StepId nextStep(SQLite::Database& database);
/// Applies backwards and forwards whatever lies between the present step and another one, which must be there.
void walkTo(SQLite::Database& database, StepId target);

}  // namespace charrette
