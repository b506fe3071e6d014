#include "core/board/rows.h"

#include "core/base/error.h"
#include "core/board/schema.h"
#include "core/design/json.h"

namespace charrette {

using nlohmann::json;

namespace {

/// Runs a job that reads a row; what it finds is a fault of the row.
auto ofRow(const std::string& row, const auto& job) {
    try {
        return job();
    } catch (const BadRow& error) {
        throw BadRow(row + ": " + error.what());
    } catch (const Error& error) {
        throw BadRow(row + ": " + error.what());
    }
}

std::string hashIn(SQLite::Statement& row, int column) {
    if (row.getColumn(column).isNull()) return {};
    const std::string hash = textIn(row, column, 64);
    if (!hash.empty() && !isHash(hash)) throw BadRow("a picture's hash is not one");
    return hash;
}

Variant readVariant(SQLite::Statement& row) {
    Variant variant{.id = row.getColumn(0).getInt64(), .generation = row.getColumn(1).getInt64()};
    variant.place = int(integerIn(row, 2, 0, rowLimit));
    variant.operation = operationFromText(textIn(row, 3, nameLimit), {});
    if (!row.getColumn(4).isNull()) variant.pin = int(integerIn(row, 4, 0, rowLimit));
    variant.rating = int(integerIn(row, 5, 0, ratingLimit));
    variant.note = textIn(row, 6, noteLimit);
    variant.isRejected = integerIn(row, 7, 0, 1) == 1;
    variant.thumbnail = hashIn(row, 8);
    variant.picture = hashIn(row, 9);
    variant.parents = parentsFromText(textIn(row, 10, 256));
    variant.genome = genomeFromText(textIn(row, 11, jsonByteLimit), "genome");
    variant.origins = originsFromJson(parseJson(textIn(row, 12, jsonByteLimit), "origins"), {});
    return variant;
}

}  // namespace

const char* const variantColumns =
    "v.id, v.generation, v.place, v.operation, v.pin, v.rating, v.note, v.rejected, "
    "(SELECT hash FROM pictures WHERE hash = v.thumbnail) AS thumbnail, (SELECT hash FROM pictures WHERE hash = v.picture) AS picture, "
    "v.parents, v.genome, v.origins";

Variant variantIn(SQLite::Statement& row) {
    return ofRow("variant " + std::to_string(row.getColumn(0).getInt64()), [&] { return readVariant(row); });
}

const char* const generationColumns =
    "g.id, g.parent, g.operation, g.title, g.columns, g.made, (SELECT count(*) FROM variants WHERE generation = g.id AND shown = 1) AS "
    "count";

Generation generationIn(SQLite::Statement& row) {
    return ofRow("generation " + std::to_string(row.getColumn(0).getInt64()), [&] {
        return Generation{.id = row.getColumn(0).getInt64(),
                          .parent = row.getColumn(1).getInt64(),
                          .operation = operationFromText(textIn(row, 2, nameLimit), {}),
                          .title = textIn(row, 3, labelLimit),
                          .columns = int(integerIn(row, 4, 0, 10000)),
                          .madeAt = row.getColumn(5).getInt64(),
                          .count = size_t(integerIn(row, 6, 0, rowLimit))};
    });
}

std::vector<VariantId> parentsFromText(const std::string& text) {
    const json list = parseJson(text, "parents");
    if (!list.is_array() || list.size() > parentLimit) throw BadRow("parents are not a short list");
    std::vector<VariantId> parents;
    for (const json& entry : list) {
        if (!entry.is_number_integer()) throw BadRow("a parent is not a whole number");
        parents.push_back(entry.get<VariantId>());
    }
    return parents;
}

GenerationId insertGeneration(SQLite::Database& database, const Generation& generation) {
    SQLite::Statement insert(database, "INSERT INTO generations VALUES (nullif(?, 0), ?, ?, ?, ?, ?, 0)");
    insert.bind(1, generation.id);
    insert.bind(2, generation.parent);
    insert.bind(3, toText(generation.operation));
    insert.bind(4, generation.title);
    insert.bind(5, generation.columns);
    insert.bind(6, generation.madeAt);
    insert.exec();
    return database.getLastInsertRowid();
}

VariantId insertVariant(SQLite::Database& database, const Variant& variant, bool isShown) {
    SQLite::Statement insert(database, "INSERT INTO variants VALUES (nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, variant.id);
    insert.bind(2, variant.generation);
    insert.bind(3, variant.place);
    insert.bind(4, toText(variant.operation));
    insert.bind(5, int(isShown));
    if (variant.pin) insert.bind(6, *variant.pin);
    insert.bind(7, variant.rating);
    insert.bind(8, variant.note);
    insert.bind(9, int(variant.isRejected));
    insert.bind(10, variant.thumbnail);
    insert.bind(11, variant.picture);
    insert.bind(12, json(variant.parents).dump());
    insert.bind(13, toJson(variant.genome).dump());
    insert.bind(14, toJson(variant.origins).dump());
    insert.exec();
    return database.getLastInsertRowid();
}

void checkTitle(const std::string& title, const std::string& where) { checkText(title, labelLimit, where, "the title"); }

void checkNote(const std::string& note, const std::string& where) { checkText(note, noteLimit, where, "the note", LineBreaks::Allowed); }

void checkNewVariant(const NewVariant& variant, const std::string& where) {
    if (variant.parents.size() > parentLimit)
        refuse(where, "a variant has at most 4 parents, not " + std::to_string(variant.parents.size()));
    genomeFromJson(toJson(variant.genome), where);
    originsFromJson(toJson(variant.origins), where);
}

}  // namespace charrette
