#include "core/design/genome.h"

#include <QtTest>
#include <cstring>
#include <limits>

#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "tests/core/design/latent_card.h"
#include "tests/support/refusal.h"
#include "tests/support/sentence_of.h"

using namespace charrette;

Q_DECLARE_METATYPE(Genome)

class GenomeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textGivesTheSameGenomeBack_data() {
        QTest::addColumn<Genome>("genome");
        QTest::newRow("empty") << Genome();
        QTest::newRow("parameters") << Genome{
            .parameters = {{"a", 220.0}, {"b", int64_t(220)}, {"c", "café"}, {"d", true}, {"e", 1.0 / 3}}};
        QTest::newRow("largest seed") << Genome{.modelHash = std::string(64, 'f'), .latent = 4294967295u};
        QTest::newRow("values") << Genome{.latent = std::vector<float>{0.1f, -0.f, 1e-45f, 1.f / 3, 9999.999f}};
        QTest::newRow("mixed layers") << Genome{.latent = 1u, .layers = {{3, Latent(2u)}, {7, Latent(std::vector<float>{0.1f, -2})}}};
        QTest::newRow("directions") << Genome{.directions = {{"softness", 0.1 + 0.2}, {"Größe", -100}}};
        QTest::newRow("truncation") << Genome{.truncation = {.psi = 0.7, .cutoff = 8}};
        QTest::newRow("noise") << Genome{.noise = {.kind = Noise::Kind::Seed, .seed = 7}};
        QTest::newRow("no noise") << Genome{.noise = {.kind = Noise::Kind::None, .seed = 7}};
    }
    void textGivesTheSameGenomeBack() {
        QFETCH(Genome, genome);
        QVERIFY(genomeFromText(toJson(genome).dump(), "test") == genome);
    }

    void latentValuesSurviveToTheBit() {
        const std::vector<float> values = latentValues(uint32_t(5), 512);
        const Genome genome = genomeFromText(toJson(Genome{.latent = values}).dump(), "test");
        const auto& read = std::get<std::vector<float>>(genome.latent);
        QCOMPARE(read.size(), values.size());
        QCOMPARE(std::memcmp(read.data(), values.data(), values.size() * sizeof(float)), 0);
    }

    void textWithoutMixedLayersIsAsItWas() { QVERIFY(!toJson(Genome()).contains("layers")); }

    void layerHasTheLastLatentThatBeginsBeforeIt() {
        const Genome genome{.latent = 1u, .layers = {{3, Latent(2u)}, {7, Latent(3u)}}};
        for (int layer = 0; layer < 12; ++layer) QVERIFY(latentOfLayer(genome, layer) == Latent(layer < 3 ? 1u : layer < 7 ? 2u : 3u));
    }

    void onlyTheLatentIsRequired() {
        const Genome genome = genomeFromText(R"({"format": "charrette-genome", "version": 1, "latent": {"seed": 42}})", "test");
        QVERIFY(genome == Genome{.latent = 42u});
    }

    void seedGivesTheLatentOfNumPy() {
        QCOMPARE(latentValues(uint32_t(42), 2), (std::vector<float>{0.4967141530112327f, -0.13826430117118466f}));
    }

    void checkedGenomeHasEveryDefault() {
        const Genome genome = checkedGenome({.parameters = {{"height", int64_t(400)}}}, sampleCard());
        QVERIFY(genome.parameters == (ParameterValues{{"height", 400.0}, {"legs", int64_t(4)}, {"back", "low"}, {"arms", false}}));
        QCOMPARE(genome.modelHash, sampleCard().modelHash());
    }

    void latentParametersAreInAGenomeOnlyWhenTheyAreSet() {
        QVERIFY(checkedGenome({}, latentCard()).parameters == checkedGenome({}, sampleCard()).parameters);
        const Genome set = checkedGenome({.parameters = {{"tone", int64_t(50)}, {"grain", 3.0}}}, latentCard());
        QVERIFY(set.parameters.at("tone") == ParameterValue(50.0) && set.parameters.at("grain") == ParameterValue(int64_t(3)));
        QVERIFY(genomeFromText(toJson(set).dump(), "test") == set);
        const QString sentence = test::sentenceOf([] { checkedGenome({.parameters = {{"tone", 61.0}}}, latentCard()); });
        QCOMPARE(sentence, "parameter 'tone': must be a number from 20 to 60, not 61.0");
        QVERIFY(test::sentenceOf([] { checkedGenome({.parameters = {{"tone", 50.0}}}, sampleCard()); }).contains("'tone': is not known"));
    }

    void genomeThatDoesNotFitTheCardIsRefused_data() {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QTest::addColumn<Genome>("genome");
        QTest::addColumn<std::string>("named");
        const auto row = [](const char* title, Genome genome, std::string named) { QTest::newRow(title) << genome << named; };
        row("other model", {.modelHash = std::string(64, 'b')}, "model is bbb");
        row("unknown parameter", {.parameters = {{"width", 1.0}}}, "parameter 'width'");
        row("out of range", {.parameters = {{"height", 1.0}}}, "parameter 'height'");
        row("latent size", {.latent = std::vector<float>{1, 2}}, "values must be 4 numbers");
        row("latent not finite", {.latent = std::vector<float>{1, 2, 3, float(nan)}}, "values must be from -10000 to 10000");
        row("layers not rising", {.layers = {{3, Latent(1u)}, {3, Latent(2u)}}}, "layers: first must rise");
        row("layer 0", {.layers = {{0, Latent(1u)}}}, "layers: first must rise, from 1 to 63, not 0");
        row("layer too far", {.layers = {{64, Latent(1u)}}}, "layers: first must rise, from 1 to 63, not 64");
        row("layer's latent size", {.layers = {{3, Latent(std::vector<float>{1})}}}, "values must be 4 numbers");
        row("unknown direction", {.directions = {{"hardness", 1}}}, "'hardness'");
        row("direction not finite", {.directions = {{"softness", nan}}}, "'softness' must be from -100 to 100");
        row("psi too large", {.truncation = {.psi = 2.1}}, "psi must be from -2 to 2");
        row("psi not finite", {.truncation = {.psi = nan}}, "psi must be from -2 to 2, not NaN");
    }
    void genomeThatDoesNotFitTheCardIsRefused() {
        QFETCH(Genome, genome);
        QFETCH(std::string, named);
        const test::Refusal refusal = test::refusalOf([&] { checkedGenome(genome, sampleCard()); });
        QVERIFY2(refusal.sentence.contains(QString::fromStdString(named)), qPrintable(refusal.sentence));
        QVERIFY2(refusal.isCheap(), qPrintable(refusal.cost()));
    }
};

QTEST_APPLESS_MAIN(GenomeTest)
#include "genome_test.moc"
