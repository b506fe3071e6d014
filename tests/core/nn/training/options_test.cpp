#include "core/nn/training/options.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include "tests/support/sentence_of.h"

using namespace charrette;

namespace {

TrainingOptions unusual() {
    TrainingOptions options;
    options.seed = 5'000'000'000;
    options.resolution = 64;
    options.imageChannels = 5;
    options.latentSize = 7;
    options.latentParameters = {"lean", "tone"};
    options.styleSize = 9;
    options.mappingLayers = 3;
    options.channels = {6, 5, 4, 3};
    options.lastChannels = 2;
    options.stages = {{.resolution = 16, .images = 100, .batch = 4},
                      {.resolution = 64, .images = 0, .batch = 4, .adversarial = true, .rate = 0.25}};
    options.noise = true;
    options.linearRate = 0.1;
    options.convolutionRate = 0.2;
    options.averageImages = 3;
    options.saturation = 1.5;
    options.gradientWeight = 0.4;
    options.structureWeight = 0.35;
    options.reliefWeight = 0.25;
    options.objectWeight = 0;
    options.divergenceWeight = 0.6;
    options.parameterWeight = 0.7;
    options.readingWeight = 0.15;
    options.adversarial = {.loss = AdversarialLoss::NonSaturating,
                           .linearRate = 0.01,
                           .convolutionRate = 0.02,
                           .discriminatorRate = 0.08,
                           .pairWeight = 0.03,
                           .featureWeight = 0.04,
                           .latentWeight = 0.05,
                           .conditionWeight = 0.06,
                           .penalty = 0.07,
                           .penaltyInterval = 3,
                           .fold = false,
                           .coloursOnly = true,
                           .jitter = 2,
                           .grain = 0.08,
                           .fewestChannels = 8};
    return options;
}

}  // namespace

class TrainingOptionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jsonBringsBackTheSameOptions() {
        for (const auto& options : {TrainingOptions{}, completed({}), unusual()}) {
            const auto read = trainingOptionsFromJson(nlohmann::json::parse(toJson(options).dump()), "a file");
            QCOMPARE(toJson(read).dump(), toJson(options).dump());
        }
        QCOMPARE(trainingOptionsFromJson(toJson(unusual()), "").seed, uint64_t(5'000'000'000));
    }

    void whatIsLeftOutKeepsItsDefault() {
        const auto options =
            trainingOptionsFromJson({{"style_size", 40}, {"linear_rate", 1}, {"stages", {{{"resolution", 32}}}}}, "a file");
        QCOMPARE(options.styleSize, int64_t(40));
        QCOMPARE(options.linearRate, 1.0);
        QCOMPARE(options.latentSize, TrainingOptions().latentSize);
        QCOMPARE(options.stages.at(0).batch, TrainingStage().batch);
        QVERIFY(options.channels.empty());
    }

    void whatIsLeftOutIsThatOfTheBase() {
        const auto options = trainingOptionsFromJson({{"linear_rate", 1}, {"adversarial", {{"penalty", 9}}}}, "a file", unusual());
        auto expected = unusual();
        expected.linearRate = 1;
        expected.adversarial.penalty = 9;
        QCOMPARE(toJson(options).dump(), toJson(expected).dump());
    }

    void otherNetworksAreNotTheSameShape() {
        auto other = unusual();
        other.stages.clear();
        other.seed = 1;
        other.adversarial = {};
        checkFits(unusual(), other, "a file");
        other.latentSize = 8;
        QCOMPARE(test::sentenceOf([&] { checkFits(unusual(), other, "a file"); }),
                 "a file: its networks have the latent_size 7, not 8; begin another run for that");
    }

    void networksGrowAndDoNotShrink() {
        auto larger = unusual();
        larger.resolution = 128;
        larger.channels.push_back(2);
        QCOMPARE(test::sentenceOf([&] { checkFits(unusual(), larger, "a file"); }),
                 "a file: a run that grows to 128 pixels needs a stage of that resolution");
        larger.stages.back().resolution = 128;
        checkFits(unusual(), larger, "a file");
        QCOMPARE(test::sentenceOf([&] { checkFits(larger, unusual(), "a file"); }),
                 "a file: its networks have the resolution 128, not 64, which can grow, not shrink");
        auto wider = unusual();
        wider.channels.back() = 4;
        const QString channels = "a file: its networks have the channels [6,5,4,3], not ";
        const QString rest = ", and those of a larger resolution go on from them";
        QCOMPARE(test::sentenceOf([&] { checkFits(unusual(), wider, "a file"); }), channels + "[6,5,4,4]; begin another run for that");
        auto plain = unusual();
        plain.noise = false;
        QCOMPARE(test::sentenceOf([&] { checkFits(unusual(), plain, "a file"); }),
                 "a file: its networks have the noise true, not false, which they have learned to use");
        auto other = unusual();
        other.lastChannels = 3;
        const QString last = "a file: its networks have the last_channels 2, not ";
        QCOMPARE(test::sentenceOf([&] { checkFits(unusual(), other, "a file"); }), last + "3, which later ones go on from");
        other.lastChannels = 0;
        QCOMPARE(test::sentenceOf([&] { checkFits(unusual(), other, "a file"); }), last + "0, which later ones go on from");
        checkFits(other, unusual(), "a file");
        larger.channels.front() = 8;
        QCOMPARE(test::sentenceOf([&] { checkFits(unusual(), larger, "a file"); }), channels + "[8,5,4,3,2]" + rest);
    }

    void emptyListsAreFilledIn() {
        TrainingOptions options;
        options.resolution = 64;
        options = completed(options);
        QCOMPARE(options.channels, (std::vector<int64_t>{96, 96, 80, 56}));
        QCOMPARE(options.stages.size(), size_t(2));
        QCOMPARE(options.stages[0].resolution, int64_t(32));
        QCOMPARE(options.stages[1].resolution, int64_t(64));
    }

    void wrongTypesAreRefused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* text, const char* sentence) { QTest::newRow(text) << QString(text) << QString(sentence); };
        row("[]", "training options must be a JSON object");
        row("nonsense", "training options must be a JSON object");
        row(R"({"colour": 5})", "do not have a field 'colour'");
        row(R"({"resolution": "64"})", "'resolution' has the wrong type");
        row(R"({"resolution": 64.5})", "'resolution' has the wrong type");
        row(R"({"seed": -1})", "'seed' has the wrong type");
        row(R"({"linear_rate": true})", "'linear_rate' has the wrong type");
        row(R"({"channels": 16})", "'channels' has the wrong type");
        row(R"({"channels": [16, "16"]})", "'channels' has the wrong type");
        row(R"({"channels": {"4": 16}})", "'channels' has the wrong type");
        row(R"({"stages": [16]})", "'stages' has the wrong type");
        row(R"({"stages": [{"resolution": 16, "colour": 5}]})", "'stages' has the wrong type");
        row(R"({"stages": [{"batch": 1.5}]})", "'stages' has the wrong type");
        row(R"({"stages": [{"adversarial": 1}]})", "'stages' has the wrong type");
        row(R"({"adversarial": true})", "'adversarial' has the wrong type");
        row(R"({"adversarial": {"weight": 1}})", "'adversarial' has the wrong type");
        row(R"({"adversarial": {"loss": 1}})", "'adversarial' has the wrong type");
    }

    void wrongTypesAreRefused() {
        QFETCH(QString, text);
        QFETCH(QString, sentence);
        const auto object = nlohmann::json::parse(text.toStdString(), nullptr, false);
        const QString actual = test::sentenceOf([&] { trainingOptionsFromJson(object, "a file"); });
        QVERIFY2(actual.contains(sentence), qPrintable(actual));
        QVERIFY(actual.startsWith("a file: "));
    }

    void badValuesAreRefused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* text, const char* sentence) { QTest::newRow(text) << QString(text) << QString(sentence); };
        row(R"({"stages": [{"resolution": 256}]})", "a stage of 256 pixels does not fit a network of 128");
        row(R"({"stages": [{"resolution": 24}]})", "a stage of 24 pixels does not fit");
        row(R"({"stages": [{"resolution": 4}]})", "a stage of 4 pixels does not fit");
        row(R"({"stages": [{"batch": 0}]})", "a stage's batch must be from 1 to 4096");
        row(R"({"stages": [{"rate": 0}]})", "a stage's rate must be above 0 and at most 1");
        row(R"({"stages": [{"rate": 2}]})", "a stage's rate must be above 0 and at most 1");
        row(R"({"latent_size": 1, "latent_parameters": ["lean", "tone"]})",
            "latent_parameters names more numbers than the latent_size of 1");
        row(R"({"stages": [{"images": -1}]})", "a stage's images must be from 0");
        row(R"({"stages": [{"batch": 6, "adversarial": true}]})", "must have the run's 128 pixels and a batch that is a multiple of 4");
        row(R"({"stages": [{"resolution": 64, "adversarial": true}]})", "an adversarial stage must have the run's 128 pixels");
        row(R"({"adversarial": {"loss": "hinge"}})", "loss must be 'relativistic' or 'non_saturating', not \"hinge\"");
        row(R"({"adversarial": {"linear_rate": 0}})", "adversarial linear_rate must be above 0");
        row(R"({"adversarial": {"penalty_interval": 0}})", "penalty_interval must be above 0");
        row(R"({"adversarial": {"penalty": -1}})", "penalty must not be below 0");
        row(R"({"adversarial": {"jitter": -1}})", "jitter must not be below 0");
        row(R"({"adversarial": {"jitter": 17}})", "jitter must be at most 16 pixels");
        row(R"({"adversarial": {"grain": -0.1}})", "grain must not be below 0");
        row(R"({"linear_rate": 0})", "linear_rate must be above 0");
        row(R"({"convolution_rate": -1})", "convolution_rate must be above 0");
        row(R"({"average_images": 0})", "average_images must be above 0");
        row(R"({"object_weight": -1})", "object_weight must not be below 0");
        row(R"({"divergence_weight": -1e-9})", "divergence_weight must not be below 0");
    }

    void badValuesAreRefused() {
        QFETCH(QString, text);
        QFETCH(QString, sentence);
        const auto object = nlohmann::json::parse(text.toStdString());
        const QString actual = test::sentenceOf([&] { completed(trainingOptionsFromJson(object, "a file")); });
        QVERIFY2(actual.startsWith("Training options: ") && actual.contains(sentence), qPrintable(actual));
    }
};

QTEST_GUILESS_MAIN(TrainingOptionsTest)
#include "options_test.moc"
