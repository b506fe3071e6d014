#pragma once

#include <string>
#include <vector>

#include "core/board/connection.h"
#include "core/design/variant.h"

namespace charrette {

/// How generations and variants stand in a board's tables.

/// The columns that `variantIn` reads, of `variants` as `v`.
extern const char* const variantColumns;

/// Throws `BadRow` naming the variant.
Variant variantIn(SQLite::Statement& row);

/// The columns that `generationIn` reads, of `generations` as `g`.
extern const char* const generationColumns;
Generation generationIn(SQLite::Statement& row);

/// "[3,4]" in a board. Throws `BadRow`.
std::vector<VariantId> parentsFromText(const std::string& text);

/// Adds a generation that is not shown yet. Gives back its id.
GenerationId insertGeneration(SQLite::Database& database, const Generation& generation);
/// Adds a variant that is shown together with its generation, or not yet. Without an id, the next free one.
VariantId insertVariant(SQLite::Database& database, const Variant& variant, bool isShown);

/// What may stand in a title.
void checkTitle(const std::string& title, const std::string& where);
void checkNote(const std::string& note, const std::string& where);
/// Throws `Error` where the board would refuse the variant when it is opened again.
void checkNewVariant(const NewVariant& variant, const std::string& where);

}  // namespace charrette
