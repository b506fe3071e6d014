#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <type_traits>

#include "core/board/board.h"
#include "core/board/connection.h"

namespace charrette {

struct Board::State {
    explicit State(std::unique_ptr<Connection> opened) : connection(std::move(opened)) {}
    ~State();

    std::unique_ptr<Connection> connection;
    std::string notice = {};
    bool isReadOnly = false;
    std::map<int64_t, int64_t> looks = {};  ///< when pictures were looked at, by id, which the file does not know yet
    int64_t clock = 0;                      ///< of `pictures.used`

    SQLite::Database& database() { return connection->database(); }
    std::string where() const { return connection->file().string(); }

    auto read(const auto& job) {
        return sentenced(connection->file(), [&] { return job(database()); });
    }

    /// One transaction, kept when this returns.
    auto change(const auto& job) {
        if (isReadOnly) throw Error(where() + ": cannot be written: it is open for reading only");
        return sentenced(connection->file(), [&] {
            SQLite::Transaction transaction(database(), SQLite::TransactionBehavior::IMMEDIATE);
            if constexpr (std::is_void_v<decltype(job(database()))>) {
                job(database());
                transaction.commit();
            } else {
                auto result = job(database());
                transaction.commit();
                return result;
            }
        });
    }

    /// Writes down when pictures were looked at; within a transaction.
    void writeLooks();
};

/// A name beside a file that nobody else uses. Whatever has that name goes with this object.
struct TemporaryBoard {
    explicit TemporaryBoard(const std::filesystem::path& target);
    ~TemporaryBoard();
    TemporaryBoard(const TemporaryBoard&) = delete;
    TemporaryBoard& operator=(const TemporaryBoard&) = delete;

    /// A board with one step and nothing else.
    void create();

    std::filesystem::path target, file;
};

/// A board's file and what may lie beside it.
void removeBoard(const std::filesystem::path& file);

}  // namespace charrette
