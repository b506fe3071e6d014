// How many full pictures a second the way between two variants shows: `between_bench ENGINE MODEL [FOLDER]`. The mouse goes from end to end and
// back for four seconds. FOLDER gets the window as it is half-way. Fails below the limit.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <numbers>

#include <QApplication>
#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "core/base/memory.h"
#include "tests/ui/window/opened_window.h"
#include "ui/between/between_view.h"
#include "ui/compare/large_view.h"

using namespace charrette;
using namespace charrette::test;

namespace {

constexpr int milliseconds = 4000, moveMilliseconds = 16;
constexpr double limit = 15;

}  // namespace

int main(int argc, char** argv) {
    keepMemory();
    QApplication application(argc, argv);
    if (argc < 3) return std::fprintf(stderr, "Usage: between_bench ENGINE MODEL [FOLDER]\n"), 2;
    QStandardPaths::setTestModeEnabled(true);
    const QTemporaryDir folder;
    OpenedWindow opened({argv[1]}, argv[2], Board::create(folder.filePath("a.charrette").toStdString()));
    if (!opened.waitForPictures()) return std::fprintf(stderr, "The model does not open\n"), 1;
    opened.select({1, 4});
    opened.run("M");
    auto* view = opened.window.findChild<BetweenView*>();
    auto* picture = view->findChild<PictureView*>();
    int came = 0;
    QObject::connect(&opened.engine, &EngineClient::picture, [&](RequestId, const Picture& made) { came += made.stage == Stage::Full; });
    const QRect rect = picture->pictureRect();
    QElapsedTimer time;
    QTimer moves;
    moves.setTimerType(Qt::PreciseTimer);
    QObject::connect(&moves, &QTimer::timeout, [&] {
        const double way = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * double(time.elapsed()) / milliseconds);
        QTest::mouseMove(picture, {rect.left() + int(way * (rect.width() - 1)), rect.center().y()});
    });
    if (argc > 3)
        QTimer::singleShot(milliseconds / 2, [&] { opened.window.grab().save(QString("%1/between.png").arg(argv[3])); });
    time.start();
    moves.start(moveMilliseconds);
    QTest::qWait(milliseconds);
    moves.stop();
    const double pace = 1000.0 * came / milliseconds;
    std::printf("%.1f full pictures a second of %d px (at least %.0f)\n", pace, opened.studio.card()->resolution, limit);
    return pace >= limit ? 0 : 1;
}
