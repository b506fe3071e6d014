#include "core/nn/evaluation/calibration.h"

#include <cmath>

#include <QTemporaryDir>
#include <QTest>

#include "core/design/card.h"
#include "core/nn/torch.h"
#include "core/nn/training/package.h"
#include "core/nn/weights.h"
#include "tests/support/files.h"
#include "tests/support/sentence_of.h"
#include "tests/support/tiny_dataset.h"
#include "tests/support/tiny_run.h"

using namespace charrette;

namespace {

Parameter parameter(const char* name, ParameterKind kind) {
    Parameter made;
    made.name = name;
    made.kind = kind;
    made.maximum = 1;
    if (kind == ParameterKind::Choice) made.choices = {"a", "b", "c"};
    return made;
}

/// Columns: size, kind (three), lit.
const std::vector<Parameter> parameters = {parameter("size", ParameterKind::Number), parameter("kind", ParameterKind::Choice),
                                           parameter("lit", ParameterKind::Toggle)};

/// Conditions [30, 5].
torch::Tensor truth() {
    auto c = torch::zeros({30, 5});
    for (int64_t i = 0; i < 30; ++i) {
        c[i][0] = double(i) / 10 - 1.5;
        c[i][1 + i % 3] = 1;
        c[i][4] = i % 2 ? 1 : -1;
    }
    return c;
}

Generator smallGenerator() {
    torch::manual_seed(3);
    GeneratorOptions options;
    options.resolution = 16;
    options.latentSize = 4;
    options.conditionSize = 5;
    options.styleSize = 8;
    options.mappingLayers = 1;
    options.channels = {8, 8, 8};
    return Generator(options);
}

/// Of each parameter's part of the weights, how much bigger it is than at first.
std::vector<double> growth(Generator& generator, const torch::Tensor& first) {
    const auto now = generator->mapping->named_parameters()["embed.weight"].detach();
    auto spread = [](const torch::Tensor& part) { return (part.size(1) > 1 ? part - part.mean(1, true) : part).norm().item<double>(); };
    auto of = [&](int64_t column, int64_t width) { return spread(now.narrow(1, column, width)) / spread(first.narrow(1, column, width)); };
    return {of(0, 1), of(1, 3), of(4, 1)};
}

bool near(double value, double expected) { return std::abs(value - expected) < 1e-4; }

}  // namespace

class CalibrationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void slopesAreSharesOfAChange() {
        const auto c = truth();
        auto read = c.clone();
        read.select(1, 0).mul_(0.5).add_(3);                  // half of every change; where it begins does not count
        read.narrow(1, 1, 3).mul_(100);                       // logits of somebody who is sure
        read.select(1, 4).mul_(2 * std::atanh(0.25));         // thinks the right one a little more likely
        const auto slopes = readingSlopes(read, c, parameters);
        QVERIFY(near(slopes[0], 0.5) && near(slopes[1], 1) && near(slopes[2], 0.25));
    }

    void whatNeverChangesHasNoSlope() {
        const auto flat = torch::ones({4, 5});
        for (double slope : readingSlopes(flat, flat, parameters)) QCOMPARE(slope, 0.0);
    }

    void aStretchedGeneratorTakesConditionsForStretchedOnes() {
        torch::NoGradGuard guard;
        auto generator = smallGenerator();
        const auto c = truth(), z = torch::randn({30, 4});
        auto stretched = c.clone();
        stretched.select(1, 0).mul_(1.3);
        stretched.narrow(1, 1, 3).sub_(1.0 / 3).mul_(1.2).add_(1.0 / 3);
        stretched.select(1, 4).mul_(0.5);
        const auto expected = generator->styles(z, stretched), before = generator->styles(z, c);
        stretchConditions(generator, parameters, {1.3, 1.2, 0.5});
        QVERIFY(torch::allclose(generator->styles(z, c), expected, 1e-4, 1e-5));
        QVERIFY(!torch::allclose(before, expected, 1e-2, 1e-2));
    }

    void changesAreStretchedUntilTheyAreReadAsFromRealPictures() {
        torch::NoGradGuard guard;
        auto generator = smallGenerator();
        const auto first = generator->mapping->named_parameters()["embed.weight"].clone();
        auto slopes = [&] {
            const auto grown = growth(generator, first);
            return std::vector{0.8 * grown[0], 0.2 * grown[1], 0.7 * grown[2]};
        };
        const auto gains = calibrate(generator, parameters, {0.9, 0.8, 0.5}, slopes);
        QCOMPARE(gains[0].name, std::string("size"));
        QVERIFY(near(gains[0].before, 0.8) && near(gains[0].after, 0.9) && near(gains[0].gain, 0.9 / 0.8));
        QVERIFY(near(gains[1].gain, 1.5) && near(gains[1].after, 0.3));  // not further, however little is read
        QVERIFY(near(gains[2].gain, 1) && near(gains[2].after, 0.7));    // more than from real ones
    }

    void whatIsHardlyReadFromRealPicturesIsLeftAlone() {
        torch::NoGradGuard guard;
        auto generator = smallGenerator();
        const auto gains = calibrate(generator, parameters, {0.1, 0.9, 0.9}, [] { return std::vector{0.05, -0.1, 0.9}; });
        for (const auto& gain : gains) QCOMPARE(gain.gain, 1.0);
    }

    void aPackagedModelIsCalibrated() {
        makeModel();
        const auto before = read("model/generator.safetensors"), encoder = read("model/encoder.safetensors");
        auto gains = calibrateModel(options(), [](const auto&, double) {}, [](const auto&) {});
        QVERIFY(gains.size() == 2 && gains[0].name == "radius" && gains[1].name == "colour");
        QVERIFY(gains[0].onReal > 0.5 && gains[0].before < gains[0].onReal);  // hardly trained, it follows little
        QVERIFY(gains[0].gain > 1 && gains[0].gain <= 1.5);
        QVERIFY(read("model/generator.safetensors") != before && read("model/encoder.safetensors") == encoder);
        const Card card = readCard(path("model") / "card.json");
        checkHash(path("model") / card.weights, card.weightsHash);
    }

    void whenStoppedTheModelIsAsItWas() {
        makeModel();
        const auto generator = read("model/generator.safetensors"), card = read("model/card.json");
        std::stop_source stop;
        auto progress = [&](const std::string& activity, double) {
            if (activity == "Generated pictures are read") stop.request_stop();
        };
        const auto said = test::sentenceOf([&] { calibrateModel(options(), progress, [](const auto&) {}, stop.get_token()); });
        QVERIFY(said.contains("the model is as it was"));
        QVERIFY(read("model/generator.safetensors") == generator && read("model/card.json") == card);
    }

private:
    std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }

    QByteArray read(const char* name) const { return test::contentsOf(m_folder.filePath(name)); }

    CalibrationOptions options() const {
        return {.model = path("model"), .data = path("data"), .regressor = path("regressor.safetensors"), .regressorImages = 2000};
    }

    void makeModel() {
        if (!std::filesystem::exists(path("data"))) {
            test::writeTinyDataset(path("data"), {.resolution = 16, .count = 48});
            test::writeFile(m_folder.filePath("about.json"), test::aboutDiscs);
            test::trained(test::tinyRun(path("data"), path("run"), 40));
        }
        packageRun(path("run"), path("about.json"), path("model"));
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(CalibrationTest)
#include "calibration_test.moc"
