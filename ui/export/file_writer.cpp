#include "ui/export/file_writer.h"

#include <filesystem>
#include <memory>
#include <random>
#include <system_error>

#include "core/base/error.h"
#include "core/base/file.h"

namespace charrette {

namespace {

/// Under another name first: `renameNewFile` goes over no file, also when another program makes it at this moment.
void writeNewFile(const std::filesystem::path& file, std::span<const std::byte> bytes) {
    if (std::filesystem::exists(file)) throw Error(file.string() + ": there is a file of that name already");
    const auto scratch = std::filesystem::path(file).concat("." + std::to_string(std::random_device()()) + ".new");
    try {
        writeFileAtomically(scratch, bytes);
        renameNewFile(scratch, file);
    } catch (const Error&) {
        std::error_code ignored;
        std::filesystem::remove(scratch, ignored);
        throw;
    }
}

QString written(const std::filesystem::path& file, std::span<const std::byte> bytes, Existing existing) {
    try {
        existing == Existing::Replaced ? writeFileAtomically(file, bytes) : writeNewFile(file, bytes);
        return {};
    } catch (const std::exception& error) {
        return QString::fromUtf8(error.what());
    }
}

}  // namespace

void FileWriter::write(int number, const QString& file, std::vector<std::byte> bytes, Existing existing) {
    m_thread.post([this, number, path = std::filesystem::path(file.toStdString()), data = std::move(bytes), existing] {
        const QString sentence = written(path, data, existing);
        QMetaObject::invokeMethod(
            this, [this, number, sentence] { Q_EMIT done(number, sentence); }, Qt::QueuedConnection);
    });
}

}  // namespace charrette
