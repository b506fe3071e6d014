// How long the window takes from its start to its first painting, beside an empty QMainWindow, each in turn in one run:
// `startup_bench CHARRETTE [ENGINE]`. Fails above twice the empty window's time.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include <QApplication>
#include <QMainWindow>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

namespace {

using Clock = std::chrono::steady_clock;
constexpr int rounds = 15;
constexpr double limit = 2;

class EmptyWindow : public QMainWindow {
protected:
    void paintEvent(QPaintEvent* event) override {
        QMainWindow::paintEvent(event);
        QTimer::singleShot(0, this, [] { std::puts("painted"), std::fflush(stdout); });
    }
};

int showEmptyWindow(QApplication& application) {
    EmptyWindow window;
    window.resize(1400, 880);
    window.show();
    return application.exec();
}

/// Milliseconds until a program says that it has painted; -1 when it does not.
double millisecondsToPaint(const QStringList& command, const QProcessEnvironment& environment) {
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setStandardErrorFile(QProcess::nullDevice());
    const auto start = Clock::now();
    process.start(command[0], command.mid(1));
    QByteArray said;
    while (!said.contains("painted") && process.waitForReadyRead(60'000)) said += process.readAllStandardOutput();
    const auto end = Clock::now();
    process.kill();
    process.waitForFinished();
    return said.contains("painted") ? std::chrono::duration<double, std::milli>(end - start).count() : -1;
}

double median(std::vector<double> times) {
    std::ranges::nth_element(times, times.begin() + ptrdiff_t(times.size() / 2));
    return times[times.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.value(1) == "--empty") return showEmptyWindow(application);
    if (arguments.size() < 2) return std::fprintf(stderr, "Usage: startup_bench CHARRETTE [ENGINE]\n"), 2;
    const QTemporaryDir home;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* folder : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"}) environment.insert(folder, home.filePath(folder));
    QStringList window = {arguments[1], "--say-when-painted"};
    if (arguments.size() > 2) window << "--engine" << arguments[2];
    std::vector<double> empty, ours;
    for (int round = 0; round < rounds; ++round) {
        empty.push_back(millisecondsToPaint({application.applicationFilePath(), "--empty"}, environment));
        ours.push_back(millisecondsToPaint(window, environment));
        if (ours.back() < 0 || empty.back() < 0) return std::fprintf(stderr, "A window was not painted\n"), 1;
    }
    const double ratio = median(ours) / median(empty);
    std::printf("first painting: %.0f ms, an empty QMainWindow %.0f ms; ratio %.2f (at most %.0f)\n", median(ours), median(empty), ratio,
                limit);
    return ratio <= limit ? 0 : 1;
}
