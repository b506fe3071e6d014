#include "core/nn/generator_options.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include "tests/core/nn/options_reading.h"

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
                             .additionsUpTo = 16,
                             .lastStep = LastStep::PixelShuffle};

GeneratorOptions readOptions(const nlohmann::json& object) {
    return generatorOptionsFromMetadata({{"generator", object.dump()}}, "a file");
}

}  // namespace

class GeneratorOptionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jsonBringsBackTheSameOptions() {
        GeneratorOptions other{.resolution = 16, .mappingRate = 0.01, .channels = {8, 8, 8}, .architecture = Architecture::Residual};
        for (const auto& options : {usual, other}) QCOMPARE(toJson(readOptions(toJson(options))).dump(), toJson(options).dump());
        QVERIFY(readOptions(toJson(usual)).start == Start::Style);
        QCOMPARE(readOptions(toJson(usual)).additionsUpTo, int64_t(16));
        QVERIFY(readOptions(toJson(other)).architecture == Architecture::Residual);
        QCOMPARE(readOptions(toJson(usual)).channels, usual.channels);
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
        test::badFieldColumns();
        const auto row = test::badFieldRow;
        row(R"({"resolution": 48})", "resolution must be a power of two");
        row(R"({"resolution": 8})", "resolution must be a power of two from 16 to 1024");
        row(R"({"resolution": 2048})", "resolution must be a power of two from 16 to 1024");
        row(R"({"resolution": "32"})", "resolution must be a number, not '32'");
        row(R"({"resolution": 32.5})", "resolution must be a whole number, not 32.5");
        row(R"({"resolution": 9223372036854775807})", "resolution must be at most 9007199254740992");
        row(R"({"image_channels": 4})", "image channels must be 3 or 5");
        row(R"({"latent_size": 0})", "latent size must be from 1 to 4096, not 0");
        row(R"({"latent_size": null})", "latent_size must be a number, not null");
        row(R"({"condition_size": -1})", "condition size must be from 0 to 4096, not -1");
        row(R"({"condition_size": 18446744073709551615})", "condition_size must be at most 9007199254740992");
        row(R"({"style_size": 5000})", "style size must be from 1 to 4096, not 5000");
        row(R"({"mapping_layers": 33})", "mapping layers must be from 1 to 32, not 33");
        row(R"({"mapping_rate": 0})", "mapping rate must be greater than 0");
        row(R"({"mapping_rate": "fast"})", "mapping_rate must be a number, not 'fast'");
        row(R"({"channels": 16})", "channels must be a list, not 16");
        row(R"({"channels": [32, 16.5, 8]})", "channels must be a whole number, not 16.5");
        row(R"({"channels": [32, 16]})", "the number of channel counts must be from 3 to 3, not 2");
        row(R"({"channels": [32, 16, 0]})", "channels must be from 1 to 4096, not 0");
        row(R"({"architecture": "orig"})", "architecture must be 'skip' or 'resnet', not 'orig'");
        row(R"({"architecture": "resnet"})", "a pixel shuffle needs the skip architecture");
        row(R"({"start": 5})", "start must be text, not 5");
        row(R"({"additions_up_to": 12})", "additions up to must be 8, 16 or 32, and not beyond the features' 16");
        row(R"({"additions_up_to": 32})", "additions up to must be 8, 16 or 32, and not beyond the features' 16");
        row(R"({"last_step": "nearest"})", "last_step must be 'convolution' or 'pixel_shuffle', not 'nearest'");
    }

    void badOptionsAreRefused() { test::checkBadFields(toJson(usual), readOptions, "a file: generator options"); }

    void everyFieldIsNeeded() { test::checkMissingFields(toJson(usual), readOptions, "a file: generator options"); }

    void whatIsNoObjectIsRefused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("empty") << ""
                               << "is empty";
        QTest::newRow("a list") << "[]"
                                << "must be an object, not ";
        QTest::newRow("a number") << "5"
                                  << "must be an object, not ";
        QTest::newRow("null") << "null"
                              << "must be an object, not ";
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
