#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/design/parameter.h"

namespace charrette {

/// One picture of a data set: where its encoded bytes lie and what is known of it.
struct DatasetEntry {
    std::string name;                    ///< as in the folder it came from
    size_t shard = 0;                    ///< index of its shard
    uint64_t offset = 0, size = 0;       ///< encoded picture (PNG or JPEG, 3 channels) in the shard's data
    uint64_t auxOffset = 0, auxSize = 0; ///< 16-bit grey and alpha PNG of depth and coverage; size 0 when there is none
    std::string sha256;                  ///< of the encoded picture's bytes followed by the auxiliary picture's
    bool heldOut = false;                ///< never trained on
    ParameterValues values;              ///< empty for a data set without parameters
};

/// Eight-bit pixels of one picture, planes after one another: red, green, blue and, if asked for, coverage and depth.
struct PlanarPicture {
    int channels = 3, height = 0, width = 0;
    std::vector<uint8_t> pixels;
};

/// A set of pictures with their parameters, packed in a few shards `shard-NNNN.charrette-data` in one folder.
/// A shard is: 8 bytes "CHARDATA", u32 version (1), u32 header bytes (both little endian), a JSON header, then the encoded pictures.
/// Each header repeats the data set's parameters and says how many shards there are, so a lost shard is noticed.
/// This folder's README has the whole format.
class Dataset {
public:
    /// Reads and checks the shards' headers, and that they are those that were packed. Throws `Error`, one sentence naming the file.
    static Dataset open(const std::filesystem::path& folder);

    const std::vector<Parameter>& parameters() const { return m_parameters; }
    const std::vector<DatasetEntry>& entries() const { return m_entries; }
    int resolution() const { return m_resolution; }      ///< every picture is square, so many pixels
    bool hasAux() const { return m_hasAux; }             ///< every picture has coverage and depth
    const std::string& recipe() const { return m_recipe; }  ///< hash of the recipe that made it; may be empty

    /// Reads, verifies and decodes one picture: 3 channels, or 5 with coverage and depth. Thread-safe.
    /// Throws `Error`, one sentence naming the file and the picture.
    PlanarPicture picture(size_t index, int channels) const;

private:
    std::vector<std::filesystem::path> m_shards;
    std::vector<uint64_t> m_dataStart;
    std::vector<DatasetEntry> m_entries;
    std::vector<Parameter> m_parameters;
    std::string m_recipe;
    int m_resolution = 0;
    bool m_hasAux = false;
};

/// A picture to be packed, already encoded at the set's resolution.
struct EncodedPicture {
    std::string name;
    std::vector<std::byte> picture;
    std::vector<std::byte> aux;  ///< empty when there is none
    ParameterValues values;
};

/// Writes a data set's shards, none over `shardLimit` bytes. Until `finish` the folder holds only a file whose name begins with a dot.
/// Every function throws `Error`.
class DatasetWriter {
public:
    struct Options {
        int resolution = 256;
        bool hasAux = false;
        std::string recipe;
        std::vector<Parameter> parameters;  ///< or as `setParameters`
        uint64_t shardLimit = 60'000'000;
        double heldOutShare = 0.05;
    };
    /// Makes the folder, and removes what a writer that was killed left in it. Refuses one that holds shards.
    DatasetWriter(std::filesystem::path folder, Options options);
    ~DatasetWriter();  ///< removes what was not finished
    DatasetWriter(const DatasetWriter&) = delete;
    DatasetWriter& operator=(const DatasetWriter&) = delete;

    /// Refuses a picture of another size, a name that is taken, and, when parameters are known, values that are not exactly theirs.
    void add(const EncodedPicture& picture);
    /// Replaces the parameters, until `finish`: for those whose distribution is measured on the pictures that were added.
    void setParameters(std::vector<Parameter> parameters);
    /// Checks all values against the parameters and writes the shards. Call it once, after the last picture.
    void finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Whether a picture is held out: the first 8 bytes of the SHA-256 of its name, as a share of 2^64, lie below `share`.
/// Depends on nothing else, so a set keeps its split when it grows.
bool isHeldOut(const std::string& name, double share);

}  // namespace charrette
