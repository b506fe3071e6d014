#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/board/history.h"
#include "core/design/settings.h"
#include "core/design/variant.h"

namespace charrette {

/// The file is a board, but not whole: `Board::recover` may read a part of it.
class DamagedBoard : public Error {
public:
    using Error::Error;
};

enum class PictureKind { Thumbnail, Full };

/// An encoded picture, which the board keeps as it is. At most `pictureByteLimit`.
struct NewPicture {
    VariantId variant = 0;
    PictureKind kind = PictureKind::Thumbnail;
    std::span<const std::byte> bytes;
};
constexpr size_t pictureByteLimit = 64u << 20;
constexpr size_t photoByteLimit = 32u << 20;

/// Variants to be made into a generation by one gesture.
struct NewGeneration {
    Operation operation = Operation::Sample;
    std::string title = {};
    int columns = 0;
    std::vector<NewVariant> variants;
    std::optional<Settings> settings = {};  ///< the panel's from then on
};

/// Which variants are listed. Those of an undone gesture never are.
struct VariantQuery {
    enum class Order { Made, Rating };

    GenerationId generation = 0;  ///< 0: of all
    bool rejected = false;        ///< also rejected ones
    int minimumRating = 0;
    Order order = Order::Made;  ///< by generation and place, or the best first
    size_t first = 0;
    size_t count = SIZE_MAX;
};

/// Child and one of its parents.
struct LineageEdge {
    VariantId parent = 0, child = 0;
    Operation operation = Operation::Sample;
    bool operator==(const LineageEdge&) const = default;
};

/// Bytes of an exported file's name.
constexpr size_t exportNameLimit = 4096;

/// A file that was made from a variant.
struct Export {
    VariantId variant = 0;
    std::string file;    ///< as the window names it, at most `exportNameLimit`
    int64_t madeAt = 0;  ///< seconds since 1970-01-01 UTC; `logExports` sets it
    bool operator==(const Export&) const = default;
};

enum class Original { Kept, Removed };
enum class Existing { Refused, Replaced };

/// The document: one `.charrette` file. Every function that changes anything is one transaction, on the disk when it returns; when it
/// throws, nothing has changed, and it can be called again. The file belongs to this object alone until it goes, also among processes.
/// Everything may throw `Error`, one sentence that names the file: no room, not writable, damaged. Use from one thread at a time.
class Board {
public:
    /// No board: one must be assigned before anything is asked of it.
    Board();
    /// `file` must not exist. Folders above it are made.
    static Board create(const std::filesystem::path& file);
    /// An unnamed board in a folder, made if missing: "Untitled.charrette", "Untitled 2.charrette", …
    static Board createUnnamed(const std::filesystem::path& folder);
    /// Opens a file that may be from a stranger. One of an older version is brought to this one after a copy is laid beside it,
    /// "name.v1.bak". Throws `DamagedBoard` where `recover` may help, `Error` otherwise: not a board, foreign tables, triggers, open
    /// elsewhere.
    static Board open(const std::filesystem::path& file);
    /// What can be read of a damaged board, in a new file that must not exist; its history begins anew. `damaged` is not touched.
    static Board recover(const std::filesystem::path& damaged, const std::filesystem::path& file);

    Board(Board&&) noexcept;
    Board& operator=(Board&&) noexcept;
    /// Closes the file; it is then a single one.
    ~Board();

    const std::filesystem::path& file() const;
    /// One sentence that the window should show once: why it is read-only, where the older version went, what was recovered. Often empty.
    const std::string& notice() const;
    /// Every change then throws `Error`.
    bool isReadOnly() const;

    /// Goes on in another file, which is written whole before anything else happens: a name for an unnamed board, a new name, a copy.
    void saveAs(const std::filesystem::path& file, Original original, Existing existing = Existing::Refused);

    // What there is.

    Settings settings() const;
    GenerationId currentGeneration() const;  ///< 0: none
    std::vector<Generation> generations() const;
    /// Those that an undo took back: `showGeneration` brings one back, and nothing else with it.
    std::vector<Generation> undoneGenerations() const;
    size_t variantCount(const VariantQuery& query = {}) const;
    std::vector<Variant> variants(const VariantQuery& query = {}) const;
    /// Also rejected and undone ones. Throws `Error` where there is none.
    Variant variant(VariantId id) const;
    std::vector<Variant> pins() const;  ///< in the tray's order
    std::vector<LineageEdge> lineage() const;

    // Gestures. Each is one step of the history, unless it changes nothing.

    /// Shown from then on; `currentGeneration()` is its parent.
    GenerationId addGeneration(const NewGeneration& generation);
    /// At the end of a generation.
    std::vector<VariantId> addVariants(GenerationId generation, Operation operation, std::span<const NewVariant> variants);
    void showGeneration(GenerationId id);
    void setSettings(const Settings& settings);
    /// Settings that differ from the present ones in their site alone: what the variants are is the same.
    void setSite(const Settings& settings);
    void pin(std::span<const VariantId> ids);  ///< at the end of the tray; those that are pinned stay where they are
    void unpin(std::span<const VariantId> ids);
    void movePin(VariantId id, int place);
    void rate(std::span<const VariantId> ids, int rating);
    void setNote(VariantId id, const std::string& note);
    void reject(std::span<const VariantId> ids);
    void restore(std::span<const VariantId> ids);

    // History. A gesture after an undo begins a branch; the other one stays and can be returned to.

    std::vector<Step> history() const;  ///< oldest first; the first is the new board
    StepId currentStep() const;
    std::optional<Step> undoable() const;
    std::optional<Step> redoable() const;  ///< the branch that was left last
    void undo();                           ///< does nothing where nothing is undoable
    void redo();
    void goTo(StepId step);

    // Pictures: not part of the history, and kept within a budget. Full pictures that nobody looked at for longest go first,
    // then such thumbnails; those of pinned variants stay.

    /// All in one transaction. They take the place of the variant's earlier ones of that kind.
    void storePictures(std::span<const NewPicture> pictures);
    /// By hash; empty where there is none (any more) or it is damaged.
    std::optional<std::vector<std::byte>> picture(const std::string& hash) const;
    uint64_t pictureBytes() const;
    uint64_t pictureBudget() const;  ///< bytes; 512 MiB in a new board
    void setPictureBudget(uint64_t bytes);

    // Photos that sites name: not part of the history, so that an undone site can be returned to. They stay.

    /// Keeps an encoded photo, at most `photoByteLimit`, with its file's name, and gives back the hash of its bytes, which a `Site` names.
    std::string keepPhoto(const std::string& file, std::span<const std::byte> bytes);
    /// By hash; empty where there is none or it is damaged.
    std::optional<std::vector<std::byte>> photo(const std::string& hash) const;

    // Exports: facts, which no undo takes back.

    void logExports(std::span<const Export> exports);
    std::vector<Export> exports() const;  ///< newest first

private:
    struct State;
    explicit Board(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace charrette
