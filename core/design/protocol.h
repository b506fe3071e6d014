#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/design/card.h"
#include "core/design/frame.h"
#include "core/design/genome.h"

namespace charrette {

/// What the window asks of the engine and what it gets, and both as frames. Any side of either uses this.

/// Chosen by who asks; 1 to 2^53. Replies carry the request's id; 0 when it could not be read.
using RequestId = uint64_t;
constexpr RequestId requestIdLimit = RequestId(1) << 53;

/// Pictures are rendered twice: a preview of 64 x 64 pixels, where the model makes them and they are worth it, then the full one. Where it
/// makes none, a full picture comes in the preview's place.
enum class Stage { Preview, Full };
enum class Stages { Both, Preview, Full };
enum class Priority {
    Selected,  ///< what a person works on: before all previews
    Visible,
    Hidden
};

/// How a picture's samples are laid out; rows from the top, channels interleaved, no padding.
enum class PixelFormat {
    Rgb8,   ///< 3 bytes a pixel, sRGB
    Rgba8,  ///< 4 bytes a pixel: sRGB and coverage, not premultiplied; 255 where the model has no coverage
    Float,  ///< all of the card's channels as 32-bit little-endian floats in [0, 1]
    Png8,   ///< these four: a whole file, with the cell's text in it (core/design/genome_file.h)
    Png16,
    Tiff8,
    Tiff16,
};
constexpr bool isFile(PixelFormat format) { return format >= PixelFormat::Png8; }
/// A pixel's bytes, where it is no file; `channels` are the card's.
size_t pixelBytes(PixelFormat format, int channels);

/// Opens a model by name or folder, in place of the one that is open. Answered by `Opened` or `Failed`.
struct OpenModel {
    std::string model;
};

/// A photo that genomes' sites may name from now on. The engine keeps few; those that were named longest ago go first. Answered by `Done`, or
/// `Failed`.
struct AddPhoto {
    std::string photo;                   ///< SHA-256, as `Site::photo` names it
    int width = 0, height = 0;           ///< 1 to `photoSideLimit` each
    std::vector<std::byte> pixels = {};  ///< [height, width, 3], sRGB
};

struct Cell {
    uint32_t cell = 0;  ///< names the picture in replies
    Priority priority = Priority::Visible;
    Genome genome;
    std::string text = {};  ///< what a file is to say of itself, in ASCII: the genome
};
constexpr size_t cellLimit = 4096;

/// Answered by a `Picture` a cell and stage, or `Failed` with the cell, and at last by `Done`.
struct RenderCells {
    std::string group = {};  ///< a newer request of the same group replaces this one as long as it is unfinished; empty: nothing does
    Stages stages = Stages::Both;
    PixelFormat pixels = PixelFormat::Rgb8;
    std::vector<Cell> cells = {};  ///< rendered in this order; at most `cellLimit`, numbered differently
};

/// Ends a request early, which is then `Done` as cancelled. Answered by `Done`, also when there is no such request (any more).
struct Cancel {
    RequestId request = 0;
};

/// Answered at once by a `Heartbeat`, however busy the engine is.
struct Heartbeat {};

/// Answered by `Statistics`.
struct AskStatistics {};

struct Request {
    RequestId id = 0;
    std::variant<OpenModel, RenderCells, Cancel, Heartbeat, AskStatistics, AddPhoto> what;
};

struct Opened {
    Card card;
};

struct Picture {
    uint32_t cell = 0;
    Stage stage = Stage::Full;
    int width = 0, height = 0;
    int channels = 3;  ///< the card's
    PixelFormat pixels = PixelFormat::Rgb8;
    std::vector<std::byte> samples = {};
};

/// Pictures of a request that are done, failed ones included.
struct Progress {
    uint64_t done = 0, total = 0;
};

/// The last reply to a request.
struct Done {
    enum class Outcome { Finished, Replaced, Cancelled };
    Outcome outcome = Outcome::Finished;
};

/// With cells: these have no picture, the rest of the request goes on. Without: the last reply to a request.
struct Failed {
    std::string sentence;
    std::vector<uint32_t> cells = {};
};

struct Statistics {
    std::string model;                 ///< the open one, by name or folder as it was asked for; empty when there is none
    std::vector<std::string> devices;  ///< "cpu" or "cuda:0"
    uint64_t queued = 0;               ///< pictures that are asked for and not done
    uint64_t inWork = 0;               ///< of these
    uint64_t rendered = 0;             ///< pictures since the start
    uint64_t stale = 0;                ///< of these, nobody wanted any more
    uint64_t fromCache = 0;            ///< pictures that were sent without rendering
    uint64_t cacheBytes = 0, cacheBudget = 0;
};

/// Something that a user should know and that fails nothing: "fell back to the CPU". Its id is 0.
struct Notice {
    std::string sentence;
};

struct Reply {
    RequestId id = 0;
    std::variant<Opened, Picture, Progress, Done, Failed, Heartbeat, Statistics, Notice> what;
};

Frame toFrame(const Request& request);
Frame toFrame(const Reply& reply);

/// Both read what `toFrame` wrote and refuse everything else with an `Error` that names the field. Whether a genome fits the open model is
/// not known here.
Request requestFromFrame(const Frame& frame);
Reply replyFromFrame(const Frame& frame);

/// The id of a request that is refused, so that the refusal can name it; 0 when it cannot be read.
RequestId requestIdOf(const Frame& frame);

}  // namespace charrette
