#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace charrette {

/// A whole file's bytes. Throws `Error` when it is missing, unreadable, not a regular file, or longer than `limit` bytes.
std::vector<std::byte> readFile(const std::filesystem::path& file, uint64_t limit);

/// As `readFile`, as text.
std::string readTextFile(const std::filesystem::path& file, uint64_t limit);

/// Writes a file so that a reader sees either the old or the new contents, also after a crash:
/// `file.part` beside it, flushed to the disk, then renamed over it. Throws `Error`; the old file is then untouched.
/// Several threads and programs may write the same file at once; one after another does.
void writeFileAtomically(const std::filesystem::path& file, std::span<const std::byte> bytes);
void writeFileAtomically(const std::filesystem::path& file, std::string_view text);

/// Gives a file another name, also over another file, so that it has either the old or the new one, also after a crash. Throws `Error`.
void renameFile(const std::filesystem::path& from, const std::filesystem::path& to);

/// As `renameFile`, but throws where `to` is there already, also when another program makes it at this moment.
void renameNewFile(const std::filesystem::path& from, const std::filesystem::path& to);

/// Makes a folder and those above it; one that is there is left as it is. Throws `Error`, also when a file is in the way.
void makeFolder(const std::filesystem::path& folder);

}  // namespace charrette
