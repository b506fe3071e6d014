#include "core/design/latent_values.h"

#include <QtTest>
#include <cmath>

#include "core/design/condition.h"
#include "tests/core/design/latent_card.h"
#include "tests/support/sentence_of.h"

using namespace charrette;

class LatentValuesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutSetParametersACodeIsAsItWas() {
        for (uint32_t seed = 0; seed < 50; ++seed)
            QCOMPARE(latentValues(seed, ParameterValues{{"height", 400.0}}, latentCard()), latentValues(seed, 6));
    }

    void setParametersTakeTheirComponentsAndNoOther() {
        const Card card = latentCard();
        const std::vector<float> plain = latentValues(7u, 6), set = latentValues(7u, {{"tone", 50.0}, {"grain", int64_t(3)}}, card);
        const std::vector<float> grain = latentComponents(card.latentParameters[2], int64_t(3));
        QCOMPARE(set[0], latentComponents(card.latentParameters[0], 50.0)[0]);
        QCOMPARE((std::vector<float>{set[1], set[4], set[5]}), grain);
        QCOMPARE((std::vector<float>{set[2], set[3]}), (std::vector<float>{plain[2], plain[3]}));
    }

    void whatIsShownSetsTheSameCode() {
        const Card card = latentCard();
        for (uint32_t seed = 0; seed < 50; ++seed) {
            const Genome genome{.latent = seed};
            ParameterValues shown;
            for (const LatentParameter& latent : card.latentParameters)
                if (const auto value = effectiveValue(latent, genome, card)) shown[latent.parameter.name] = *value;
            QCOMPARE(shown.size(), size_t(2));
            const std::vector<float> plain = latentValues(seed, 6), set = latentValues(seed, shown, card);
            for (size_t i = 0; i < 6; ++i) QVERIFY(std::abs(plain[i]) > 2.3 || std::abs(plain[i] - set[i]) < 1e-4f);
        }
    }

    void whatIsSetIsWhatIsShown() {
        const Card card = latentCard();
        const Genome genome{.parameters = {{"tone", int64_t(50)}, {"grain", int64_t(3)}}, .latent = 7u};
        QVERIFY(effectiveValue(card.latentParameters[0], genome, card) == ParameterValue(50.0));
        QVERIFY(effectiveValue(card.latentParameters[2], genome, card) == ParameterValue(int64_t(3)));
        QVERIFY(effectiveValue(card.parameters[0], genome, card) == card.parameters[0].defaultValue);
    }

    void anArrangementThatIsNotSetHasNoNumber() {
        QVERIFY(!effectiveValue(latentCard().latentParameters[2], Genome{.latent = 7u}, latentCard()));
    }

    void theFirstLayersCodeIsShown() {
        const Genome genome{.latent = 7u, .layers = {{3, Latent(8u)}}};
        QVERIFY(effectiveValue(latentCard().latentParameters[0], genome, latentCard()) ==
                effectiveValue(latentCard().latentParameters[0], Genome{.latent = 7u}, latentCard()));
    }

    void aNumberThatOneSetsIsSetInAll() {
        const Card card = latentCard();
        const std::vector<Genome> genomes = {{.parameters = {{"tone", 50.0}}, .latent = 1u}, {.latent = 2u}};
        const auto all = withSetNumbersInAll(card, genomes);
        QVERIFY(all[0] == genomes[0]);
        QVERIFY(all[1].parameters == (ParameterValues{{"tone", *effectiveValue(card.latentParameters[0], genomes[1], card)}}));
    }

    void aConditionHasNoLatentParameter() {
        const ParameterValues declared = {{"height", 400.0}}, both = {{"height", 400.0}, {"tone", 50.0}};
        QCOMPARE(conditionVector(latentCard(), both), conditionVector(sampleCard().parameters, declared));
    }

    void completeValuesKeepWhatIsSetAndFillInNothing() {
        const ParameterValues complete = completeValues(latentCard(), {{"tone", int64_t(50)}});
        QVERIFY(complete == (ParameterValues{{"height", 450.0}, {"legs", int64_t(4)}, {"back", "low"}, {"arms", false}, {"tone", 50.0}}));
        QVERIFY(completeValues(latentCard(), {}) == completeValues(sampleCard().parameters, {}));
    }

    void whatDoesNotFitIsRefused() {
        const auto sentence = [](const ParameterValues& values) {
            return test::sentenceOf([&] { completeValues(latentCard(), values); });
        };
        QCOMPARE(sentence({{"gloss", 1.0}}), "parameter 'gloss': is not known; there are height, legs, back, arms, tone, warmth, grain");
        QCOMPARE(sentence({{"tone", 61.0}}), "parameter 'tone': must be a number from 20 to 60, not 61.0");
        QVERIFY(sentence({{"grain", 2.5}}).startsWith("parameter 'grain': must be a whole number"));
    }
};

QTEST_APPLESS_MAIN(LatentValuesTest)
#include "latent_values_test.moc"
