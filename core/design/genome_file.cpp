#include "core/design/genome_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string_view>

#include "core/base/error.h"

namespace charrette {
namespace {

constexpr std::string_view pngSignature = "\x89PNG\r\n\x1a\n";
constexpr std::string_view genomeKey = "charrette-genome", commonKey = "Description";
constexpr size_t textLimit = 16u << 20;

constexpr std::string_view mark =
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
    "<rdf:Description rdf:about=\"\" xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" "
    "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:CreatorTool=\"Charrette\" "
    "Iptc4xmpExt:DigitalSourceType=\"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia\"/>"
    "</rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>";

std::string_view textOf(std::span<const std::byte> bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

std::vector<std::byte> bytesOf(std::string_view text) {
    const auto* begin = reinterpret_cast<const std::byte*>(text.data());
    return {begin, begin + text.size()};
}

uint32_t checksum(std::string_view bytes) {
    uint32_t value = ~0u;
    for (const char byte : bytes) {
        value ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) value = value & 1 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
    }
    return ~value;
}

std::string bigEndian(uint32_t value) { return {char(value >> 24), char(value >> 16), char(value >> 8), char(value)}; }

uint32_t bigEndianAt(std::string_view bytes, size_t at) {
    uint32_t value = 0;
    for (size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

std::string chunk(const std::string& typeAndData) {
    return bigEndian(uint32_t(typeAndData.size() - 4)) + typeAndData + bigEndian(checksum(typeAndData));
}

/// What follows the key of a text chunk that is not compressed; empty for any other key.
std::string_view textOfChunk(std::string_view type, std::string_view data) {
    const size_t end = data.find('\0');
    if (end == data.npos || (data.substr(0, end) != genomeKey && data.substr(0, end) != commonKey)) return {};
    if (type == "tEXt") return data.substr(end + 1);
    // International text: two bytes of compression, then language and translated key, each ended by a zero.
    if (data.size() < end + 3 || data[end + 1] != 0) return {};
    const size_t language = data.find('\0', end + 3), key = language == data.npos ? data.npos : data.find('\0', language + 1);
    return key == data.npos ? std::string_view() : data.substr(key + 1);
}

std::string genomeInPng(std::string_view file) {
    for (size_t at = pngSignature.size(); at + 12 <= file.size();) {
        const size_t length = bigEndianAt(file, at);
        if (length > file.size() - at - 12) return {};
        const std::string_view type = file.substr(at + 4, 4), data = file.substr(at + 8, length);
        if ((type == "tEXt" || type == "iTXt") && length <= textLimit)
            if (const auto text = textOfChunk(type, data); !text.empty()) return std::string(text);
        at += length + 12;
    }
    return {};
}

/// TIFF fields: tag, type, count, and the value or its place.
enum class TiffType : uint16_t { Byte = 1, Ascii = 2, Short = 3, Long = 4, Undefined = 7 };

constexpr uint16_t descriptionTag = 270;
constexpr bool isLittle = std::endian::native == std::endian::little;

/// Puts numbers into a file in this machine's order, which the header names.
class TiffWriter {
public:
    explicit TiffWriter(const TiffPixels& pixels) : m_bytes(bytesOf(isLittle ? "II*" : "MM")) {
        m_bytes.resize(4);
        if (!isLittle) m_bytes[3] = std::byte(42);
        put32(0);
        m_bytes.insert(m_bytes.end(), pixels.samples.begin(), pixels.samples.end());
        pad();
    }

    void number(uint16_t tag, uint32_t value, TiffType type = TiffType::Long) { m_fields.push_back({tag, type, 1, value}); }
    void text(uint16_t tag, TiffType type, std::string_view text) {
        m_fields.push_back({tag, type, uint32_t(text.size()), uint32_t(m_bytes.size())});
        const auto bytes = bytesOf(text);
        m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
        pad();
    }
    void shorts(uint16_t tag, uint32_t count, uint16_t value) {
        m_fields.push_back({tag, TiffType::Short, count, uint32_t(m_bytes.size())});
        for (uint32_t i = 0; i < count; ++i) put16(value);
        pad();
    }

    std::vector<std::byte> finish() {
        const uint32_t place = uint32_t(m_bytes.size());
        std::memcpy(&m_bytes[4], &place, 4);
        put16(uint16_t(m_fields.size()));
        for (const Field& field : m_fields) put(field);
        put32(0);
        return std::move(m_bytes);
    }

private:
    struct Field {
        uint16_t tag;
        TiffType type;
        uint32_t count, value;
    };

    void put(const Field& field) {
        put16(field.tag);
        put16(uint16_t(field.type));
        put32(field.count);
        if (field.type != TiffType::Short || field.count > 1) return put32(field.value);
        put16(uint16_t(field.value));
        put16(0);
    }
    void put16(uint16_t value) { append(&value, 2); }
    void put32(uint32_t value) { append(&value, 4); }
    void append(const void* value, size_t count) {
        m_bytes.resize(m_bytes.size() + count);
        std::memcpy(&m_bytes[m_bytes.size() - count], value, count);
    }
    void pad() { m_bytes.resize((m_bytes.size() + 3) / 4 * 4); }

    std::vector<std::byte> m_bytes;
    std::vector<Field> m_fields;
};

/// Reads numbers of either order.
class TiffReader {
public:
    explicit TiffReader(std::string_view file) : m_file(file), m_isLittle(file.starts_with("II")) {}

    std::string description() const {
        const size_t directory = number(4, 4), count = number(directory, 2);
        for (size_t i = 0; i < count; ++i) {
            const size_t field = directory + 2 + 12 * i;
            if (field + 12 > m_file.size()) return {};
            if (number(field, 2) == descriptionTag && number(field + 2, 2) == uint16_t(TiffType::Ascii)) return textAt(field);
        }
        return {};
    }

private:
    std::string textAt(size_t field) const {
        const size_t length = number(field + 4, 4), place = length <= 4 ? field + 8 : number(field + 8, 4);
        if (length > textLimit || place > m_file.size() || length > m_file.size() - place) return {};
        const std::string_view text = m_file.substr(place, length);
        return std::string(text.substr(0, text.find('\0')));
    }
    uint32_t number(size_t at, size_t bytes) const {
        if (at + bytes > m_file.size()) return 0;
        uint32_t value = 0;
        for (size_t i = 0; i < bytes; ++i)
            value |= uint32_t(static_cast<unsigned char>(m_file[at + i])) << 8 * (m_isLittle ? i : bytes - 1 - i);
        return value;
    }

    std::string_view m_file;
    bool m_isLittle;
};

void describe(TiffWriter& writer, const TiffPixels& pixels) {
    writer.number(256, uint32_t(pixels.width));
    writer.number(257, uint32_t(pixels.height));
    writer.shorts(258, uint32_t(pixels.channels), uint16_t(pixels.bits));
    writer.number(259, 1, TiffType::Short);  // no compression
    writer.number(262, 2, TiffType::Short);  // RGB
}

}  // namespace

std::vector<std::byte> pngWithGenome(std::span<const std::byte> png, const std::string& genome) {
    const std::string_view file = textOf(png);
    constexpr size_t headerEnd = 8 + 12 + 13;
    if (!file.starts_with(pngSignature) || file.size() < headerEnd || bigEndianAt(file, 8) != 13) throw Error("This is not a PNG file");
    const std::string xmp = chunk("iTXt" + std::string("XML:com.adobe.xmp") + std::string(5, '\0') + std::string(mark));
    const std::string text = chunk("tEXt" + std::string(genomeKey) + '\0' + genome);
    return bytesOf(std::string(file.substr(0, headerEnd)) + xmp + text + std::string(file.substr(headerEnd)));
}

std::vector<std::byte> tiffWithGenome(const TiffPixels& pixels, const std::string& genome) {
    const size_t size = size_t(pixels.width) * size_t(pixels.height) * size_t(pixels.channels) * size_t(pixels.bits) / 8;
    if (pixels.samples.size() != size || size == 0 || size > UINT32_MAX / 2) throw Error("A picture's samples do not fit its size");
    TiffWriter writer(pixels);
    // Fields stand in the order of their tags.
    describe(writer, pixels);
    writer.text(descriptionTag, TiffType::Ascii, genome + '\0');
    writer.number(273, 8);
    writer.number(277, uint32_t(pixels.channels), TiffType::Short);
    writer.number(278, uint32_t(pixels.height));
    writer.number(279, uint32_t(size));
    writer.text(305, TiffType::Ascii, std::string("Charrette") + '\0');
    if (pixels.channels == 4) writer.number(338, 2, TiffType::Short);  // coverage, not premultiplied
    writer.text(700, TiffType::Byte, mark);
    return writer.finish();
}

std::string genomeTextIn(std::span<const std::byte> file) {
    const std::string_view text = textOf(file);
    if (text.starts_with(pngSignature)) return genomeInPng(text);
    if (text.starts_with(std::string_view("II*\0", 4)) || text.starts_with(std::string_view("MM\0*", 4)))
        return TiffReader(text).description();
    return {};
}

}  // namespace charrette
