#include "core/nn/evaluation/calibration.h"

#include <cmath>

#include <QTemporaryDir>
#include <QTest>

#include "core/design/card.h"
#include "core/nn/torch.h"
#include "core/nn/training/package.h"
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
        c[i][0] = double(i) / 10 - 1.45;
        c[i][1 + i % 3] = 1;
        c[i][4] = i % 2 ? 1 : -1;
    }
    return c;
}

/// With numbers of variance 1.
torch::Tensor standardised(torch::Tensor c) {
    auto size = c.select(1, 0);
    size.div_(size.square().mean().sqrt());
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

bool near(double value, double expected) { return std::abs(value - expected) < 1e-4; }

}  // namespace

class CalibrationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readingsAreMeasuredByWhatAGuessLoses() {
        const auto c = standardised(truth());
        auto nothing = torch::zeros_like(c), all = c.clone();
        all.narrow(1, 1, 3).mul_(100);  // logits of somebody who is sure
        all.select(1, 4).mul_(100);
        const auto guessed = readingLosses(nothing, c, parameters), known = readingLosses(all, c, parameters);
        for (int64_t i = 0; i < 3; ++i) QVERIFY(near(guessed[i].item<double>(), 1) && near(known[i].item<double>(), 0));
    }

    void aStretchedGeneratorTakesConditionsForStretchedOnes() {
        torch::NoGradGuard guard;
        auto generator = smallGenerator();
        const auto gains = torch::tensor({1.3, 1.2, 0.5});
        const auto c = truth(), z = torch::randn({30, 4}), changed = stretched(c, parameters, gains);
        QVERIFY(torch::allclose(changed.select(1, 0), 1.3 * c.select(1, 0)) && torch::allclose(changed.select(1, 4), 0.5 * c.select(1, 4)));
        QVERIFY(torch::allclose(changed.narrow(1, 1, 3).sum(1), torch::ones({30})));
        const auto before = generator->mapping(z, c), expected = generator->mapping(z, changed, torch::tensor(0.9));
        stretchConditions(generator, parameters, gains, 0.9);
        QVERIFY(torch::allclose(generator->mapping(z, c), expected, 1e-4, 1e-5));
        QVERIFY(!torch::allclose(before, expected, 1e-2, 1e-2));
    }

    void gainsMoveToWhereTheLossIsLeast() {
        const auto best = torch::tensor({1.2, 0.9, 4.0});
        const auto gains = soughtGains(3, 200, [&](const torch::Tensor& tried, int64_t) { return (tried - best).square().sum(); });
        QVERIFY(torch::allclose(gains, torch::tensor({1.2, 0.9, 1.5}), 1e-2, 1e-2));  // not further than that
    }

    void aPackagedModelIsCalibrated() {
        makeModel();
        const auto before = read("model/generator.safetensors"), encoder = read("model/encoder.safetensors");
        const auto gains = calibrateModel(options(), [](const auto&, double) {}, [](const auto&) {});
        QVERIFY(gains.size() == 2 && gains[0].name == "radius" && gains[1].name == "colour");
        QVERIFY(gains[0].onReal < 0.5 && gains[0].before > gains[0].onReal);  // hardly trained, it obeys little
        for (const auto& gain : gains) QVERIFY(gain.gain > 0.4 && gain.gain < 2.3 && gain.gain != 1);
        QVERIFY(gains[0].after + gains[1].after < gains[0].before + gains[1].before);
        QVERIFY(read("model/generator.safetensors") != before && read("model/encoder.safetensors") == encoder);
        const Card card = readCard(path("model") / "card.json");
        checkHash(path("model") / card.weights, card.weightsHash);
    }

    void whenStoppedTheModelIsAsItWas() {
        makeModel();
        const auto generator = read("model/generator.safetensors"), card = read("model/card.json");
        std::stop_source stop;
        auto progress = [&](const std::string& activity, double) {
            if (activity == "Gains are sought") stop.request_stop();
        };
        const auto said = test::sentenceOf([&] { calibrateModel(options(), progress, [](const auto&) {}, stop.get_token()); });
        QVERIFY(said.contains("the model is as it was"));
        QVERIFY(read("model/generator.safetensors") == generator && read("model/card.json") == card);
    }

private:
    std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }

    QByteArray read(const char* name) const { return test::contentsOf(m_folder.filePath(name)); }

    CalibrationOptions options() const {
        return {.model = path("model"), .data = path("data"), .regressor = path("regressor.safetensors"), .regressorImages = 2000, .steps = 10};
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
