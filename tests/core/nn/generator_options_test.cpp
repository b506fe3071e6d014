#include "core/nn/generator_options.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include "tests/support/sentence_of.h"

using namespace charrette;

namespace {

const GeneratorOptions usual{.resolution = 32,
                             .imageChannels = 5,
                             .latentSize = 16,
                             .conditionSize = 6,
                             .styleSize = 24,
                             .mappingLayers = 3,
                             .mappingRate = 0.5,
                             .channels = {32, 16, 8},
                             .start = Start::Style,
                             .lastStep = LastStep::PixelShuffle};

GeneratorOptions read(const nlohmann::json& object) { return generatorOptionsFromMetadata({{"generator", object.dump()}}, "a file"); }

}  // namespace

class GeneratorOptionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jsonBringsBackTheSameOptions() {
        GeneratorOptions other{.resolution = 16, .mappingRate = 0.01, .channels = {8, 8, 8}, .architecture = Architecture::Residual};
        for (const auto& options : {usual, other}) QCOMPARE(toJson(read(toJson(options))).dump(), toJson(options).dump());
        QVERIFY(read(toJson(usual)).start == Start::Style);
        QVERIFY(read(toJson(other)).architecture == Architecture::Residual);
        QCOMPARE(read(toJson(usual)).channels, usual.channels);
    }

    void optionsOfTheReferenceAreUnderstood() {
        const auto options = generatorOptionsFromMetadata(
            {{"options", R"({"res":64,"c_dim":6,"z_dim":32,"w_dim":48,"layers":2,"cb":512,"cm":64,"arch":"resnet","channels":3})"}},
            "a file");
        QCOMPARE(options.channels, (std::vector<int64_t>{64, 64, 32, 16, 8}));
        QCOMPARE(options.latentSize, int64_t(32));
        QCOMPARE(options.styleSize, int64_t(48));
        QVERIFY(options.architecture == Architecture::Residual && options.start == Start::Constant);
        QCOMPARE(options.mappingRate, 0.01);
    }

    void layersAreCounted_data() {
        QTest::addColumn<int>("resolution");
        QTest::addColumn<bool>("shuffles");
        QTest::addColumn<int>("layers");
        QTest::newRow("16") << 16 << false << 6;
        QTest::newRow("64") << 64 << false << 10;
        QTest::newRow("1024") << 1024 << false << 18;
        QTest::newRow("64, pixel shuffle") << 64 << true << 8;
    }

    void layersAreCounted() {
        QFETCH(int, resolution);
        QFETCH(bool, shuffles);
        QFETCH(int, layers);
        const GeneratorOptions options{
            .resolution = resolution, .channels = {}, .lastStep = shuffles ? LastStep::PixelShuffle : LastStep::Convolution};
        QCOMPARE(options.styleLayers(), int64_t(layers));
    }

    void badOptionsAreRefused_data() {
        QTest::addColumn<QString>("patch");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* patch, const char* sentence) { QTest::newRow(patch) << QString(patch) << QString(sentence); };
        row(R"({"resolution": 48})", "resolution must be a power of two");
        row(R"({"resolution": 8})", "resolution must be from 16 to 1024, not 8");
        row(R"({"resolution": 2048})", "resolution must be from 16 to 1024, not 2048");
        row(R"({"resolution": "32"})", "resolution must be an integer");
        row(R"({"resolution": 32.5})", "resolution must be an integer");
        row(R"({"resolution": 9223372036854775807})", "resolution must be from 16 to 1024");
        row(R"({"image_channels": 4})", "image channels must be 3 or 5");
        row(R"({"latent_size": 0})", "latent size must be from 1 to 4096, not 0");
        row(R"({"latent_size": null})", "latent_size must be an integer");
        row(R"({"condition_size": -1})", "condition size must be from 0 to 4096, not -1");
        row(R"({"condition_size": 18446744073709551615})", "condition size must be from 0 to 4096, not -1");
        row(R"({"style_size": 5000})", "style size must be from 1 to 4096, not 5000");
        row(R"({"mapping_layers": 33})", "mapping layers must be from 1 to 32, not 33");
        row(R"({"mapping_rate": 0})", "mapping rate must be greater than 0");
        row(R"({"mapping_rate": "fast"})", "mapping_rate must be a number");
        row(R"({"channels": 16})", "channels must be a list");
        row(R"({"channels": [32, 16.5, 8]})", "channels must be a list of integers");
        row(R"({"channels": [32, 16]})", "the number of channel counts must be from 3 to 3, not 2");
        row(R"({"channels": [32, 16, 0]})", "channels must be from 1 to 4096, not 0");
        row(R"({"architecture": "orig"})", "architecture 'orig' is not known");
        row(R"({"architecture": "resnet"})", "a pixel shuffle needs the skip architecture");
        row(R"({"start": 5})", "start must be a word");
        row(R"({"last_step": "nearest"})", "last_step 'nearest' is not known");
    }

    void badOptionsAreRefused() {
        QFETCH(QString, patch);
        QFETCH(QString, sentence);
        nlohmann::json object = toJson(usual);
        object.update(nlohmann::json::parse(patch.toStdString()));
        const QString actual = test::sentenceOf([&] { read(object); });
        QVERIFY2(actual.contains(sentence), qPrintable(actual));
        QVERIFY(actual.startsWith("a file: "));
    }

    void everyFieldIsNeeded() {
        const nlohmann::json complete = toJson(usual);
        for (const auto& [field, value] : complete.items()) {
            nlohmann::json object = toJson(usual);
            object.erase(field);
            const QString actual = test::sentenceOf([&] { read(object); });
            QVERIFY2(actual.contains(QString::fromStdString(field)), qPrintable(actual));
        }
    }

    void whatIsNoObjectIsRefused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("empty") << ""
                               << "is empty";
        QTest::newRow("a list") << "[]"
                                << "they are not a JSON object";
        QTest::newRow("a number") << "5"
                                  << "they are not a JSON object";
        QTest::newRow("null") << "null"
                              << "they are not a JSON object";
        QTest::newRow("cut") << "{\"resolution\":"
                             << "is not valid JSON";
        QTest::newRow("a field twice") << R"({"resolution": 32, "resolution": 64})"
                                       << "stands twice";
        QTest::newRow("nested deep") << QString(1000, '[') + QString(1000, ']') << "nested deeper than 64 levels";
    }

    void whatIsNoObjectIsRefused() {
        QFETCH(QString, text);
        QFETCH(QString, sentence);
        const auto job = [&] { generatorOptionsFromMetadata({{"generator", text.toStdString()}}, "a file"); };
        const QString actual = test::sentenceOf(job);
        QVERIFY2(actual.startsWith("a file: generator options: ") && actual.contains(sentence), qPrintable(actual));
    }
};

QTEST_GUILESS_MAIN(GeneratorOptionsTest)
#include "generator_options_test.moc"
