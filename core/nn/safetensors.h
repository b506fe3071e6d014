#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace charrette {

struct SafetensorsHeader;

enum class TensorType { F32, F16, BF16 };

/// One tensor of a file: its type, its shape, and its bytes (little endian, row-major).
struct TensorView {
    TensorType type = TensorType::F32;
    std::vector<int64_t> shape;
    std::span<const std::byte> bytes;  ///< valid as long as its file

    int64_t elements() const;
    /// The elements converted to float, copied (so the bytes need no alignment).
    std::vector<float> toFloat() const;
};

/// A file in the safetensors format, held in memory and completely checked on reading: header at most 100 MB and a JSON object,
/// offsets in bounds, contiguous, without overlap and covering the file exactly, sizes that match type and shape without overflow,
/// F32, F16 and BF16 only, no duplicate keys, at most 100 000 tensors of at most 16 dimensions, at most 4 MB of metadata. Nothing in it is
/// executed. Follows the format description of safetensors 0.4.
class SafetensorsFile {
public:
    SafetensorsFile(SafetensorsFile&&) = default;  ///< the views stay valid
    SafetensorsFile& operator=(SafetensorsFile&&) = default;

    /// Reads and checks the header before the tensors; at most 8 GiB. Throws `Error`, one sentence naming `file`.
    static SafetensorsFile read(const std::filesystem::path& file);
    /// As `read`, from bytes; `where` is named in messages.
    static SafetensorsFile parse(std::vector<std::byte> bytes, const std::string& where);

    const std::map<std::string, TensorView>& tensors() const { return m_tensors; }
    const std::map<std::string, std::string>& metadata() const { return m_metadata; }
    /// Throws `Error` when there is none of that name.
    const TensorView& tensor(const std::string& name) const;
    const std::string& where() const { return m_where; }

private:
    SafetensorsFile(std::vector<std::byte> bytes, std::string where, SafetensorsHeader header);

    std::vector<std::byte> m_bytes;
    std::map<std::string, TensorView> m_tensors;
    std::map<std::string, std::string> m_metadata;
    std::string m_where;
};

/// A tensor to be written.
struct TensorBytes {
    TensorType type = TensorType::F32;
    std::vector<int64_t> shape;
    std::vector<std::byte> bytes;

    /// Converts floats, rounding to nearest even. Throws `Error` when a finite value overflows the type or the count does not match the
    /// shape.
    static TensorBytes fromFloat(std::span<const float> values, std::vector<int64_t> shape, TensorType type);
};

/// Writes a safetensors file atomically: tensors in name order, header padded with spaces to 8 bytes. The same input gives the same bytes.
/// Throws `Error` for what the reader would refuse, and when the file cannot be written.
void writeSafetensors(const std::filesystem::path& file, const std::map<std::string, TensorBytes>& tensors,
                      const std::map<std::string, std::string>& metadata);

}  // namespace charrette
