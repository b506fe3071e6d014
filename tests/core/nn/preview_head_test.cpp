#include "core/nn/preview_head.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "core/nn/weights.h"
#include "tests/support/sentence_of.h"

using namespace charrette;

namespace {

PreviewHeadOptions small() { return {.featureChannels = 6, .imageChannels = 5, .styleSize = 4, .styleLayers = 3, .width = 7}; }

}  // namespace

class PreviewHeadTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatTheGeneratorMakes() {
        GeneratorOptions generator{.resolution = 256, .imageChannels = 5, .styleSize = 24, .channels = {32, 32, 32, 20, 16, 8, 8}};
        const auto head = previewHeadOptions(generator);
        QCOMPARE(head.featureChannels, int64_t(20));
        QCOMPARE(head.imageChannels, int64_t(5));
        QCOMPARE(head.styleLayers, generator.styleLayers() - 7);
        QVERIFY(isWorthPreviews(generator));
        generator.resolution = 64;
        QVERIFY(!isWorthPreviews(generator));
    }

    void givesPreviewsOf64Pixels() {
        PreviewHead head(small());
        const auto previews = head->forward(torch::randn({3, 6, 32, 32}), torch::randn({3, 10, 4}));
        QCOMPARE(previews.sizes().vec(), std::vector<int64_t>({3, 5, 64, 64}));
    }

    void seesTheStylesOfLaterLayersOnly() {
        PreviewHead head(small());
        const auto features = torch::randn({1, 6, 32, 32});
        const auto ws = torch::randn({1, 10, 4});
        auto early = ws.clone(), late = ws.clone();
        early.narrow(1, 0, PreviewHeadOptions::firstStyleLayer).add_(1);
        late.narrow(1, PreviewHeadOptions::firstStyleLayer, 1).add_(1);
        QVERIFY(torch::equal(head->forward(features, early), head->forward(features, ws)));
        QVERIFY(!torch::equal(head->forward(features, late), head->forward(features, ws)));
    }

    void aFileGivesTheHeadBackAndNamesItsGenerator() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("preview.safetensors").toStdString();
        PreviewHead head(small());
        savePreviewHead(file, head, std::string(64, 'a'));
        const auto contents = SafetensorsFile::read(file);
        QCOMPARE(generatorHashOf(contents), std::string(64, 'a'));
        PreviewHead again = loadPreviewHead(contents);
        QVERIFY(torch::allclose(again->weight, head->weight, 1e-2, 1e-2));
        QVERIFY(!again->weight.requires_grad());
    }

    void whatIsNoHeadIsRefused_data() {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* options, const char* sentence) { QTest::newRow(sentence) << options << sentence; };
        row("", "the metadata do not say what preview head the weights belong to");
        row("[]", "must be an object");
        row(R"({"feature_channels": 0})", "feature_channels must be at least 1");
        row(R"({"feature_channels": 8, "image_channels": 9})", "image_channels must be at most 8");
    }
    void whatIsNoHeadIsRefused() {
        QFETCH(QString, options);
        QFETCH(QString, sentence);
        std::map<std::string, std::string> metadata;
        if (!options.isEmpty()) metadata["preview"] = options.toStdString();
        const QString said = test::sentenceOf([&] { previewHeadOptionsFromMetadata(metadata, "head"); });
        QVERIFY2(said.contains(sentence), qPrintable(said));
    }
};

QTEST_APPLESS_MAIN(PreviewHeadTest)
#include "preview_head_test.moc"
