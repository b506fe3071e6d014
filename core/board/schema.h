#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/board/connection.h"

namespace charrette {

/// "Chrt": SQLite's `application_id` of every board.
constexpr int32_t boardApplication = 0x43687274;

/// More rows than a board has, of any kind.
constexpr int64_t rowLimit = 2'000'000;

/// The scripts that make a board's tables: the first those of version 1, each further one a version out of the one before. There are as
/// many as versions, and what stands in one never changes once boards were written with it.
std::span<const char* const> schemaScripts();

/// Lays out an empty file by all scripts, with a first step, and sets application and version.
void createTables(Connection& connection, std::span<const char* const> scripts);

/// Throws `Error` unless the file begins as one of SQLite's that a board stands in and nobody left a journal beside it. Reads it only.
void checkBeginning(const std::filesystem::path& file);

/// Throws `Error` unless tables and indexes are exactly those of the file's version, or, in a newer one, there are at least these;
/// `DamagedBoard` unless the pages outside pictures are whole and what stands in the rows fits together. Gives back the version.
size_t checkContents(Connection& connection, std::span<const char* const> scripts);

/// Brings the file to the newest version in one transaction, after a copy of it lies beside it. Gives back where that is; empty when
/// nothing was to do. Throws `Error`; nothing has changed then.
std::filesystem::path migrate(Connection& connection, size_t version, std::span<const char* const> scripts);

}  // namespace charrette
