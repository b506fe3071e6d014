// A board of 10,000 variants in the window: how long it takes to open and be painted, how long paintings take while it is scrolled, and how
// much memory the window holds. `scroll_bench`, without an engine. Fails above the limits.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include <QApplication>
#include <QBuffer>
#include <QPainter>
#include <QScrollBar>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "tests/core/board/sample_board.h"
#include "tests/ui/window/opened_window.h"
#include "ui/studio/tuning.h"

using namespace charrette;
using namespace charrette::test;
using Clock = std::chrono::steady_clock;

namespace {

constexpr size_t variantCount = 10'000, storedAtOnce = 100;
constexpr int pictureSide = 128, thumbnailSide = 96;
constexpr double openLimit = 1000, paintLimit = 16, memoryLimit = 400;

double millisecondsSince(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

/// A picture that compresses about as a rendered one.
QImage drawn(int number) {
    QImage image(pictureSide, pictureSide, QImage::Format_RGB888);
    QPainter painter(&image);
    QLinearGradient sky(0, 0, 0, pictureSide);
    sky.setColorAt(0, QColor::fromHsv(number * 7 % 360, 60, 220));
    sky.setColorAt(1, QColor::fromHsv(number * 13 % 360, 40, 150));
    painter.fillRect(image.rect(), sky);
    painter.setRenderHint(QPainter::Antialiasing);
    QRadialGradient body(50, 40, 70);
    body.setColorAt(0, QColor::fromHsv(number * 31 % 360, 120, 250));
    body.setColorAt(1, QColor::fromHsv(number * 17 % 360, 160, 60));
    painter.setBrush(body);
    painter.drawEllipse(QPoint(64, 70), 20 + number % 30, 30 + number % 20);
    return image;
}

std::vector<std::byte> pngBytes(const QImage& image) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "png");
    const auto bytes = std::as_bytes(std::span(buffer.data().constData(), size_t(buffer.data().size())));
    return {bytes.begin(), bytes.end()};
}

void storePictures(Board& board, std::span<const Variant> variants) {
    std::vector<std::vector<std::byte>> bytes;
    for (const Variant& variant : variants) {
        const QImage image = drawn(int(variant.id));
        bytes.push_back(pngBytes(image));
        bytes.push_back(pngBytes(image.scaled(thumbnailSide, thumbnailSide, Qt::KeepAspectRatio, Qt::SmoothTransformation)));
    }
    std::vector<NewPicture> pictures;
    for (size_t i = 0; i < variants.size(); ++i) {
        pictures.push_back({variants[i].id, PictureKind::Full, bytes[2 * i]});
        pictures.push_back({variants[i].id, PictureKind::Thumbnail, bytes[2 * i + 1]});
    }
    board.storePictures(pictures);
}

/// All in one generation, so that one view scrolls over them.
void makeBoard(const std::filesystem::path& file) {
    Board board = Board::create(file);
    board.addGeneration(
        {.operation = Operation::Import, .variants = sampledVariants(1, variantCount), .settings = freshSettings(sampleCard())});
    const auto variants = board.variants();
    for (size_t first = 0; first < variants.size(); first += storedAtOnce) {
        const auto some = std::span(variants).subspan(first, std::min(storedAtOnce, variants.size() - first));
        storePictures(board, some);
        board.rate(std::vector<VariantId>{some[7].id}, 1 + int(first / storedAtOnce) % 5);
        board.pin(std::vector<VariantId>{some[3].id});
    }
}

/// Times the paintings of one widget.
class PaintTimer : public QApplication {
public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override {
        if (receiver != watched || event->type() != QEvent::Paint) return QApplication::notify(receiver, event);
        const auto start = Clock::now();
        const bool result = QApplication::notify(receiver, event);
        times.push_back(millisecondsSince(start));
        return result;
    }

    QObject* watched = nullptr;
    std::vector<double> times;
};

double quantile(std::vector<double> values, double share) {
    std::ranges::sort(values);
    return values.empty() ? 0 : values[size_t(share * double(values.size() - 1))];
}

/// From /proc, in MB; 0 where there is none.
double peakMemory() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == "VmHWM:" && status >> word) return std::stod(word) / 1000;
    return 0;
}

/// By steps of a wheel, down to the end and back in jumps.
void scroll(QScrollBar& bar) {
    for (int step = 0; step < 400; ++step) {
        bar.setValue(bar.value() + 90);
        QTest::qWait(10);
    }
    for (int jump = 30; jump >= 0; --jump) {
        bar.setValue(bar.maximum() * jump / 30);
        QTest::qWait(60);
    }
}

}  // namespace

int main(int argc, char** argv) {
    PaintTimer application(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    const QTemporaryDir folder;
    const std::filesystem::path file = pathIn(folder, "large.charrette");
    if (argc == 2 && std::string(argv[1]) == "--make") return makeBoard("large.charrette"), 0;
    QProcess maker;
    maker.setWorkingDirectory(folder.path());
    maker.start(application.applicationFilePath(), {"--make"});
    if (!maker.waitForFinished(-1) || maker.exitCode() != 0) return std::fprintf(stderr, "The board cannot be made\n"), 1;
    EngineClient engine({.command = {"/nonexistent"}});
    Studio studio(engine, Board::create(pathIn(folder, "empty.charrette")));
    MainWindow window(engine, studio);
    window.show();
    QTest::qWait(300);
    const auto start = Clock::now();
    studio.setBoard(Board::open(file));
    window.repaint();
    const double opened = millisecondsSince(start);
    VariantView* grid = nullptr;
    for (auto* view : window.findChildren<VariantView*>())
        if (view->model() == &studio.grid()) grid = view;
    QTest::qWait(500);
    application.watched = grid->viewport();
    scroll(*grid->verticalScrollBar());
    if (studio.grid().rowCount() != int(variantCount))
        return std::fprintf(stderr, "The window shows %d variants\n", studio.grid().rowCount()), 1;
    const double p95 = quantile(application.times, 0.95), memory = peakMemory();
    std::printf(
        "%d variants, %.0f MB: opened and painted in %.0f ms (at most %.0f); %zu paintings, p95 %.1f ms (at most %.0f), worst %.1f ms; "
        "memory %.0f MB (at most %.0f)\n",
        studio.grid().rowCount(), double(std::filesystem::file_size(file)) / 1e6, opened, openLimit, application.times.size(), p95,
        paintLimit, quantile(application.times, 1), memory, memoryLimit);
    return opened <= openLimit && p95 <= paintLimit && memory <= memoryLimit ? 0 : 1;
}
