#include <algorithm>
#include <ctime>

#include "core/board/board_state.h"
#include "core/board/change_log.h"
#include "core/board/rows.h"
#include "core/board/schema.h"
#include "core/design/json.h"

namespace charrette {
namespace {

constexpr size_t gestureVariantLimit = 10'000;
constexpr int64_t theBoard = 1;

/// Throws unless one of these variants is there and not undone.
void checkThere(SQLite::Database& database, std::span<const VariantId> ids, const std::string& where) {
    SQLite::Statement row(
        database,
        "SELECT 1 FROM variants AS v JOIN generations AS g ON g.id = v.generation WHERE v.id = ? AND v.shown = 1 AND g.shown = 1");
    for (VariantId id : ids) {
        row.reset();
        row.bind(1, id);
        if (!row.executeStep()) refuse(where, "has no variant " + std::to_string(id));
    }
}

void checkGeneration(SQLite::Database& database, GenerationId id, const std::string& where) {
    SQLite::Statement row(database, "SELECT 1 FROM generations WHERE id = ? AND shown = 1");
    row.bind(1, id);
    if (!row.executeStep()) refuse(where, "has no generation " + std::to_string(id));
}

void checkVariants(std::span<const NewVariant> variants, const std::string& where) {
    checkNumber(int64_t(variants.size()), 1, int64_t(gestureVariantLimit), where, "variants of a gesture");
    for (const NewVariant& variant : variants) checkNewVariant(variant, where);
}

Variant placed(const NewVariant& variant, GenerationId generation, Operation operation, int64_t place) {
    return {.generation = generation,
            .place = int(place),
            .operation = operation,
            .genome = variant.genome,
            .parents = variant.parents,
            .origins = variant.origins};
}

std::vector<VariantId> pinnedIds(SQLite::Database& database) {
    SQLite::Statement rows(database, "SELECT id FROM variants WHERE pin IS NOT NULL ORDER BY pin, id");
    std::vector<VariantId> ids;
    while (rows.executeStep()) ids.push_back(rows.getColumn(0).getInt64());
    return ids;
}

/// Brings the tray into this order, without gaps.
void setPins(SQLite::Database& database, ChangeRecorder& recorder, const std::vector<VariantId>& ids) {
    for (VariantId id : pinnedIds(database)) {
        if (std::ranges::find(ids, id) == ids.end()) recorder.set(Field::VariantPin, id, {});
    }
    for (size_t i = 0; i < ids.size(); ++i) recorder.set(Field::VariantPin, ids[i], int64_t(i));
}

void dropPins(SQLite::Database& database, ChangeRecorder& recorder, std::span<const VariantId> ids) {
    std::vector<VariantId> pinned = pinnedIds(database);
    std::erase_if(pinned, [&](VariantId id) { return std::ranges::find(ids, id) != ids.end(); });
    setPins(database, recorder, pinned);
}

VariantId firstOf(std::span<const VariantId> ids) { return ids.empty() ? 0 : ids.front(); }

std::string settingsText(const Settings& settings, const std::string& where) {
    settingsFromJson(toJson(settings), where);
    return toJson(settings).dump();
}

}  // namespace

GenerationId Board::addGeneration(const NewGeneration& made) {
    const std::string where = m_state->where();
    checkVariants(made.variants, where);
    checkTitle(made.title, where);
    checkNumber(made.columns, 0, 10000, where, "columns");
    return m_state->change([&](SQLite::Database& database) {
        Generation generation{.parent = database.execAndGet("SELECT generation FROM board").getInt64(), .operation = made.operation};
        generation.title = made.title;
        generation.columns = made.columns;
        generation.madeAt = std::time(nullptr);
        const GenerationId id = insertGeneration(database, generation);
        for (size_t i = 0; i < made.variants.size(); ++i) {
            insertVariant(database, placed(made.variants[i], id, made.operation, int64_t(i)), true);
        }
        ChangeRecorder recorder(database);
        recorder.set(Field::GenerationShown, id, int64_t(1));
        recorder.set(Field::BoardGeneration, theBoard, id);
        if (made.settings) recorder.set(Field::BoardSettings, theBoard, settingsText(*made.settings, where));
        recorder.finish(Gesture::AddGeneration, id, made.variants.size());
        return id;
    });
}

std::vector<VariantId> Board::addVariants(GenerationId generation, Operation operation, std::span<const NewVariant> variants) {
    checkVariants(variants, m_state->where());
    return m_state->change([&](SQLite::Database& database) {
        checkGeneration(database, generation, m_state->where());
        SQLite::Statement last(database, "SELECT coalesce(max(place), -1) FROM variants WHERE generation = ?");
        last.bind(1, generation);
        last.executeStep();
        int64_t place = last.getColumn(0).getInt64();
        ChangeRecorder recorder(database);
        std::vector<VariantId> ids;
        for (const NewVariant& variant : variants) {
            ids.push_back(insertVariant(database, placed(variant, generation, operation, ++place), false));
            recorder.set(Field::VariantShown, ids.back(), int64_t(1));
        }
        recorder.finish(Gesture::AddVariants, firstOf(ids), ids.size());
        return ids;
    });
}

void Board::showGeneration(GenerationId id) {
    const auto undone = undoneGenerations();
    const bool isUndone = std::ranges::find(undone, id, &Generation::id) != undone.end();
    m_state->change([&](SQLite::Database& database) {
        if (!isUndone) checkGeneration(database, id, m_state->where());
        ChangeRecorder recorder(database);
        if (isUndone) recorder.set(Field::GenerationShown, id, int64_t(1));
        recorder.set(Field::BoardGeneration, theBoard, id);
        recorder.finish(Gesture::ShowGeneration, id, 0);
    });
}

void Board::setSettings(const Settings& settings) {
    const std::string text = settingsText(settings, m_state->where());
    m_state->change([&](SQLite::Database& database) {
        ChangeRecorder recorder(database);
        recorder.set(Field::BoardSettings, theBoard, text);
        recorder.finish(Gesture::Settings, 0, 0);
    });
}

void Board::setSite(const Settings& settings) {
    const std::string text = settingsText(settings, m_state->where());
    m_state->change([&](SQLite::Database& database) {
        ChangeRecorder recorder(database);
        recorder.set(Field::BoardSettings, theBoard, text);
        recorder.finish(Gesture::Site, 0, 0);
    });
}

void Board::pin(std::span<const VariantId> ids) {
    m_state->change([&](SQLite::Database& database) {
        checkThere(database, ids, m_state->where());
        std::vector<VariantId> pinned = pinnedIds(database);
        ChangeRecorder recorder(database);
        for (VariantId id : ids) {
            if (std::ranges::find(pinned, id) == pinned.end()) pinned.push_back(id);
            recorder.set(Field::VariantRejected, id, int64_t(0));
        }
        setPins(database, recorder, pinned);
        recorder.finish(Gesture::Pin, firstOf(ids), ids.size());
    });
}

void Board::unpin(std::span<const VariantId> ids) {
    m_state->change([&](SQLite::Database& database) {
        checkThere(database, ids, m_state->where());
        ChangeRecorder recorder(database);
        dropPins(database, recorder, ids);
        recorder.finish(Gesture::Unpin, firstOf(ids), ids.size());
    });
}

void Board::movePin(VariantId id, int place) {
    m_state->change([&](SQLite::Database& database) {
        std::vector<VariantId> pinned = pinnedIds(database);
        if (std::erase(pinned, id) == 0) refuse(m_state->where(), "has no pin on variant " + std::to_string(id));
        pinned.insert(pinned.begin() + std::clamp<std::ptrdiff_t>(place, 0, std::ptrdiff_t(pinned.size())), id);
        ChangeRecorder recorder(database);
        setPins(database, recorder, pinned);
        recorder.finish(Gesture::MovePin, id, 1);
    });
}

void Board::rate(std::span<const VariantId> ids, int rating) {
    checkNumber(rating, 0, ratingLimit, m_state->where(), "the rating");
    m_state->change([&](SQLite::Database& database) {
        checkThere(database, ids, m_state->where());
        ChangeRecorder recorder(database);
        for (VariantId id : ids) recorder.set(Field::VariantRating, id, int64_t(rating));
        recorder.finish(Gesture::Rate, firstOf(ids), ids.size());
    });
}

void Board::setNote(VariantId id, const std::string& note) {
    checkNote(note, m_state->where());
    m_state->change([&](SQLite::Database& database) {
        checkThere(database, std::span(&id, 1), m_state->where());
        ChangeRecorder recorder(database);
        recorder.set(Field::VariantNote, id, note);
        recorder.finish(Gesture::Note, id, 1);
    });
}

void Board::reject(std::span<const VariantId> ids) {
    m_state->change([&](SQLite::Database& database) {
        checkThere(database, ids, m_state->where());
        ChangeRecorder recorder(database);
        for (VariantId id : ids) recorder.set(Field::VariantRejected, id, int64_t(1));
        dropPins(database, recorder, ids);
        recorder.finish(Gesture::Reject, firstOf(ids), ids.size());
    });
}

void Board::restore(std::span<const VariantId> ids) {
    m_state->change([&](SQLite::Database& database) {
        checkThere(database, ids, m_state->where());
        ChangeRecorder recorder(database);
        for (VariantId id : ids) recorder.set(Field::VariantRejected, id, int64_t(0));
        recorder.finish(Gesture::Restore, firstOf(ids), ids.size());
    });
}

void Board::undo() {
    m_state->change([&](SQLite::Database& database) {
        const auto step = findStep(database, charrette::currentStep(database));
        if (step && step->parent != 0) walkTo(database, step->parent);
    });
}

void Board::redo() {
    m_state->change([&](SQLite::Database& database) {
        if (const StepId next = nextStep(database)) walkTo(database, next);
    });
}

void Board::goTo(StepId step) {
    m_state->change([&](SQLite::Database& database) {
        if (!findStep(database, step)) refuse(m_state->where(), "has no step " + std::to_string(step) + " in its history");
        walkTo(database, step);
    });
}

void Board::logExports(std::span<const Export> exports) {
    for (const Export& entry : exports) checkText(entry.file, exportNameLimit, m_state->where(), "the exported file's name");
    m_state->change([&](SQLite::Database& database) {
        SQLite::Statement insert(database, "INSERT INTO exports (variant, file, made) VALUES (?, ?, ?)");
        for (const Export& entry : exports) {
            insert.reset();
            insert.bind(1, entry.variant);
            insert.bind(2, entry.file);
            insert.bind(3, int64_t(std::time(nullptr)));
            insert.exec();
        }
    });
}

}  // namespace charrette
