// What a person sees while a slider is dragged: `drag_bench ENGINE MODEL [FOLDER]`. A slider is dragged for three seconds over 24 cells with one
// variant selected. Each picture that is shown is compared with the full pictures of the settings of the half second before; FOLDER gets the
// window as it was after 0.1, 0.5, 1 and 2 seconds. Fails above the limits.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <vector>

#include <QApplication>
#include <QMouseEvent>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "core/base/memory.h"
#include "tests/ui/window/opened_window.h"
#include "ui/studio/pictures.h"
#include "ui/widgets/parameter_slider.h"

using namespace charrette;
using namespace charrette::test;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int dragMilliseconds = 3000, moveMilliseconds = 16, comparedSide = 64, comparedPictures = 240, oldest = 500, selectedRow = 5, fewestValues = 50;
constexpr double likenessLimit = 0.8, colourLimit = 5, paceLimit = 15;

struct Move {
    double at;  ///< milliseconds since the drag began
    std::vector<Genome> genomes;
};

struct Shown {
    double at;
    int row;
    QImage picture;
    bool isSharp;
};

/// What happened while the slider was dragged.
struct Recording {
    std::vector<Move> moves;
    std::vector<Shown> shown;
    int selectedInFull = 0;
};

void sendMouse(QWidget& widget, QEvent::Type type, double x) {
    const QPointF point(x, widget.height() / 2.0);
    const auto button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
    const auto buttons = type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton;
    QMouseEvent event(type, point, widget.mapToGlobal(point), button, buttons, Qt::NoModifier);
    QApplication::sendEvent(&widget, &event);
}

std::vector<Genome> genomesOf(VariantModel& model) {
    std::vector<Genome> genomes;
    for (const Variant& variant : model.variants()) genomes.push_back(variant.genome);
    return genomes;
}

Recording drag(OpenedWindow& opened, QWidget& slider, const QString& folder) {
    Recording recording;
    const auto start = Clock::now();
    const auto now = [&] { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); };
    VariantModel& model = opened.studio.grid();
    std::map<int, qint64> seen;
    for (int row = 0; row < model.rowCount(); ++row) seen[row] = model.picture(row).cacheKey();
    const auto changes = QObject::connect(&model, &QAbstractItemModel::dataChanged, [&](const QModelIndex& first, const QModelIndex& last) {
        for (int row = first.row(); row <= last.row(); ++row) {
            const QImage picture = model.picture(row);
            if (std::exchange(seen[row], picture.cacheKey()) == picture.cacheKey()) continue;
            recording.shown.push_back({now(), row, picture, model.isSharp(row)});
            recording.selectedInFull += row == selectedRow && model.isSharp(row);
        }
    });
    QTimer moves;
    moves.setTimerType(Qt::PreciseTimer);
    QObject::connect(&moves, &QTimer::timeout, [&] {
        const double way = now() / dragMilliseconds;
        sendMouse(slider, QEvent::MouseMove, 10 + std::min(1.0, way) * (slider.width() - 20));
        recording.moves.push_back({now(), genomesOf(model)});
    });
    for (int at : {100, 500, 1000, 2000})
        if (!folder.isEmpty()) QTimer::singleShot(at, [&opened, folder, at] { opened.window.grab().save(QString("%1/drag-%2.png").arg(folder).arg(at)); });
    sendMouse(slider, QEvent::MouseButtonPress, 10);
    moves.start(moveMilliseconds);
    QTest::qWait(dragMilliseconds);
    QObject::disconnect(changes);
    moves.stop();
    sendMouse(slider, QEvent::MouseButtonRelease, slider.width() - 10);
    return recording;
}

/// Full pictures of genomes, in order.
std::vector<QImage> rendered(EngineClient& engine, const std::vector<Genome>& genomes) {
    std::vector<QImage> pictures(genomes.size());
    for (size_t first = 0; first < genomes.size(); first += 500) {
        RenderCells render{.stages = Stages::Full};
        for (size_t i = first; i < std::min(first + 500, genomes.size()); ++i) render.cells.push_back({uint32_t(i), Priority::Visible, genomes[i]});
        bool isDone = false;
        const auto came = QObject::connect(&engine, &EngineClient::picture, [&](RequestId, const Picture& picture) {
            if (picture.cell < pictures.size()) pictures[picture.cell] = imageOf(picture);
        });
        const RequestId request = engine.render(std::move(render));
        const auto ended = QObject::connect(&engine, &EngineClient::finished, [&](RequestId id) { isDone |= id == request; });
        while (!isDone) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QObject::disconnect(came);
        QObject::disconnect(ended);
    }
    return pictures;
}

QImage compared(const QImage& picture) {
    return picture.scaled(comparedSide, comparedSide, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).convertToFormat(QImage::Format_RGB888);
}

struct Likeness {
    double structure = -1, colour = 255;
};

double lightnessAt(const QImage& picture, int x, int y) {
    const QRgb pixel = picture.pixel(x, y);
    return (0.299 * qRed(pixel) + 0.587 * qGreen(pixel) + 0.114 * qBlue(pixel)) / 255;
}

/// Structural similarity (Wang et al. 2004) over windows of 8 x 8 pixels, and how far the mean colour is off in levels.
Likeness likenessOf(const QImage& shown, const QImage& full) {
    constexpr double c1 = 1e-4, c2 = 9e-4;
    double sum = 0;
    int windows = 0;
    for (int top = 0; top + 8 <= comparedSide; top += 4)
        for (int left = 0; left + 8 <= comparedSide; left += 4, ++windows) {
            double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
            for (int y = top; y < top + 8; ++y)
                for (int x = left; x < left + 8; ++x) {
                    const double p = lightnessAt(shown, x, y), q = lightnessAt(full, x, y);
                    a += p / 64, b += q / 64, aa += p * p / 64, bb += q * q / 64, ab += p * q / 64;
                }
            sum += (2 * a * b + c1) * (2 * (ab - a * b) + c2) / ((a * a + b * b + c1) * (aa - a * a + bb - b * b + c2));
        }
    double off[3] = {};
    for (int y = 0; y < comparedSide; ++y)
        for (int x = 0; x < comparedSide; ++x) {
            const QRgb p = shown.pixel(x, y), q = full.pixel(x, y);
            off[0] += qRed(p) - qRed(q), off[1] += qGreen(p) - qGreen(q), off[2] += qBlue(p) - qBlue(q);
        }
    double most = 0;
    for (double channel : off) most = std::max(most, std::abs(channel) / (comparedSide * comparedSide));
    return {sum / windows, most};
}

/// The first that goes over many values: where it goes over few, pictures are at rest most of the time.
QWidget& fineSlider(OpenedWindow& opened) {
    for (int i = 0;; ++i)
        if (opened.slider(i).maximum() - opened.slider(i).minimum() >= fewestValues) return opened.slider(i);
}

double quantile(std::vector<double> values, double share) {
    std::ranges::sort(values);
    return values.empty() ? 0 : values[size_t(share * double(values.size() - 1))];
}

/// The best that a picture shows of the settings of the half second before it came.
std::vector<Likeness> likenesses(EngineClient& engine, const Recording& recording) {
    std::vector<Genome> genomes;
    std::vector<std::pair<size_t, size_t>> owners;  // index of what was shown, of the genome
    const size_t step = std::max<size_t>(1, recording.shown.size() / comparedPictures);
    for (size_t i = 0; i < recording.shown.size(); i += step) {
        double lastAge = -1;
        for (const Move& move : recording.moves) {
            const double age = recording.shown[i].at - move.at;
            if (age < 0 || age > oldest || (lastAge >= 0 && lastAge - age < 60)) continue;
            lastAge = age;
            owners.emplace_back(i, genomes.size());
            genomes.push_back(move.genomes.at(size_t(recording.shown[i].row)));
        }
    }
    const auto full = rendered(engine, genomes);
    std::map<size_t, Likeness> best;
    for (const auto& [shown, genome] : owners) {
        const Likeness likeness = likenessOf(compared(recording.shown[shown].picture), compared(full[genome]));
        if (likeness.structure > best[shown].structure) best[shown] = likeness;
    }
    std::vector<Likeness> all;
    for (const auto& [shown, likeness] : best) all.push_back(likeness);
    return all;
}

}  // namespace

int main(int argc, char** argv) {
    keepMemory();
    QApplication application(argc, argv);
    if (argc < 3) return std::fprintf(stderr, "Usage: drag_bench ENGINE MODEL [FOLDER]\n"), 2;
    QStandardPaths::setTestModeEnabled(true);
    const QTemporaryDir folder;
    OpenedWindow opened({argv[1]}, argv[2], Board::create(folder.filePath("a.charrette").toStdString()));
    if (!opened.waitForPictures()) return std::fprintf(stderr, "The model does not open\n"), 1;
    opened.grid->selectionModel()->select(opened.studio.grid().index(selectedRow), QItemSelectionModel::ClearAndSelect);
    QTest::qWait(300);
    const Recording recording = drag(opened, fineSlider(opened), argc > 3 ? argv[3] : "");
    opened.waitForPictures();
    std::vector<double> structure, colour;
    for (const Likeness& likeness : likenesses(opened.engine, recording)) structure.push_back(likeness.structure), colour.push_back(likeness.colour);
    const double pace = 1000.0 * recording.selectedInFull / dragMilliseconds;
    std::printf("%zu pictures shown in %d s over %d cells, of the selected one %.1f full ones a second (at least %.0f)\n", recording.shown.size(),
                dragMilliseconds / 1000, opened.studio.grid().rowCount(), pace, paceLimit);
    std::printf("likeness to the full picture of settings of the last %d ms, %zu pictures: SSIM median %.3f, worst %.3f (at least %.1f); colour "
                "median %.1f, worst %.1f levels (at most %.0f)\n",
                oldest, structure.size(), quantile(structure, 0.5), quantile(structure, 0), likenessLimit, quantile(colour, 0.5),
                quantile(colour, 1), colourLimit);
    return pace >= paceLimit && quantile(structure, 0) >= likenessLimit && quantile(colour, 1) <= colourLimit ? 0 : 1;
}
