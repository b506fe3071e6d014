#include "core/design/interpolation.h"

#include <QtTest>
#include <cmath>
#include <set>

#include "core/design/breeding.h"
#include "core/design/latent_values.h"
#include "tests/core/design/latent_card.h"
#include "tests/support/sentence_of.h"

using namespace charrette;

Q_DECLARE_METATYPE(Axis)
Q_DECLARE_METATYPE(ParameterValues)

namespace {

Variant variantOf(VariantId id) { return {.id = id, .genome = sampleGenomes(sampleCard(), {.seed = uint32_t(id), .count = 1})[0]}; }

double heightOf(const NewVariant& variant) { return std::get<double>(variant.genome.parameters.at("height")); }

Variant withLatents(VariantId id, const ParameterValues& values) {
    Variant variant{.id = id, .genome = sampleGenomes(latentCard(), {.seed = uint32_t(id), .count = 1})[0]};
    variant.genome.parameters.insert(values.begin(), values.end());
    return variant;
}

/// The code that the network takes for a layer.
std::vector<float> codeOf(const NewVariant& variant, int layer = 0) {
    return latentValues(latentOfLayer(variant.genome, layer), variant.genome.parameters, latentCard());
}

/// The largest change of the code from one step to the next.
double largestStep(const std::vector<NewVariant>& strip) {
    double largest = 0;
    for (size_t i = 1; i < strip.size(); ++i) {
        const std::vector<float> one = codeOf(strip[i - 1]), next = codeOf(strip[i]);
        for (size_t k = 0; k < one.size(); ++k) largest = std::max(largest, std::abs(double(next[k]) - one[k]));
    }
    return largest;
}

double lengthOf(const Latent& latent) {
    double squares = 0;
    for (float value : latentValues(latent, 4)) squares += double(value) * value;
    return std::sqrt(squares);
}

}  // namespace

class InterpolationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endsAreTheVariantsThemselves() {
        const auto strip = interpolate(sampleCard(), variantOf(1), variantOf(2), 7);
        QCOMPARE(strip.size(), size_t(7));
        QVERIFY(strip.front().genome == variantOf(1).genome && strip.back().genome == variantOf(2).genome);
        QVERIFY(strip[3].parents == (std::vector<VariantId>{1, 2}));
    }

    void numbersChangeEvenlyAndChoicesHalfWay() {
        const auto strip = interpolate(sampleCard(), variantOf(1), variantOf(2), 5);
        for (size_t i = 1; i < 5; ++i) {
            QVERIFY(std::abs((heightOf(strip[i]) - heightOf(strip[i - 1])) - (heightOf(strip[4]) - heightOf(strip[0])) / 4) < 1e-9);
            QVERIFY(checkedGenome(strip[i].genome, sampleCard()) == strip[i].genome);
        }
        QVERIFY(strip[1].genome.parameters.at("back") == strip[0].genome.parameters.at("back"));
        QVERIFY(strip[3].genome.parameters.at("back") == strip[4].genome.parameters.at("back"));
    }

    void latentsKeepTheirLength() {
        const double first = lengthOf(variantOf(1).genome.latent), second = lengthOf(variantOf(2).genome.latent);
        const auto strip = interpolate(sampleCard(), variantOf(1), variantOf(2), 5);
        for (size_t i = 0; i < 5; ++i) {
            QVERIFY(std::abs(lengthOf(strip[i].genome.latent) - (first + (second - first) * double(i) / 4)) < 1e-5);
        }
    }

    void layersOfBothEndsAreKept() {
        Variant first = variantOf(1), second = variantOf(2);
        first.genome.layers = {{3, Latent(30u)}};
        second.genome.layers = {{7, Latent(70u)}};
        const NewVariant middle = interpolate(sampleCard(), first, second, 3)[1];
        QCOMPARE(middle.genome.layers.size(), size_t(2));
        QCOMPARE(middle.genome.layers[0].firstLayer, 3);
        QCOMPARE(middle.genome.layers[1].firstLayer, 7);
    }

    void aLatentNumberThatOneEndSetsGoesToWhatTheOtherShows() {
        const Variant first = withLatents(1, {{"tone", 55.0}}), second = withLatents(2, {});
        const auto strip = interpolate(latentCard(), first, second, 101);
        QVERIFY(strip.front().genome == first.genome && strip.back().genome == second.genome);
        const double shown = std::get<double>(*effectiveValue(latentCard().latentParameters[0], second.genome, latentCard()));
        for (size_t i = 1; i < 100; ++i) {
            QVERIFY(checkedGenome(strip[i].genome, latentCard()) == strip[i].genome);
            const double way = double(i) / 100, tone = std::get<double>(strip[i].genome.parameters.at("tone"));
            QVERIFY(std::abs(tone - (55 + way * (shown - 55))) < 1e-6);
            QVERIFY(!strip[i].genome.parameters.contains("warmth"));
        }
        QVERIFY2(largestStep(strip) < 0.12, QByteArray::number(largestStep(strip)));
    }

    void arrangementsThatDifferTurnIntoOneAnother_data() {
        QTest::addColumn<ParameterValues>("first");
        QTest::addColumn<ParameterValues>("second");
        QTest::newRow("two") << ParameterValues{{"grain", int64_t(3)}} << ParameterValues{{"grain", int64_t(8)}};
        QTest::newRow("one and none") << ParameterValues{{"grain", int64_t(3)}} << ParameterValues{};
        QTest::newRow("none and one") << ParameterValues{} << ParameterValues{{"grain", int64_t(3)}};
    }
    void arrangementsThatDifferTurnIntoOneAnother() {
        QFETCH(ParameterValues, first);
        QFETCH(ParameterValues, second);
        const auto strip = interpolate(latentCard(), withLatents(1, first), withLatents(2, second), 101);
        QVERIFY(strip.front().genome == withLatents(1, first).genome && strip.back().genome == withLatents(2, second).genome);
        for (size_t i = 1; i < 100; ++i) QVERIFY(!strip[i].genome.parameters.contains("grain"));
        QVERIFY2(largestStep(strip) < 0.12, QByteArray::number(largestStep(strip)));
    }

    void anArrangementThatBothEndsHaveStays() {
        const ParameterValues same = {{"grain", int64_t(3)}};
        for (const NewVariant& step : interpolate(latentCard(), withLatents(1, same), withLatents(2, same), 7))
            QVERIFY(step.genome.parameters.at("grain") == ParameterValue(int64_t(3)));
    }

    void betweenIsAStepOfTheInterpolation() {
        const Variant first = withLatents(1, {{"tone", 55.0}}), second = withLatents(2, {{"grain", int64_t(3)}});
        const auto strip = interpolate(latentCard(), first, second, 5);
        for (size_t i = 0; i < 5; ++i) QVERIFY(between(latentCard(), first, second, double(i) / 4) == strip[i]);
    }

    void aGroupGoesTheWayAlone() {
        const Card card = latentCard();
        const Variant first = withLatents(1, {}), second = withLatents(2, {{"grain", int64_t(3)}});
        QVERIFY(between(card, first, second, 0, "Surface").genome == first.genome);
        const NewVariant half = between(card, first, second, 0.5, "Surface"), all = between(card, first, second, 1, "Surface");
        QVERIFY(checkedGenome(half.genome, card) == half.genome);
        for (const Parameter& parameter : card.parameters)
            if (parameter.group != "Surface") QVERIFY(half.genome.parameters.at(parameter.name) == first.genome.parameters.at(parameter.name));
        QVERIFY(!half.genome.parameters.contains("warmth"));
        const auto shown = [&](const Genome& genome) { return std::get<double>(*effectiveValue(card.latentParameters[0], genome, card)); };
        QVERIFY(std::abs(shown(half.genome) - (shown(first.genome) + shown(second.genome)) / 2) < 1e-6);
        const auto own = [&](const Genome& genome) { return latentValues(genome.latent, genome.parameters, card); };
        for (size_t k = 0; k < 6; ++k) {
            const bool isOfIt = std::set<size_t>{0, 1, 4, 5}.contains(k);
            QVERIFY(std::abs(own(all.genome)[k] - own(isOfIt ? second.genome : first.genome)[k]) < 1e-4);
        }
        QVERIFY(half.parents == (std::vector<VariantId>{1, 2}));
        for (const Origin& origin : half.origins) {
            const bool isOfIt = origin.name == "tone" || origin.name == "grain";
            QVERIFY2(origin.shares == (isOfIt ? std::vector<double>{0.5, 0.5} : std::vector<double>{1, 0}), origin.name.c_str());
        }
    }

    void aWayThatIsNoneIsRefused() {
        const Variant one = withLatents(1, {});
        QVERIFY(test::sentenceOf([&] { between(latentCard(), one, one, 1.5); }).contains("from 0 to 1"));
        QVERIFY(test::sentenceOf([&] { between(latentCard(), one, one, std::nan("")); }).contains("from 0 to 1"));
        QVERIFY(test::sentenceOf([&] { between(latentCard(), one, one, 0.5, "Legs"); }).contains("no group 'Legs'"));
    }

    void latentParametersAreAxesAsOthersAre() {
        const Axis rows{.name = "tone", .from = 20, .to = 60, .steps = 5}, columns{.name = "grain", .from = 1, .to = 3, .steps = 3};
        const auto cells = sheet(latentCard(), withLatents(1, {}), rows, columns);
        QCOMPARE(cells.size(), size_t(15));
        QVERIFY(cells[7].genome.parameters.at("tone") == ParameterValue(40.0));
        QVERIFY(cells[7].genome.parameters.at("grain") == ParameterValue(int64_t(2)));
        QVERIFY(cells[7].genome.latent == withLatents(1, {}).genome.latent);
        const auto isTone = [](const Origin& origin) { return origin.name == "tone"; };
        QVERIFY(std::ranges::find_if(cells[7].origins, isTone)->shares.empty());
    }

    void sheetHasEachAxisInItsPlace() {
        const Axis rows{.kind = Axis::Kind::Parameter, .name = "height", .from = 400, .to = 500, .steps = 3};
        const Axis columns{.kind = Axis::Kind::Direction, .name = "softness", .from = -2, .to = 2, .steps = 5};
        const auto cells = sheet(sampleCard(), variantOf(1), rows, columns);
        QCOMPARE(cells.size(), size_t(15));
        QCOMPARE(heightOf(cells[5 + 1]), 450.0);
        QCOMPARE(cells[5 + 1].genome.directions.at("softness"), -1.0);
        QVERIFY(cells[6].genome.latent == variantOf(1).genome.latent);
        for (const Origin& origin : cells[6].origins) {
            const bool isSet = origin.name == "height" || origin.name == "softness";
            QCOMPARE(origin.shares.empty(), isSet);
        }
    }

    void sheetBetweenVariantsWeighsThem() {
        const Axis rows{.kind = Axis::Kind::Between, .steps = 3, .other = variantOf(2)};
        const Axis columns{.kind = Axis::Kind::Between, .steps = 3, .other = variantOf(3)};
        const auto cells = sheet(sampleCard(), variantOf(1), rows, columns);
        QVERIFY(cells[0].genome == variantOf(1).genome);
        QVERIFY(cells[6].genome == variantOf(2).genome);
        QVERIFY(cells[2].genome == variantOf(3).genome && cells[8].genome == variantOf(3).genome);
        QVERIFY(cells[4].origins[0].shares == (std::vector<double>{0.25, 0.25, 0.5}));
        QVERIFY(cells[4].parents == (std::vector<VariantId>{1, 2, 3}));
    }

    void choiceHasAsManyStepsAsNames() {
        const Axis rows{.kind = Axis::Kind::Parameter, .name = "back"}, columns{.kind = Axis::Kind::Parameter, .name = "arms"};
        const auto cells = sheet(sampleCard(), variantOf(1), rows, columns);
        QCOMPARE(cells.size(), size_t(6));
        QVERIFY(cells[5].genome.parameters.at("back") == ParameterValue("high"));
        QVERIFY(cells[5].genome.parameters.at("arms") == ParameterValue(true));
    }

    void axisThatDoesNotFitIsRefused_data() {
        QTest::addColumn<Axis>("axis");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* name, Axis axis, const char* part) { QTest::newRow(name) << axis << QString(part); };
        row("unknown parameter", {.name = "width"}, "no parameter 'width'");
        row("unknown direction", {.kind = Axis::Kind::Direction, .name = "hardness"}, "'hardness'");
        row("direction too far", {.kind = Axis::Kind::Direction, .name = "softness", .to = 500}, "must be from -100 to 100");
        row("out of range", {.name = "height", .from = 0, .to = 500}, "from 380 to 520 mm");
        row("not finite", {.name = "height", .from = std::nan("")}, "finite");
        row("no steps", {.name = "height", .steps = 0}, "steps must be from 1 to 100");
    }
    void axisThatDoesNotFitIsRefused() {
        QFETCH(Axis, axis);
        QFETCH(QString, part);
        const QString sentence = test::sentenceOf([&] { sheet(sampleCard(), variantOf(1), axis, {.name = "legs", .from = 1, .to = 5}); });
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
    }
};

QTEST_APPLESS_MAIN(InterpolationTest)
#include "interpolation_test.moc"
