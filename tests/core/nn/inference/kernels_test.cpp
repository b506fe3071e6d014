#include "core/nn/inference/kernels.h"

#include <cmath>
#include <functional>
#include <random>

#include <QTest>

#include "core/nn/inference/floats.h"

using namespace charrette;

namespace {

Floats randomFloats(size_t count) {
    static std::mt19937 engine(5);
    std::normal_distribution<float> normal;
    Floats values(count);
    for (float& value : values) value = normal(engine);
    return values;
}

void compare(float actual, double expected, size_t index) {
    QVERIFY2(std::abs(actual - expected) < 1e-4 * (1 + std::abs(expected)),
             qPrintable(QString("value %1 is %2 instead of %3").arg(index).arg(actual).arg(expected)));
}

float activated(double x) { return float(x > 0 ? x : 0.2 * x); }

/// [1, 3, 3, 1] / 4 of four values.
double lowPass(double a, double b, double c, double d) { return (a + 3 * b + 3 * c + d) / 4; }

}  // namespace

class KernelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void multipliesRowsOfEveryNumber_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("groups");
        for (int count = 1; count <= 13; ++count) QTest::addRow("%d rows", count) << count << 1;
        QTest::newRow("5 groups of 3") << 3 << 5;
        QTest::newRow("2 groups of 17") << 17 << 2;
    }
    void multipliesRowsOfEveryNumber() {
        QFETCH(int, count);
        QFETCH(int, groups);
        const size_t depth = 11, inStride = 40, inGroupStride = 40 * 20, outStride = 32, outGroupStride = 32 * 20;
        const ptrdiff_t offsets[] = {0, 29, 7};
        auto in = randomFloats(inGroupStride * size_t(groups) + 64), weights = randomFloats(3 * depth * kernels::panelWidth);
        Floats out(outGroupStride * size_t(groups), 77.f);
        kernels::multiply({.in = in.data(),
                           .inStride = inStride,
                           .inGroupStride = inGroupStride,
                           .count = size_t(count),
                           .groups = size_t(groups),
                           .out = out.data(),
                           .outStride = outStride,
                           .outGroupStride = outGroupStride},
                          offsets, depth, weights.data());
        for (size_t i = 0; i < out.size(); ++i) {
            size_t group = i / outGroupStride, row = i % outGroupStride / outStride, o = i % outStride;
            double sum = 0;
            for (size_t s = 0; s < 3; ++s)
                for (size_t k = 0; k < depth && o < kernels::panelWidth; ++k)
                    sum += double(in[group * inGroupStride + row * inStride + size_t(offsets[s]) + k]) *
                           weights[(s * depth + k) * kernels::panelWidth + o];
            compare(out[i], row < size_t(count) && o < kernels::panelWidth ? sum : 77, i);
        }
    }

    void winogradIsAConvolution() {
        const size_t channels = 16;
        auto pixels = randomFloats(6 * 6 * channels), weight = randomFloats(9 * channels), factor = randomFloats(channels),
             bias = randomFloats(channels), noise = randomFloats(16);
        const size_t planeStride = channels + 16;
        Floats in(kernels::winogradPlanes * planeStride), out(16 * channels);
        kernels::winogradInput(pixels.data(), 6 * channels, channels, in.data(), planeStride);
        // Each channel by itself: the product over one input channel is its weight's factor.
        for (size_t c = 0; c < channels; ++c) {
            float planes[kernels::winogradPlanes];
            kernels::winogradWeight(&weight[9 * c], planes);
            for (size_t plane = 0; plane < kernels::winogradPlanes; ++plane) in[plane * planeStride + c] *= planes[plane];
        }
        kernels::winogradOutput(in.data(), planeStride, channels, {factor.data(), bias.data()}, noise.data(), out.data());
        for (size_t i = 0; i < out.size(); ++i) {
            size_t c = i % channels, x = i / channels % 4, y = i / channels / 4;
            double sum = 0;
            for (size_t tap = 0; tap < 9; ++tap)
                sum += double(weight[9 * c + tap]) * pixels[((y + tap / 3) * 6 + x + tap % 3) * channels + c];
            compare(out[i], activated(sum * factor[c] + bias[c] + noise[4 * y + x]), i);
        }
    }

    void filtersDownColumns() {
        auto rows = randomFloats(4 * 48);
        Floats out(48);
        const float* four[] = {&rows[0], &rows[48], &rows[96], &rows[144]};
        kernels::filterDown(four, 48, out.data());
        for (size_t i = 0; i < 48; ++i) compare(out[i], lowPass(rows[i], rows[48 + i], rows[96 + i], rows[144 + i]), i);
    }

    void filtersAlongRows_data() {
        QTest::addColumn<bool>("adds");
        QTest::newRow("plain") << false;
        QTest::newRow("with an addition") << true;
    }
    void filtersAlongRows() {
        QFETCH(bool, adds);
        const size_t count = 5, stride = 32;
        auto row = randomFloats((count + 3) * 16), factor = randomFloats(16), bias = randomFloats(16), noise = randomFloats(count),
             next = randomFloats(16), addition = randomFloats(count * stride);
        Floats out(count * stride);
        kernels::filterAlong(row.data(), count, {{factor.data(), bias.data()}, noise.data(), adds ? addition.data() : nullptr, next.data()},
                             out.data(), stride);
        for (size_t i = 0; i < count; ++i)
            for (size_t c = 0; c < 16; ++c) {
                double filtered = lowPass(row[i * 16 + c], row[(i + 1) * 16 + c], row[(i + 2) * 16 + c], row[(i + 3) * 16 + c]);
                double expected = activated(filtered * factor[c] + bias[c] + noise[i]) + (adds ? addition[i * stride + c] : 0);
                compare(out[i * stride + c], expected * next[c], i);
            }
    }

    void projectsPixels() {
        auto row = randomFloats(48), weights = randomFloats(5 * 48);
        float out[5];
        kernels::project(row.data(), weights.data(), 48, 5, out);
        for (size_t n = 0; n < 5; ++n) {
            double sum = 0;
            for (size_t c = 0; c < 48; ++c) sum += double(row[c]) * weights[48 * n + c];
            compare(out[n], sum, n);
        }
    }

    void upsamplesPlanes() {
        const size_t side = 5;
        auto plane = randomFloats(side * side), bias = randomFloats(4), memory = Floats(side + 2), out = Floats(4 * side * side);
        for (size_t y = 0; y < side; ++y) {
            const float* row = &plane[y * side];
            const float* rows[] = {y > 0 ? row - side : nullptr, row, y + 1 < side ? row + side : nullptr};
            kernels::upsampleRow(rows, side, bias.data(), memory.data(), &out[4 * y * side]);
        }
        auto at = [&](ptrdiff_t y, ptrdiff_t x) {
            bool inside = y >= 0 && x >= 0 && y < ptrdiff_t(side) && x < ptrdiff_t(side);
            return inside ? double(plane[size_t(y) * side + size_t(x)]) : 0.0;
        };
        for (ptrdiff_t y = 0; y < ptrdiff_t(2 * side); ++y)
            for (ptrdiff_t x = 0; x < ptrdiff_t(2 * side); ++x) {
                ptrdiff_t far = y % 2 ? 1 : -1, side2 = x % 2 ? 1 : -1;
                double expected =
                    (9 * at(y / 2, x / 2) + 3 * at(y / 2 + far, x / 2) + 3 * at(y / 2, x / 2 + side2) + at(y / 2 + far, x / 2 + side2)) /
                    16;
                compare(out[size_t(y) * 2 * side + size_t(x)], expected + bias[size_t(y % 2 * 2 + x % 2)],
                        size_t(y) * 2 * side + size_t(x));
            }
    }
};

QTEST_APPLESS_MAIN(KernelsTest)
#include "kernels_test.moc"
