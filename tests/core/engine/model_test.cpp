#include "core/engine/model.h"

#include <algorithm>
#include <cmath>

#include <QTemporaryDir>
#include <QTest>

#include "core/base/file.h"
#include "core/design/model_folders.h"
#include "tests/support/sentence_of.h"
#include "tests/support/tiny_model.h"

using namespace charrette;
namespace fs = std::filesystem;

namespace {

using Damage = std::function<void(const fs::path& folder)>;

float largestDifference(const Image& a, const Image& b) {
    float largest = 0;
    for (size_t i = 0; i < a.samples.size(); ++i) largest = std::max(largest, std::abs(a.samples[i] - b.samples[i]));
    return a.samples.size() == b.samples.size() ? largest : INFINITY;
}

std::vector<Genome> seeds(uint32_t count) {
    std::vector<Genome> genomes;
    for (uint32_t seed = 0; seed < count; ++seed) genomes.push_back({.latent = seed});
    return genomes;
}

/// A card that says something else than the weights beside it.
Damage otherCard(const std::function<void(Card&)>& change) {
    return [=](const fs::path& folder) {
        Card card = test::tinyCard();
        change(card);
        test::writeCard(folder, card);
    };
}

/// Changed weights, with a card that names their hash.
Damage otherWeights(const std::function<void(std::vector<std::byte>&)>& change) {
    return [=](const fs::path& folder) {
        const fs::path file = folder / test::tinyCard().weights;
        auto bytes = readFile(file, 1 << 24);
        change(bytes);
        writeFileAtomically(file, bytes);
        test::writeCard(folder, test::tinyCard());
    };
}

void cardRows() {
    const auto row = [](const char* name, const std::function<void(Card&)>& change, const char* sentence) {
        QTest::newRow(name) << otherCard(change) << QString(sentence);
    };
    row(
        "latent size", [](Card& card) { card.latentSize = 9; }, "the weights have a latent size of 8, the card says 9");
    row(
        "style size", [](Card& card) { card.styleSize = 20, card.directions.clear(); },
        "the weights have a style size of 16, the card says 20");
    row(
        "condition size", [](Card& card) { card.parameters.pop_back(); }, "the weights have a condition size of 6, the card says 5");
    row(
        "resolution", [](Card& card) { card.resolution = 64; }, "the weights have a resolution of 32, the card says 64");
    row(
        "channels", [](Card& card) { card.channels.resize(3); }, "the weights have a channel count of 5, the card says 3");
    row(
        "direction beyond the last layer", [](Card& card) { card.directions[0].lastLayer = 6; },
        "direction 'all' acts on a layer that the network does not have");
}

void fileRows() {
    const auto row = [](const char* name, const Damage& damage, const char* sentence) {
        QTest::newRow(name) << damage << QString(sentence);
    };
    row(
        "card missing", [](const fs::path& folder) { fs::remove(folder / "card.json"); },
        "card.json: cannot be read: there is no such file");
    row(
        "card cut", [](const fs::path& folder) { fs::resize_file(folder / "card.json", 300); }, "is not valid JSON");
    row(
        "weights missing", [](const fs::path& folder) { fs::remove(folder / "generator.safetensors"); }, "generator.safetensors: ");
    row(
        "weights of another model", [](const fs::path& folder) { fs::resize_file(folder / "generator.safetensors", 5000); },
        "card and weights do not belong together");
    row("weights cut", otherWeights([](auto& bytes) { bytes.resize(bytes.size() / 2); }), "goes beyond the end of the file");
    row("weights are something else", otherWeights([](auto& bytes) { bytes.assign(100, std::byte('x')); }), "the header claims");
    row("weights are not finite", otherWeights([](auto& bytes) { bytes.back() = bytes[bytes.size() - 2] = std::byte(0x7f); }),
        "holds values that are not finite");
}

}  // namespace

Q_DECLARE_METATYPE(Damage)
Q_DECLARE_METATYPE(charrette::ParameterValue)

class ModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        qputenv("CHARRETTE_MODELS", m_folder.path().toUtf8());
        test::writeTinyModel(path("tiny"));
        m_model = std::make_unique<Model>(Model::open(path("tiny")));
    }

    void picturesHaveTheCardsSize() {
        const auto pictures = m_model->render(seeds(2));
        QCOMPARE(pictures.size(), size_t(2));
        for (const Image& picture : pictures) QVERIFY(picture.width == 32 && picture.height == 32 && picture.channels == 5);
        for (float sample : pictures[0].samples) QVERIFY(sample >= 0 && sample <= 1);
    }

    void theSameGenomeGivesTheSameBytes() {
        QCOMPARE(rendered({.latent = 5u}).samples, rendered({.latent = 5u}).samples);
        Model again = Model::open(path("tiny"));
        QCOMPARE(again.render(seeds(3))[2].samples, m_model->render(seeds(3))[2].samples);
    }

    void aPictureDoesNotDependOnTheOthers() {
        const auto together = m_model->render(seeds(11));
        for (uint32_t seed = 0; seed < 11; ++seed) QCOMPARE(together[seed].samples, rendered({.latent = seed}).samples);
    }

    void aPictureDoesNotDependOnItsPreview() {
        const auto genomes = seeds(11);
        std::vector<StyledGenome> styled;
        for (const Styles& styles : m_model->styles(genomes)) styled.push_back({styles, {Noise::Kind::Seed, uint32_t(styled.size())}});
        Model other = Model::open(path("tiny"));
        QCOMPARE(other.render(styled, Stage::Preview, {}).size(), size_t(11));
        const auto after = other.render(styled, Stage::Full, {}), direct = m_model->render(styled, Stage::Full, {});
        for (size_t i = 0; i < 11; ++i) QCOMPARE(after[i].samples, direct[i].samples);
    }

    void kindsOfNoiseMayBeMixed() {
        std::vector<Genome> genomes = seeds(6);
        for (uint32_t i = 0; i < 6; ++i) genomes[i].noise = {Noise::Kind(i / 2), i};
        const auto together = m_model->render(genomes);
        for (size_t i = 0; i < 6; ++i) QCOMPARE(together[i].samples, rendered(genomes[i]).samples);
    }

    void noiseComesFromItsSeed() {
        const auto picture = [&](Noise noise) { return rendered({.latent = 1u, .noise = noise}); };
        QCOMPARE(picture({Noise::Kind::Seed, 4}).samples, picture({Noise::Kind::Seed, 4}).samples);
        QVERIFY(largestDifference(picture({Noise::Kind::Seed, 4}), picture({Noise::Kind::Seed, 5})) > 0.01f);
        QVERIFY(largestDifference(picture({Noise::Kind::None}), picture({Noise::Kind::Constant})) > 0.01f);
    }

    void explicitLatentValuesAreThoseOfTheSeed() {
        QCOMPARE(rendered({.latent = latentValues(9u, 8)}).samples, rendered({.latent = 9u}).samples);
    }

    void truncationToNothingGivesTheMean() {
        const auto picture = [&](uint32_t seed) { return rendered({.latent = seed, .truncation = {.psi = 0}}); };
        QCOMPARE(picture(1).samples, picture(2).samples);
    }

    void everyParameterChangesThePicture_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<ParameterValue>("value");
        QTest::newRow("number") << "height" << ParameterValue(280.0);
        QTest::newRow("integer") << "ribs" << ParameterValue(int64_t(9));
        QTest::newRow("choice") << "foot" << ParameterValue(std::string("stem"));
        QTest::newRow("toggle") << "lid" << ParameterValue(true);
    }

    void everyParameterChangesThePicture() {
        QFETCH(QString, name);
        QFETCH(ParameterValue, value);
        QVERIFY(largestDifference(rendered({.parameters = {{name.toStdString(), value}}}), rendered({})) > 0.01f);
    }

    void latentParametersThatAreNotSetLeaveEveryPictureAsItWas() {
        Model latent = latentModel();
        std::vector<Genome> genomes = seeds(20);
        for (uint32_t seed = 0; seed < 20; ++seed) genomes[seed].layers = {{3, Latent(seed + 100)}};
        const auto before = m_model->render(genomes), now = latent.render(genomes);
        for (size_t i = 0; i < genomes.size(); ++i) QCOMPARE(now[i].samples, before[i].samples);
    }

    void aSetLatentParameterTakesItsComponentsInAllLayers() {
        Model latent = latentModel();
        const ParameterValues set = {{"tone", 55.0}, {"grain", int64_t(12)}};
        Genome asked{.parameters = set, .latent = 1u, .layers = {{3, Latent(2u)}}};
        // The same said with explicit codes.
        Genome explicitly = asked;
        explicitly.parameters = {};
        const auto withSet = [&](uint32_t seed) {
            std::vector<float> code = latentValues(seed, 8);
            code[2] = latentComponents(latent.card().latentParameters[0], 55.0)[0];
            const std::vector<float> grain = latentComponents(latent.card().latentParameters[1], int64_t(12));
            code[0] = grain[0], code[5] = grain[1], code[6] = grain[2];
            return code;
        };
        explicitly.latent = withSet(1);
        explicitly.layers = {{3, Latent(withSet(2))}};
        const auto render = [&](const Genome& genome) { return latent.render(std::span(&genome, 1)).at(0); };
        QCOMPARE(render(asked).samples, render(explicitly).samples);
        asked.parameters = {};
        QVERIFY(largestDifference(render(asked), render(explicitly)) > 0.01f);
        explicitly.layers = {{3, Latent(2u)}};
        QVERIFY(largestDifference(render({.parameters = set, .latent = 1u, .layers = {{3, Latent(2u)}}}), render(explicitly)) > 0.01f);
    }

    void directionsMoveOnlyTheirLayers() {
        const auto moved = [&](const std::map<std::string, double>& amounts) { return rendered({.directions = amounts}); };
        QCOMPARE(moved({{"all", 0}, {"fine", 0}}).samples, moved({}).samples);
        QCOMPARE(moved({{"coarse", 2}, {"fine", 2}}).samples, moved({{"all", 2}}).samples);
        QVERIFY(largestDifference(moved({{"coarse", 2}}), moved({})) > 0.01f);
        QVERIFY(largestDifference(moved({{"fine", 2}}), moved({})) > 0.01f);
        QVERIFY(largestDifference(moved({{"all", 2}}), moved({{"all", -2}})) > 0.01f);
    }

    void layersMayComeFromAnotherLatent() {
        const auto mixed = [&](std::vector<LayerLatent> layers) { return rendered({.latent = 1u, .layers = std::move(layers)}); };
        QCOMPARE(mixed({{3, 1u}}).samples, mixed({}).samples);
        QCOMPARE(mixed({{layerLimit - 1, 2u}}).samples, mixed({}).samples);
        QVERIFY(largestDifference(mixed({{3, 2u}}), mixed({})) > 0.01f);
        QVERIFY(largestDifference(mixed({{3, 2u}}), rendered({.latent = 2u})) > 0.01f);
        QCOMPARE(mixed({{2, 3u}, {4, 2u}}).samples, mixed({{2, 3u}, {4, 2u}, {layerLimit - 1, 5u}}).samples);
        QVERIFY(largestDifference(mixed({{2, 3u}, {4, 2u}}), mixed({{2, 3u}})) > 0.01f);
    }

    void theCardsOwnDirectionsStay() {
        QCOMPARE(m_model->directions().size(), size_t(3));
        QVERIFY(m_model->directions()[1].name == "coarse");
    }

    void directionsAreComputedWhereTheCardBringsNone() {
        Model model = undirectedModel();
        QVERIFY(model.card().directions.empty());
        const auto plain = model.render(seeds(1)).at(0);
        QVERIFY(model.card().directions.empty());
        const auto moved = [&](double amount) {
            const Genome genome = {.latent = 0u, .directions = {{"overall 1", amount}, {"form 1", amount}}};
            return model.render(std::span(&genome, 1)).at(0);
        };
        QCOMPARE(moved(0).samples, plain.samples);
        QVERIFY(largestDifference(moved(2), plain) > 0.01f);
        QVERIFY(largestDifference(moved(2), moved(-2)) > 0.01f);
        QCOMPARE(model.card().directions.size(), model.directions().size());
    }

    void computedDirectionsAreTheSameEveryTime() {
        const Genome genome = {.latent = 3u, .directions = {{"detail 1", 3}}};
        Model one = undirectedModel(), other = undirectedModel();
        other.directions();
        QCOMPARE(one.render(std::span(&genome, 1)).at(0).samples, other.render(std::span(&genome, 1)).at(0).samples);
    }

    void aNameThatWasNotComputedIsRefused() {
        Model model = undirectedModel();
        const Genome genome = {.directions = {{"age", 1}}};
        const QString actual = test::sentenceOf([&] { model.render(std::span(&genome, 1)); });
        QVERIFY2(actual.contains("the model has no 'age'"), qPrintable(actual));
    }

    void previewsComeWithAHeadOfTheSameWeights() {
        const Card card = test::writeLargerModel(path("previews/larger"));
        const std::vector<Genome> genomes = {checkedGenome({.latent = 3u}, card)};
        const auto preview = [&](Model& model) { return model.render(std::vector{StyledGenome{model.styles(genomes)[0], {}}}, Stage::Preview, {})[0]; };
        Model without = Model::open(path("previews/larger"));
        QVERIFY(!without.makesPreviews());
        QCOMPARE(preview(without).width, 128);
        test::writePreviewHead(previewHeadIn(path("previews/larger")), std::string(64, 'f'));
        QVERIFY(!Model::open(path("previews/larger")).makesPreviews());
        test::writePreviewHead(previewHeadIn(path("previews/larger")), card.weightsHash);
        Model with = Model::open(path("previews/larger"));
        QVERIFY(with.makesPreviews());
        QCOMPARE(preview(with).width, 64);
        QCOMPARE(preview(with).channels, 5);
        // A model that is open takes one that is made meanwhile.
        QTRY_VERIFY(without.makesPreviews());
        QCOMPARE(preview(without).samples, preview(with).samples);
    }

    void aDamagedHeadIsAsIfThereWereNone() {
        test::writeLargerModel(path("previews/damaged"));
        writeFileAtomically(previewHeadIn(path("previews/damaged")), "no head");
        QVERIFY(!Model::open(path("previews/damaged")).makesPreviews());
    }

    void aHeadMayLieInTheUsersCache() {
        const Card card = test::writeLargerModel(path("previews/cached"));
        qputenv("XDG_CACHE_HOME", m_folder.filePath("cache").toUtf8());
        const fs::path file = previewHeadInCache(card.weightsHash);
        fs::create_directories(file.parent_path());
        test::writePreviewHead(file, card.weightsHash);
        QVERIFY(Model::open(path("previews/cached")).makesPreviews());
    }

    void stoppingEndsEarly() {
        std::stop_source stop;
        std::vector<size_t> counts;
        const auto note = [&](size_t count) {
            counts.push_back(count);
            stop.request_stop();
        };
        const auto pictures = m_model->render(seeds(20), note, stop.get_token());
        QCOMPARE(counts.size(), size_t(1));
        QCOMPARE(pictures.size(), counts[0]);
        QVERIFY(pictures.size() < 20);
        QVERIFY(m_model->render(seeds(3), {}, stop.get_token()).empty());
    }

    void progressCountsToTheEnd() {
        std::vector<size_t> counts;
        m_model->render(seeds(11), [&](size_t count) { counts.push_back(count); });
        QVERIFY(std::ranges::is_sorted(counts));
        QCOMPARE(counts.back(), size_t(11));
        QVERIFY(m_model->render({}).empty());
    }

    void genomesThatDoNotFitAreRefused_data() {
        QTest::addColumn<Genome>("genome");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("of another model") << Genome{.modelHash = std::string(64, 'a')} << "genome: model is aaaa";
        QTest::newRow("unknown parameter") << Genome{.parameters = {{"width", 5.0}}} << "width";
        QTest::newRow("out of range") << Genome{.parameters = {{"height", 500.0}}} << "height";
        QTest::newRow("latent too long") << Genome{.latent = std::vector<float>(9)} << "values must be 8 numbers for this model, not 9";
        QTest::newRow("unknown direction") << Genome{.directions = {{"age", 1}}} << "the model has no 'age'";
    }

    void genomesThatDoNotFitAreRefused() {
        QFETCH(Genome, genome);
        QFETCH(QString, sentence);
        const QString actual = test::sentenceOf([&] { rendered(genome); });
        QVERIFY2(actual.contains(sentence), qPrintable(actual));
    }

    void damagedModelsAreRefused_data() {
        QTest::addColumn<Damage>("damage");
        QTest::addColumn<QString>("sentence");
        cardRows();
        fileRows();
    }

    void damagedModelsAreRefused() {
        QFETCH(Damage, damage);
        QFETCH(QString, sentence);
        QTemporaryDir folder;
        const fs::path model = folder.filePath("tiny").toStdString();
        fs::copy(path("tiny"), model);
        damage(model);
        const QString actual = test::sentenceOf([&] { Model::open(model); });
        QVERIFY2(actual.contains(sentence), qPrintable(actual));
        QVERIFY(actual.contains("card.json") || actual.contains("generator.safetensors"));
    }

    void modelsAreFoundByName() {
        QVERIFY(findModel("tiny") == path("tiny"));
        QVERIFY(findModel(m_folder.filePath("tiny").toStdString()) == path("tiny"));
        QVERIFY(std::ranges::count(modelFolders(), path("tiny")) == 1);
    }

    void aMissingModelNamesThoseThatThereAre() {
        const QString actual = test::sentenceOf([] { findModel("tinny"); });
        QVERIFY2(actual.startsWith("There is no model 'tinny'; there are: ") && actual.contains(" tiny, "), qPrintable(actual));
    }

    void aPlaceThatIsNamedTwiceIsLookedAtOnce() {
        const QByteArray place = m_folder.path().toUtf8();
        qputenv("CHARRETTE_MODELS", place + ":" + place + "/./tiny/..:" + place);
        QCOMPARE(std::ranges::count(modelFolders(), "tiny", [](const fs::path& folder) { return folder.filename().string(); }), 1);
    }

    void placesWithoutModelsAreNoMatter() {
        QVERIFY(std::ranges::count(modelFolders(), path("tiny")) == 1);
        qputenv("CHARRETTE_MODELS", "/nowhere:" + m_folder.path().toUtf8() + "::" + path("tiny").string().c_str());
        QVERIFY(findModel("tiny") == path("tiny"));
        QVERIFY(!test::sentenceOf([] { findModel(""); }).isEmpty());
    }

private:
    fs::path path(const QString& name) const { return m_folder.filePath(name).toStdString(); }
    Model undirectedModel() const {
        if (!fs::exists(path("undirected"))) test::writeTinyModelWithoutDirections(path("undirected"));
        return Model::open(path("undirected"));
    }
    Model latentModel() const {
        if (!fs::exists(path("latent"))) test::writeTinyModelWithLatents(path("latent"));
        return Model::open(path("latent"));
    }
    Image rendered(const Genome& genome) { return m_model->render(std::span(&genome, 1)).at(0); }

    QTemporaryDir m_folder;
    std::unique_ptr<Model> m_model;
};

QTEST_GUILESS_MAIN(ModelTest)
#include "model_test.moc"
