#include "core/design/breeding.h"

#include <QtTest>
#include <cmath>
#include <set>

#include "core/design/interpolation.h"
#include "core/design/latent_values.h"
#include "tests/core/design/latent_card.h"
#include "tests/support/sentence_of.h"

using namespace charrette;
using Part = Origin::Part;

Q_DECLARE_METATYPE(BreedingOptions)

namespace {

std::vector<Variant> parents(size_t count) {
    std::vector<Variant> variants;
    for (Genome& genome : sampleGenomes(sampleCard(), {.seed = 70, .count = count})) {
        genome.directions["softness"] = double(variants.size()) - 1;
        variants.push_back({.id = VariantId(10 + variants.size()), .genome = std::move(genome)});
    }
    return variants;
}

const Origin& originOf(const NewVariant& variant, Part part, const std::string& name) {
    const auto isIt = [&](const Origin& origin) { return origin.part == part && origin.name == name; };
    const auto found = std::ranges::find_if(variant.origins, isIt);
    if (found == variant.origins.end()) qFatal("no origin of %s", name.c_str());
    return *found;
}

/// The parent that gave all of a part.
size_t giver(const Origin& origin) { return size_t(std::ranges::find(origin.shares, 1.0) - origin.shares.begin()); }

std::vector<std::vector<NewVariant>> bothMixings(size_t parentCount, BreedingOptions options) {
    std::vector<std::vector<NewVariant>> broods;
    for (const auto mixing : {BreedingOptions::Mixing::Uniform, BreedingOptions::Mixing::Blended}) {
        options.mixing = mixing;
        broods.push_back(breed(sampleCard(), parents(parentCount), options));
    }
    return broods;
}

/// Of the card with latent parameters: the first sets two of them.
std::vector<Variant> latentParents() {
    std::vector<Variant> variants;
    for (Genome& genome : sampleGenomes(latentCard(), {.seed = 70, .count = 2}))
        variants.push_back({.id = VariantId(10 + variants.size()), .genome = std::move(genome)});
    variants[0].genome.parameters["tone"] = 58.0;
    variants[0].genome.parameters["grain"] = int64_t(7);
    return variants;
}

std::vector<float> codeOf(const Genome& genome, int layer) {
    return latentValues(latentOfLayer(genome, layer), genome.parameters, latentCard());
}

double cosine(const Latent& first, const Latent& second) {
    const std::vector<float> a = latentValues(first, 4), b = latentValues(second, 4);
    double dot = 0, aa = 0, bb = 0;
    for (size_t i = 0; i < 4; ++i) dot += double(a[i]) * b[i], aa += double(a[i]) * a[i], bb += double(b[i]) * b[i];
    return dot / std::sqrt(aa * bb);
}

}  // namespace

class BreedingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyChildFitsTheCard() {
        for (size_t count = 2; count <= parentLimit; ++count) {
            for (const auto& children : bothMixings(count, {.seed = 3, .count = 50, .mutation = 0.4})) {
                for (const NewVariant& child : children) QVERIFY(checkedGenome(child.genome, sampleCard()) == child.genome);
            }
        }
    }

    void sameSeedGivesTheSameChildrenHoweverMany() {
        const auto few = breed(sampleCard(), parents(3), {.seed = 5, .count = 3}),
                   many = breed(sampleCard(), parents(3), {.seed = 5, .count = 30});
        for (size_t i = 0; i < few.size(); ++i) QVERIFY(few[i] == many[i]);
        QVERIFY(breed(sampleCard(), parents(3), {.seed = 7, .count = 1})[0] == many[2]);
        QVERIFY(many[0] != many[1]);
    }

    void lockedParametersStay() {
        for (const auto& children : bothMixings(2, {.count = 40, .mutation = 1, .fixed = {{"height", 433.0}, {"back", "none"}}})) {
            for (const NewVariant& child : children) {
                QVERIFY(child.genome.parameters.at("height") == ParameterValue(433.0));
                QVERIFY(child.genome.parameters.at("back") == ParameterValue("none"));
                QVERIFY(originOf(child, Part::Parameter, "height").shares.empty());
            }
        }
    }

    void uniformPartsAreThoseOfTheRecordedParent() {
        const std::vector<Variant> from = parents(4);
        std::set<size_t> givers;
        for (const NewVariant& child : breed(sampleCard(), from, {.count = 60, .mutation = 0})) {
            QVERIFY(child.parents == (std::vector<VariantId>{10, 11, 12, 13}));
            for (const Parameter& parameter : sampleCard().parameters) {
                const size_t parent = giver(originOf(child, Part::Parameter, parameter.name));
                QVERIFY(child.genome.parameters.at(parameter.name) == from[parent].genome.parameters.at(parameter.name));
                givers.insert(parent);
            }
            const size_t parent = giver(originOf(child, Part::Direction, "softness"));
            QCOMPARE(child.genome.directions.at("softness"), from[parent].genome.directions.at("softness"));
        }
        QCOMPARE(givers.size(), size_t(4));
    }

    void latentOfALayerIsThatOfTheGroupsRecordedParent() {
        const std::vector<Variant> from = parents(3);
        for (const NewVariant& child : breed(sampleCard(), from, {.count = 60, .mutation = 0})) {
            for (int layer = 0; layer < 14; ++layer) {
                const size_t parent = giver(originOf(child, Part::Latent, layerGroups[layerGroupOf(layer)].name));
                QVERIFY(latentOfLayer(child.genome, layer) == from[parent].genome.latent);
            }
        }
    }

    void layerGroupsCanBeGivenToParents() {
        const std::vector<Variant> from = parents(2);
        for (const NewVariant& child : breed(sampleCard(), from, {.count = 5, .latentFrom = {1, 0, 1}, .mutation = 0})) {
            QVERIFY(child.genome.latent == from[1].genome.latent);
            QVERIFY(child.genome.layers == (std::vector<LayerLatent>{{3, from[0].genome.latent}, {7, from[1].genome.latent}}));
        }
    }

    void childrenOfMixedParentsKeepTheirLayers() {
        std::vector<Variant> from = parents(2);
        from[0].genome.layers = {{5, Latent(900u)}};
        const NewVariant child = breed(sampleCard(), from, {.count = 1, .latentFrom = {0, 0, 1}, .mutation = 0})[0];
        QVERIFY(latentOfLayer(child.genome, 4) == from[0].genome.latent);
        QVERIFY(latentOfLayer(child.genome, 6) == Latent(900u));
        QVERIFY(latentOfLayer(child.genome, 7) == from[1].genome.latent);
    }

    void blendedNumbersAreTheParentsByTheirShares() {
        const std::vector<Variant> from = parents(3);
        for (const NewVariant& child :
             breed(sampleCard(), from, {.count = 40, .mixing = BreedingOptions::Mixing::Blended, .mutation = 0})) {
            const std::vector<double>& shares = originOf(child, Part::Parameter, "height").shares;
            double height = 0, sum = 0;
            for (size_t i = 0; i < 3; ++i) {
                height += shares[i] * std::get<double>(from[i].genome.parameters.at("height"));
                sum += shares[i];
            }
            QVERIFY(std::abs(sum - 1) < 1e-12);
            QVERIFY(std::abs(std::get<double>(child.genome.parameters.at("height")) - height) < 1e-9);
            const size_t parent = giver(originOf(child, Part::Parameter, "back"));
            QVERIFY(child.genome.parameters.at("back") == from[parent].genome.parameters.at("back"));
        }
    }

    void mutationMovesAsFarAsItsStrength() {
        const std::vector<Variant> from = parents(2);
        double last = 1.01;
        for (double mutation : {0.0, 0.1, 0.5}) {
            double nearness = 0;
            for (const NewVariant& child : breed(sampleCard(), from, {.count = 100, .latentFrom = {0, 0, 0}, .mutation = mutation})) {
                nearness += cosine(child.genome.latent, from[0].genome.latent) / 100;
                QCOMPARE(originOf(child, Part::Latent, "fine").isMutated, mutation > 0);
            }
            QVERIFY(nearness < last);
            last = nearness - 0.02;
        }
        const NewVariant wild = breed(sampleCard(), from, {.seed = 77, .count = 1, .mutation = 1})[0];
        QVERIFY(wild.genome.latent == Latent(77u) && wild.genome.layers.empty());
    }

    void variationHoldsAParameterBack() {
        const std::vector<Variant> from = parents(2);
        for (const NewVariant& child : breed(sampleCard(), from, {.count = 30, .mutation = 1, .variation = {{"height", 0}}})) {
            const Origin& origin = originOf(child, Part::Parameter, "height");
            QVERIFY(!origin.isMutated);
            QVERIFY(child.genome.parameters.at("height") == from[giver(origin)].genome.parameters.at("height"));
        }
    }

    void aLatentNumberIsInheritedAsTheParentsShowIt() {
        const std::vector<Variant> from = latentParents();
        const LatentParameter tone = latentCard().latentParameters[0];
        std::set<size_t> givers;
        for (const NewVariant& child : breed(latentCard(), from, {.count = 60, .mutation = 0})) {
            const size_t parent = giver(originOf(child, Part::Parameter, "tone"));
            QVERIFY(child.genome.parameters.at("tone") == *effectiveValue(tone, from[parent].genome, latentCard()));
            QVERIFY(!child.genome.parameters.contains("warmth"));
            givers.insert(parent);
        }
        QCOMPARE(givers.size(), size_t(2));
    }

    void anArrangementIsInheritedWholeFromOneParent() {
        const std::vector<Variant> from = latentParents();
        std::set<size_t> givers;
        for (const auto mixing : {BreedingOptions::Mixing::Uniform, BreedingOptions::Mixing::Blended}) {
            for (const NewVariant& child : breed(latentCard(), from, {.count = 60, .mixing = mixing, .mutation = 0})) {
                const size_t parent = giver(originOf(child, Part::Parameter, "grain"));
                QCOMPARE(child.genome.parameters.contains("grain"), parent == 0);
                // Whichever parent a layer's code comes from, the arrangement is the giver's.
                for (int layer : {0, 3, 7})
                    for (int component : {1, 4, 5})
                        QCOMPARE(codeOf(child.genome, layer)[size_t(component)], codeOf(from[parent].genome, 0)[size_t(component)]);
                QVERIFY(checkedGenome(child.genome, latentCard()) == child.genome);
                givers.insert(parent);
            }
        }
        QCOMPARE(givers.size(), size_t(2));
    }

    void blendedLatentNumbersLieBetweenWhatTheParentsShow() {
        const std::vector<Variant> from = latentParents();
        const double other = std::get<double>(*effectiveValue(latentCard().latentParameters[0], from[1].genome, latentCard()));
        for (const NewVariant& child : breed(latentCard(), from, {.count = 30, .mixing = BreedingOptions::Mixing::Blended, .mutation = 0})) {
            const double tone = std::get<double>(child.genome.parameters.at("tone"));
            QVERIFY(tone >= std::min(58.0, other) && tone <= std::max(58.0, other));
        }
    }

    void latentParametersThatNoParentSetsComeWithTheLatents() {
        std::vector<Variant> from = latentParents();
        from[0].genome.parameters = from[1].genome.parameters;
        Card without = latentCard();
        without.latentParameters.clear();
        QVERIFY(breed(latentCard(), from, {.count = 20}) == breed(without, from, {.count = 20}));
    }

    void lockedLatentParametersStay() {
        std::vector<Variant> from = latentParents();
        for (const NewVariant& child : breed(latentCard(), from, {.count = 20, .fixed = {{"warmth", 35.0}, {"grain", int64_t(2)}}})) {
            QVERIFY(child.genome.parameters.at("warmth") == ParameterValue(35.0));
            QVERIFY(child.genome.parameters.at("grain") == ParameterValue(int64_t(2)));
            QVERIFY(originOf(child, Part::Parameter, "grain").shares.empty());
        }
    }

    void exploringMovesWhatIsSetAndTurnsTheRest() {
        const Variant centre = latentParents()[0];
        const auto [low, high] = sampledRange(latentCard().latentParameters[0].parameter, 58, 0.3);
        for (const NewVariant& variant : exploreAround(latentCard(), centre, {.seed = 9, .count = 40, .spread = 0.3})) {
            const double tone = std::get<double>(variant.genome.parameters.at("tone"));
            QVERIFY(tone >= low && tone <= high);
            QCOMPARE(originOf(variant, Part::Parameter, "tone").isMutated, tone != 58);
            QVERIFY(variant.genome.parameters.at("grain") == ParameterValue(int64_t(7)));
            QVERIFY(!variant.genome.parameters.contains("warmth"));
            QVERIFY(codeOf(variant.genome, 0)[3] != codeOf(centre.genome, 0)[3]);
        }
    }

    void optionsThatDoNotFitAreRefused_data() {
        QTest::addColumn<size_t>("count");
        QTest::addColumn<BreedingOptions>("options");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* name, size_t count, BreedingOptions options, const char* part) {
            QTest::newRow(name) << count << options << QString(part);
        };
        row("one parent", 1, {}, "parents must be from 2 to 4, not 1");
        row("five parents", 5, {}, "parents must be from 2 to 4, not 5");
        row("no child", 2, {.count = 0}, "count must be from 1 to 10000");
        row("mutation", 2, {.mutation = std::nan("")}, "mutation must be from 0 to 1");
        row("latent of a third", 2, {.latentFrom = {2, -1, -1}}, "latentFrom must be from -1 to 1, not 2");
        row("unknown lock", 2, {.fixed = {{"width", 1.0}}}, "parameter 'width'");
        row("unknown variation", 2, {.variation = {{"width", 1.0}}}, "no parameter 'width'");
        row("variation too wide", 2, {.variation = {{"height", 1.5}}}, "must be from 0 to 1, not 1.5");
    }
    void optionsThatDoNotFitAreRefused() {
        QFETCH(size_t, count);
        QFETCH(BreedingOptions, options);
        QFETCH(QString, part);
        const QString sentence = test::sentenceOf([&] { breed(sampleCard(), parents(count), options); });
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
    }

    void exploringWithoutSpreadStays() {
        const Variant centre = parents(1)[0];
        for (const NewVariant& variant : exploreAround(sampleCard(), centre, {.count = 5, .spread = 0}))
            QVERIFY(variant.genome == centre.genome);
    }

    void exploringStaysWithinTheRange() {
        const Variant centre = parents(1)[0];
        const Parameter height = sampleCard().parameters[0];
        const double middle = std::get<double>(centre.genome.parameters.at("height"));
        const auto [low, high] = sampledRange(height, middle, 0.4 * 0.5);
        for (const NewVariant& variant :
             exploreAround(sampleCard(), centre, {.seed = 4, .count = 200, .spread = 0.4, .variation = {{"height", 0.5}}})) {
            const double value = std::get<double>(variant.genome.parameters.at("height"));
            QVERIFY(value >= low && value <= high);
            QVERIFY(variant.parents == std::vector<VariantId>{centre.id});
            QCOMPARE(variant.genome.directions.at("softness"), -1.0);
            QCOMPARE(originOf(variant, Part::Parameter, "height").isMutated, value != middle);
        }
    }

    void exploringKeepsLockedValuesAndLayers() {
        Variant centre = parents(1)[0];
        centre.genome.layers = {{7, Latent(900u)}};
        double nearness = 0;
        for (const NewVariant& variant : exploreAround(sampleCard(), centre, {.count = 20, .fixed = {{"height", 400.0}}, .spread = 0.2})) {
            QVERIFY(variant.genome.parameters.at("height") == ParameterValue(400.0));
            QCOMPARE(variant.genome.layers.size(), size_t(1));
            nearness += cosine(variant.genome.layers[0].latent, Latent(900u)) / 20;
        }
        QVERIFY2(nearness > 0.5, QByteArray::number(nearness));
    }
};

QTEST_APPLESS_MAIN(BreedingTest)
#include "breeding_test.moc"
