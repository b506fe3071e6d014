#include "core/board/board_state.h"
#include "core/board/change_log.h"
#include "core/board/rows.h"
#include "core/board/schema.h"
#include "core/design/json.h"

namespace charrette {
namespace {

constexpr const char* visible = " FROM variants AS v JOIN generations AS g ON g.id = v.generation WHERE v.shown = 1 AND g.shown = 1";

std::string conditionOf(const VariantQuery& query) {
    std::string condition;
    if (query.generation != 0) condition += " AND v.generation = " + std::to_string(query.generation);
    if (!query.rejected) condition += " AND v.rejected = 0";
    if (query.minimumRating > 0) condition += " AND v.rating >= " + std::to_string(query.minimumRating);
    return condition;
}

std::string orderOf(const VariantQuery& query) {
    const std::string made = "v.generation, v.place, v.id";
    return " ORDER BY " + (query.order == VariantQuery::Order::Rating ? "v.rating DESC, " + made : made);
}

int64_t limited(size_t number) { return int64_t(std::min(number, size_t(rowLimit))); }

std::vector<Variant> readVariants(SQLite::Database& database, const std::string& rest) {
    SQLite::Statement rows(database, std::string("SELECT ") + variantColumns + visible + rest);
    std::vector<Variant> variants;
    while (rows.executeStep()) variants.push_back(variantIn(rows));
    return variants;
}

std::vector<Generation> readGenerations(SQLite::Database& database, const std::string& condition) {
    SQLite::Statement rows(database,
                           std::string("SELECT ") + generationColumns + " FROM generations AS g WHERE " + condition + " ORDER BY g.id");
    std::vector<Generation> generations;
    while (rows.executeStep()) generations.push_back(generationIn(rows));
    return generations;
}

std::optional<Step> present(SQLite::Database& database) {
    const auto step = findStep(database, currentStep(database));
    if (!step) throw BadRow("its present step is not in its history");
    return step;
}

}  // namespace

Settings Board::settings() const {
    return m_state->read([&](SQLite::Database& database) {
        SQLite::Statement row(database, "SELECT settings FROM board");
        if (!row.executeStep()) throw BadRow("it has no settings");
        try {
            return settingsFromJson(parseJson(textIn(row, 0, jsonByteLimit), "settings"), "settings");
        } catch (const Error& error) {
            throw BadRow(error.what());
        }
    });
}

GenerationId Board::currentGeneration() const {
    return m_state->read([](SQLite::Database& database) { return database.execAndGet("SELECT generation FROM board").getInt64(); });
}

std::vector<Generation> Board::generations() const {
    return m_state->read([](SQLite::Database& database) { return readGenerations(database, "g.shown = 1"); });
}

std::vector<Generation> Board::undoneGenerations() const {
    return m_state->read([](SQLite::Database& database) {
        return readGenerations(database, "g.shown = 0 AND g.id IN (SELECT subject FROM steps WHERE gesture = 'add generation')");
    });
}

size_t Board::variantCount(const VariantQuery& query) const {
    return m_state->read([&](SQLite::Database& database) {
        return size_t(database.execAndGet(std::string("SELECT count(*)") + visible + conditionOf(query)).getInt64());
    });
}

std::vector<Variant> Board::variants(const VariantQuery& query) const {
    return m_state->read([&](SQLite::Database& database) {
        return readVariants(database, conditionOf(query) + orderOf(query) + " LIMIT " + std::to_string(limited(query.count)) + " OFFSET " +
                                          std::to_string(limited(query.first)));
    });
}

Variant Board::variant(VariantId id) const {
    return m_state->read([&](SQLite::Database& database) {
        SQLite::Statement row(database, std::string("SELECT ") + variantColumns + " FROM variants AS v WHERE v.id = ?");
        row.bind(1, id);
        if (!row.executeStep()) refuse(m_state->where(), "has no variant " + std::to_string(id));
        return variantIn(row);
    });
}

std::vector<Variant> Board::pins() const {
    return m_state->read([](SQLite::Database& database) { return readVariants(database, " AND v.pin IS NOT NULL ORDER BY v.pin, v.id"); });
}

std::vector<LineageEdge> Board::lineage() const {
    return m_state->read([](SQLite::Database& database) {
        SQLite::Statement rows(database, std::string("SELECT v.id, v.operation, v.parents") + visible + " ORDER BY v.id");
        std::vector<LineageEdge> edges;
        while (rows.executeStep()) {
            const VariantId child = rows.getColumn(0).getInt64();
            const Operation operation = operationFromText(textIn(rows, 1, nameLimit), "variant " + std::to_string(child));
            for (VariantId parent : parentsFromText(textIn(rows, 2, 256))) edges.push_back({parent, child, operation});
        }
        return edges;
    });
}

std::vector<Step> Board::history() const { return m_state->read(allSteps); }

StepId Board::currentStep() const { return m_state->read(charrette::currentStep); }

std::optional<Step> Board::undoable() const {
    return m_state->read([](SQLite::Database& database) {
        const auto step = present(database);
        return step->parent == 0 ? std::nullopt : step;
    });
}

std::optional<Step> Board::redoable() const {
    return m_state->read([](SQLite::Database& database) { return findStep(database, nextStep(database)); });
}

std::vector<Export> Board::exports() const {
    return m_state->read([](SQLite::Database& database) {
        SQLite::Statement rows(database, "SELECT variant, file, made FROM exports ORDER BY id DESC");
        std::vector<Export> exports;
        while (rows.executeStep()) {
            exports.push_back({rows.getColumn(0).getInt64(), textIn(rows, 1, exportNameLimit), rows.getColumn(2).getInt64()});
        }
        return exports;
    });
}

}  // namespace charrette
