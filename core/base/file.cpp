#include "core/base/file.h"

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <system_error>
#include <utility>

#ifdef _WIN32
#include <io.h>
#include <share.h>
#else
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

#include "core/base/error.h"

namespace charrette {
namespace fs = std::filesystem;

namespace {

// What differs between systems stands in these three functions and this constant.
#ifdef _WIN32
/// Nobody else can open the file meanwhile.
std::FILE* openAlone(const fs::path& file) { return _wfsopen(file.c_str(), L"wb", _SH_DENYRW); }
bool flushToDisk(std::FILE* stream) { return std::fflush(stream) == 0 && _commit(_fileno(stream)) == 0; }
void flushFolder(const fs::path&) {}
constexpr bool openFilesMove = false;
#else
/// Waits for others that write it; their locks end with them, however they end. What they have renamed meanwhile is not the file any more.
std::FILE* openAlone(const fs::path& file) {
    const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor < 0) return nullptr;
    flock(descriptor, LOCK_EX);
    struct stat opened, named;
    const bool isIt = fstat(descriptor, &opened) == 0 && stat(file.c_str(), &named) == 0 && opened.st_ino == named.st_ino;
    if (isIt && ftruncate(descriptor, 0) == 0) return fdopen(descriptor, "wb");
    close(descriptor);
    return isIt ? nullptr : openAlone(file);
}
bool flushToDisk(std::FILE* stream) { return std::fflush(stream) == 0 && fsync(fileno(stream)) == 0; }
void flushFolder(const fs::path& folder) {
    const int descriptor = open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return;
    fsync(descriptor);
    close(descriptor);
}
constexpr bool openFilesMove = true;
#endif

[[noreturn]] void failWriting(const fs::path& file, int error) {
    throw Error(file.string() + ": cannot be written: " + std::generic_category().message(error));
}

/// A file beside `target`, always of the same name, so that the next one takes the place of what a killed program left.
/// Removed with this object unless it has taken the target's place.
class TemporaryFile {
public:
    explicit TemporaryFile(const fs::path& target) : m_target(target), m_path(target), m_stream(openAlone(m_path += ".part")) {
        if (!m_stream) failWriting(target, errno);
    }
    ~TemporaryFile() {
        if (!openFilesMove) close();
        std::error_code ignored;
        if (!m_path.empty()) fs::remove(m_path, ignored);
        close();
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    void write(std::span<const std::byte> bytes) {
        if (bytes.empty()) return;
        if (std::fwrite(bytes.data(), 1, bytes.size(), m_stream) != bytes.size()) failWriting(m_target, errno);
    }

    void replaceTarget() {
        if (!flushToDisk(m_stream) || (!openFilesMove && !close())) failWriting(m_target, errno);
        renameFile(m_path, m_target);
        m_path.clear();
    }

private:
    bool close() { return !m_stream || std::fclose(std::exchange(m_stream, nullptr)) == 0; }

    fs::path m_target;
    fs::path m_path;
    std::FILE* m_stream;
};

/// Opens a regular file of at most `limit` bytes; `size` becomes its length.
std::ifstream openForReading(const fs::path& file, uint64_t limit, uint64_t& size) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (!fs::exists(status)) throw Error(file.string() + ": cannot be read: there is no such file");
    if (!fs::is_regular_file(status)) throw Error(file.string() + ": cannot be read: not a regular file");
    std::ifstream stream(file, std::ios::binary | std::ios::ate);
    if (!stream) throw Error(file.string() + ": cannot be opened for reading");
    size = uint64_t(std::streamoff(stream.tellg()));
    if (size > limit) {
        throw Error(file.string() + ": is " + std::to_string(size) + " bytes long, at most " + std::to_string(limit) + " were expected");
    }
    stream.seekg(0);
    return stream;
}

/// `Container` is a vector of bytes or a string.
template <class Container>
Container readWhole(const fs::path& file, uint64_t limit) {
    uint64_t size = 0;
    std::ifstream stream = openForReading(file, limit, size);
    Container contents;
    contents.resize(size_t(size));
    stream.read(reinterpret_cast<char*>(contents.data()), std::streamsize(size));
    if (uint64_t(stream.gcount()) != size) throw Error(file.string() + ": cannot be read to its end");
    return contents;
}

}  // namespace

std::vector<std::byte> readFile(const fs::path& file, uint64_t limit) { return readWhole<std::vector<std::byte>>(file, limit); }

std::string readTextFile(const fs::path& file, uint64_t limit) { return readWhole<std::string>(file, limit); }

void writeFileAtomically(const fs::path& file, std::span<const std::byte> bytes) {
    TemporaryFile temporary(file);
    temporary.write(bytes);
    temporary.replaceTarget();
}

void writeFileAtomically(const fs::path& file, std::string_view text) {
    writeFileAtomically(file, std::as_bytes(std::span(text.data(), text.size())));
}

void renameFile(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::rename(from, to, error);
    if (error) throw Error(to.string() + ": cannot be written: " + error.message());
    flushFolder(to.parent_path());
    if (from.parent_path() != to.parent_path()) flushFolder(from.parent_path());
}

void renameNewFile(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::create_hard_link(from, to, error);
    if (error && fs::exists(to)) throw Error(to.string() + ": cannot be written: there is such a file already");
    // Not every file system has links.
    if (error) return renameFile(from, to);
    fs::remove(from, error);
    flushFolder(to.parent_path());
}

void makeFolder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw Error(folder.string() + ": the folder cannot be made: " + error.message());
    if (!fs::is_directory(folder, error)) throw Error(folder.string() + ": the folder cannot be made: something else has that name");
}

}  // namespace charrette
