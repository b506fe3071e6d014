#include "core/nn/evaluation/history_chart.h"

#include <algorithm>
#include <cstdio>

namespace charrette {

namespace {

constexpr double width = 300, height = 160, margin = 34;

struct Point {
    double images, value;
};

struct Curve {
    const char* name;
    const char* style;
    std::vector<Point> points;
};

template <class... Values> std::string formatted(const char* format, Values... values) {
    char text[400];
    std::snprintf(text, sizeof text, format, values...);
    return text;
}

std::string textAt(double x, double y, const char* anchor, const std::string& text) {
    return formatted("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, text.c_str());
}

std::string lineOf(const Curve& curve, double left, double mostImages, double mostValue) {
    std::string line = "<polyline fill=\"none\" " + std::string(curve.style) + " points=\"";
    for (const Point& point : curve.points)
        line += formatted("%.1f,%.1f ", left + width * point.images / mostImages, margin + height * (1 - std::min(1.0, point.value / mostValue)));
    return line + "\"/>\n";
}

/// One chart with its frame, its curves' names above it.
std::string panel(double left, const std::vector<Curve>& curves, double mostImages, double mostValue) {
    auto svg = formatted("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"none\" stroke=\"#999\"/>\n", left, margin, width, height);
    svg += textAt(left - 4, margin + 4, "end", formatted("%.3g", mostValue)) + textAt(left - 4, margin + height, "end", "0");
    svg += textAt(left, margin + height + 16, "middle", "0") + textAt(left + width, margin + height + 16, "end", formatted("%.0f pictures", mostImages));
    double x = left;
    for (const Curve& curve : curves) {
        svg += formatted("<line x1=\"%.1f\" y1=\"18\" x2=\"%.1f\" y2=\"18\" %s/>\n", x, x + 16, curve.style) + textAt(x + 20, 22, "start", curve.name);
        svg += lineOf(curve, left, mostImages, mostValue);
        x += width / double(curves.size());
    }
    return svg;
}

std::vector<HistoryLine> known(std::vector<HistoryLine> history) {
    std::erase_if(history, [](const HistoryLine& line) { return line.images <= 0; });
    std::ranges::stable_sort(history, {}, &HistoryLine::images);
    return history;
}

std::vector<Point> pointsOf(const std::vector<HistoryLine>& history, double HistoryLine::*value) {
    std::vector<Point> points;
    for (const HistoryLine& line : history) points.push_back({double(line.images), line.*value});
    return points;
}

}  // namespace

bool hasCurve(const std::vector<HistoryLine>& history) { return known(history).size() >= 2; }

std::string historyChart(const std::vector<HistoryLine>& history) {
    const auto lines = known(history);
    const auto curve = [&](const char* name, const char* style, double HistoryLine::*value) {
        return Curve{name, style, pointsOf(lines, value)};
    };
    const Curve realism = curve("told from real", "stroke=\"#c33\" stroke-width=\"2\"", &HistoryLine::realism);
    Curve inFeatures = curve("in features", "stroke=\"#c33\" stroke-width=\"2\" stroke-dasharray=\"4 3\"", &HistoryLine::realismInFeatures);
    std::erase_if(inFeatures.points, [](const Point& point) { return point.value == 0; });
    const Curve control = curve("mean control", "stroke=\"#36c\" stroke-width=\"2\"", &HistoryLine::control);
    const Curve frechet = curve("Fréchet distance", "stroke=\"#c33\" stroke-width=\"2\"", &HistoryLine::frechet);
    const Curve ofReal = curve("real to real", "stroke=\"#666\" stroke-width=\"2\" stroke-dasharray=\"4 3\"", &HistoryLine::frechetOfReal);
    double mostFrechet = 0;
    for (const HistoryLine& line : lines) mostFrechet = std::max({mostFrechet, line.frechet, line.frechetOfReal, 1e-9});
    const double images = double(lines.back().images), second = width + 3 * margin;
    return formatted("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" font-family=\"sans-serif\" font-size=\"11\">\n"
                     "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
                     2 * width + 4 * margin, height + 2 * margin) +
           panel(margin, {realism, inFeatures, control}, images, 1) + panel(second, {frechet, ofReal}, images, mostFrechet) + "</svg>\n";
}

}  // namespace charrette
