#include "core/design/sampling.h"

#include <QtTest>
#include <limits>
#include <set>

#include "tests/core/design/latent_card.h"
#include "tests/support/sentence_of.h"

using namespace charrette;

Q_DECLARE_METATYPE(SamplingOptions)

class SamplingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyVariantFitsTheCard() {
        const Card card = sampleCard();
        for (const Genome& genome : sampleGenomes(card, {.seed = 9, .count = 200, .truncation = 0.7})) {
            QVERIFY(checkedGenome(genome, card) == genome);
            QCOMPARE(genome.truncation.psi, 0.7);
        }
    }

    void variantDoesNotDependOnTheGrid() {
        const std::vector<Genome> grid = sampleGenomes(sampleCard(), {.seed = 40, .count = 6});
        const std::vector<Genome> other = sampleGenomes(sampleCard(), {.seed = 42, .count = 1});
        QVERIFY(grid[2] == other[0]);
        QVERIFY(grid[2] != grid[3]);
    }

    void seedsWrapAround() {
        const std::vector<Genome> grid = sampleGenomes(sampleCard(), {.seed = 4294967295u, .count = 2});
        QVERIFY(grid[0].latent == Latent(4294967295u));
        QVERIFY(grid[1].latent == Latent(0u));
    }

    void fixingOneParameterChangesNoOther() {
        const std::vector<Genome> free = sampleGenomes(sampleCard(), {.count = 20});
        std::vector<Genome> fixed = sampleGenomes(sampleCard(), {.count = 20, .fixed = {{"height", int64_t(500)}}});
        for (size_t i = 0; i < free.size(); ++i) {
            QVERIFY(fixed[i].parameters.at("height") == ParameterValue(500.0));
            fixed[i].parameters["height"] = free[i].parameters.at("height");
            QVERIFY(fixed[i] == free[i]);
        }
    }

    void withoutSpreadEveryParameterIsAtItsDefault() {
        for (const Genome& genome : sampleGenomes(sampleCard(), {.count = 20, .spread = 0})) {
            QVERIFY(genome.parameters == (ParameterValues{{"height", 450.0}, {"legs", int64_t(4)}, {"back", "low"}, {"arms", false}}));
        }
    }

    void halfTheSpreadIsHalfTheWayFromTheDefault() {
        const std::vector<Genome> full = sampleGenomes(sampleCard(), {.count = 20});
        const std::vector<Genome> half = sampleGenomes(sampleCard(), {.count = 20, .spread = 0.5});
        for (size_t i = 0; i < full.size(); ++i) {
            const double way = std::get<double>(full[i].parameters.at("height")) - 450;
            QVERIFY(std::abs(std::get<double>(half[i].parameters.at("height")) - (450 + way / 2)) < 1e-9);
        }
    }

    void sharesAreThoseOfTheTrainingData() {
        int lowest = 0, highest = 0, high = 0, arms = 0;
        for (const Genome& genome : sampleGenomes(sampleCard(), {.count = 4000})) {
            lowest += std::get<double>(genome.parameters.at("height")) < 415;
            highest += std::get<double>(genome.parameters.at("height")) > 485;
            high += genome.parameters.at("back") == ParameterValue("high");
            arms += genome.parameters.at("arms") == ParameterValue(true);
        }
        QVERIFY2(std::abs(lowest - 1000) < 120, QByteArray::number(lowest));
        QCOMPARE(highest, 0);
        QVERIFY2(std::abs(high - 1200) < 120, QByteArray::number(high));
        QVERIFY2(std::abs(arms - 400) < 80, QByteArray::number(arms));
    }

    void withoutHistogramTheWholeRangeIsDrawn() {
        std::map<int64_t, int> counts;
        for (const Genome& genome : sampleGenomes(sampleCard(), {.count = 1000})) {
            ++counts[std::get<int64_t>(genome.parameters.at("legs"))];
        }
        QCOMPARE(counts.size(), size_t(5));
    }

    void latentParametersThatNobodyTouchedAreNotSet() {
        Card without = latentCard();
        without.latentParameters.clear();
        QVERIFY(sampleGenomes(latentCard(), {.count = 20}) == sampleGenomes(without, {.count = 20}));
    }

    void touchedLatentNumbersAreDrawnNearTheirValue() {
        const SamplingOptions options{.count = 200, .variation = {{"tone", 0.25}}, .around = {{"tone", 50.0}}};
        const auto [low, high] = sampledRange(latentCard().latentParameters[0].parameter, 50, 0.25);
        std::set<double> values;
        for (const Genome& genome : sampleGenomes(latentCard(), options)) {
            const double tone = std::get<double>(genome.parameters.at("tone"));
            QVERIFY(tone >= low && tone <= high);
            QVERIFY(!genome.parameters.contains("warmth"));
            QVERIFY(checkedGenome(genome, latentCard()) == genome);
            values.insert(tone);
        }
        QVERIFY(values.size() > 190);
    }

    void anArrangementKeepsItsNumberInEveryVariant() {
        for (const Genome& genome : sampleGenomes(latentCard(), {.count = 20, .around = {{"grain", int64_t(12)}}}))
            QVERIFY(genome.parameters.at("grain") == ParameterValue(int64_t(12)));
    }

    void fixedLatentNumbersAreTheSameInAll() {
        const auto free = sampleGenomes(latentCard(), {.count = 20});
        auto fixed = sampleGenomes(latentCard(), {.count = 20, .fixed = {{"tone", 50.0}}});
        for (size_t i = 0; i < free.size(); ++i) {
            QVERIFY(fixed[i].parameters.at("tone") == ParameterValue(50.0));
            fixed[i].parameters.erase("tone");
            QVERIFY(fixed[i] == free[i]);
        }
    }

    void optionsThatDoNotFitAreRefused_data() {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QTest::addColumn<SamplingOptions>("options");
        QTest::addColumn<std::string>("named");
        const auto row = [](const char* title, SamplingOptions options, std::string named) { QTest::newRow(title) << options << named; };
        row("no variant", {.count = 0}, "count must be from 1 to 10000, not 0");
        row("too many", {.count = 10001}, "count must be from 1 to 10000, not 10001");
        row("negative spread", {.spread = -0.1}, "spread must be from 0 to 1, not -0.1");
        row("large spread", {.spread = 1.1}, "spread must be from 0 to 1, not 1.1");
        row("spread not finite", {.spread = nan}, "spread must be from 0 to 1, not NaN");
        row("truncation not finite", {.truncation = nan}, "truncation must be from -2 to 2, not NaN");
        row("unknown parameter", {.fixed = {{"width", 1.0}}}, "parameter 'width'");
        row("fixed out of range", {.fixed = {{"height", 1.0}}}, "parameter 'height'");
    }
    void optionsThatDoNotFitAreRefused() {
        QFETCH(SamplingOptions, options);
        QFETCH(std::string, named);
        const QString sentence = test::sentenceOf([&] { sampleGenomes(sampleCard(), options); });
        QVERIFY2(sentence.contains(QString::fromStdString(named)), qPrintable(sentence));
    }
};

QTEST_APPLESS_MAIN(SamplingTest)
#include "sampling_test.moc"
