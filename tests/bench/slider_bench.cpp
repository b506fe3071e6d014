// Whether the window stays quick while the engine works: `slider_bench ENGINE MODEL`. A slider is dragged for ten seconds over 96 variants;
// gaps of the event loop, and the first preview after the last move beside the engine's own time for one. Fails above the limits.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include <QApplication>
#include <QMouseEvent>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "tests/ui/window/opened_window.h"
#include "ui/widgets/parameter_slider.h"

using namespace charrette;
using namespace charrette::test;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int variants = 96, dragMilliseconds = 10'000, moveMilliseconds = 8, trials = 7;
constexpr double p99Limit = 33, worstLimit = 100, previewLimit = 1.5;

double millisecondsSince(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

double quantile(std::vector<double> values, double share) {
    std::ranges::sort(values);
    return values.empty() ? 0 : values[size_t(share * double(values.size() - 1))];
}

void sendMouse(QWidget& widget, QEvent::Type type, double x) {
    const QPointF point(x, widget.height() / 2.0);
    const auto button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
    const auto buttons = type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton;
    QMouseEvent event(type, point, widget.mapToGlobal(point), button, buttons, Qt::NoModifier);
    QApplication::sendEvent(&widget, &event);
}

/// Drags back and forth. Gives back the time between turns of the event loop.
std::vector<double> dragFor(QWidget& slider, int milliseconds) {
    std::vector<double> gaps;
    QTimer ticks, moves;
    ticks.setTimerType(Qt::PreciseTimer);
    moves.setTimerType(Qt::PreciseTimer);
    auto last = Clock::now();
    QObject::connect(&ticks, &QTimer::timeout, [&] {
        gaps.push_back(millisecondsSince(last));
        last = Clock::now();
    });
    int move = 0;
    QObject::connect(&moves, &QTimer::timeout, [&] {
        const double way = std::abs((move++ % 200) - 100) / 100.0;
        sendMouse(slider, QEvent::MouseMove, 10 + way * (slider.width() - 20));
    });
    sendMouse(slider, QEvent::MouseButtonPress, slider.width() / 2.0);
    ticks.start(1);
    moves.start(moveMilliseconds);
    QTest::qWait(milliseconds);
    return gaps;
}

/// Milliseconds until the next preview comes.
double untilPreview(EngineClient& engine, const std::function<void()>& ask) {
    bool hasCome = false;
    const auto connection = QObject::connect(
        &engine, &EngineClient::picture, [&](RequestId, const Picture& picture) { hasCome = hasCome || picture.stage == Stage::Preview; });
    const auto start = Clock::now();
    ask();
    while (!hasCome && millisecondsSince(start) < 30'000) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    QObject::disconnect(connection);
    return millisecondsSince(start);
}

/// What the engine takes for the first preview of as many cells when it has nothing else to do.
double engineAlone(OpenedWindow& opened) {
    std::vector<double> times;
    for (int trial = 0; trial < trials; ++trial) {
        RenderCells render{.group = "alone", .stages = Stages::Preview};
        for (int row = 0; row < variants; ++row) {
            Genome genome = opened.studio.grid().variant(row).genome;
            genome.latent = uint32_t(100'000 + 1000 * trial + row);
            render.cells.push_back({uint32_t(row), Priority::Visible, genome});
        }
        times.push_back(untilPreview(opened.engine, [&] { opened.engine.render(render); }));
        QTest::qWait(1500);
    }
    return quantile(times, 0.5);
}

/// The same after the last of a few moves, while the engine still has the moves before.
double afterTheLastMove(OpenedWindow& opened, QWidget& slider) {
    std::vector<double> times;
    for (int trial = 0; trial < trials; ++trial) {
        dragFor(slider, 700);
        times.push_back(untilPreview(opened.engine, [&] { sendMouse(slider, QEvent::MouseMove, 20 + 11 * trial); }));
        sendMouse(slider, QEvent::MouseButtonRelease, 20 + 11 * trial);
        opened.waitForPictures();
    }
    return quantile(times, 0.5);
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    if (argc < 3) return std::fprintf(stderr, "Usage: slider_bench ENGINE MODEL\n"), 2;
    QStandardPaths::setTestModeEnabled(true);
    const QTemporaryDir folder;
    OpenedWindow opened({argv[1]}, argv[2], Board::create(folder.filePath("a.charrette").toStdString()));
    if (!opened.waitForPictures()) return std::fprintf(stderr, "The model does not open\n"), 1;
    Settings settings = opened.studio.settings();
    settings.count = variants;
    opened.studio.commit(settings);
    opened.waitForPictures();
    auto& slider = opened.slider(0);
    const auto gaps = dragFor(slider, dragMilliseconds);
    sendMouse(slider, QEvent::MouseButtonRelease, 20);
    opened.waitForPictures();
    const double p99 = quantile(gaps, 0.99), worst = *std::ranges::max_element(gaps);
    std::printf(
        "a slider dragged for %d s over %d variants: %zu turns of the event loop, gaps p99 %.1f ms (at most %.0f), worst %.1f ms (at most "
        "%.0f)\n",
        dragMilliseconds / 1000, variants, gaps.size(), p99, p99Limit, worst, worstLimit);
    const double alone = engineAlone(opened), dragged = afterTheLastMove(opened, slider);
    std::printf("first preview after the last move: %.1f ms, the engine alone %.1f ms; ratio %.2f (at most %.1f)\n", dragged, alone,
                dragged / alone, previewLimit);
    return p99 <= p99Limit && worst <= worstLimit && dragged <= previewLimit * alone ? 0 : 1;
}
