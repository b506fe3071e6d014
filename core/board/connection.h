#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include <SQLiteCpp/SQLiteCpp.h>

namespace charrette {

/// What goes in and out of statements, with every failure as an `Error` or `DamagedBoard` that names the file.

/// A row that does not hold what a board's rows hold; the sentence comes without the file's name.
class BadRow : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Turns what SQLite says into a sentence. Throws always.
[[noreturn]] void refuseBoard(const std::filesystem::path& file, const SQLite::Exception& exception);

[[noreturn]] void refuseBoard(const std::filesystem::path& file, const BadRow& row);

/// Runs a job, and turns the exceptions of SQLite and of bad rows into sentences.
auto sentenced(const std::filesystem::path& file, const auto& job) {
    try {
        return job();
    } catch (const SQLite::Exception& exception) {
        refuseBoard(file, exception);
    } catch (const BadRow& row) {
        refuseBoard(file, row);
    }
}

/// `std::filesystem::exists` for people: a name that is too long or a folder that may not be read is an `Error`.
bool isThere(const std::filesystem::path& file);

/// A file beside another: its name with something after it.
std::filesystem::path beside(const std::filesystem::path& file, const std::string& suffix);

/// A connection that trusts nothing in its file, and has it alone.
class Connection {
public:
    enum class Access {
        Create,    ///< a file that is not there
        Own,       ///< reads and writes, once `allowWriting` was called; until then nothing in the file changes
        ReadOnly,  ///< for a file that cannot be written and has no log beside it
    };

    /// Throws `Error`. Whether others have the file open is known at the first statement.
    Connection(const std::filesystem::path& file, Access access);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    const std::filesystem::path& file() const { return m_file; }
    SQLite::Database& database() { return *m_database; }
    bool isReadOnly();

    /// From now on, with every commit on the disk when it returns. What stands in the log goes to the file at the end.
    void allowWriting();
    /// Also afterwards no statement may change anything.
    void forbidWriting();

    /// The one number or text that a statement gives.
    int64_t number(const std::string& sql);
    std::string text(const std::string& sql);

    /// A whole copy in a new file, which must not exist, on the disk when this returns. Throws `Error`.
    void copyTo(const std::filesystem::path& file);

private:
    /// Removes the empty log that opening a file has made, once it is closed without writing.
    struct LogRemover {
        std::filesystem::path log;
        bool wasThere;
        ~LogRemover();
    };

    void harden();

    std::filesystem::path m_file;
    LogRemover m_logRemover;
    std::unique_ptr<SQLite::Database> m_database;
};

/// A column of the present row, checked: `BadRow` where a stranger put something else.
int64_t integerIn(SQLite::Statement& row, int column, int64_t minimum, int64_t maximum);
/// At most `limit` bytes, valid UTF-8, without control characters but line breaks.
std::string textIn(SQLite::Statement& row, int column, size_t limit);

}  // namespace charrette
