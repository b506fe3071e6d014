#include "core/design/latent_parameter.h"

#include <QtTest>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "tests/core/design/latent_card.h"
#include "tests/support/sentence_of.h"

using namespace charrette;

Q_DECLARE_METATYPE(std::vector<double>)

class LatentParameterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void valueAndScoreAreOneAnothersInverse_data() {
        QTest::addColumn<std::vector<double>>("histogram");
        QTest::newRow("even") << std::vector<double>{};
        QTest::newRow("uneven") << std::vector<double>{0.1, 0.2, 0.4, 0.3};
    }
    void valueAndScoreAreOneAnothersInverse() {
        QFETCH(std::vector<double>, histogram);
        const Parameter parameter = latentNumber("tone", 0, histogram).parameter;
        double last = -10;
        for (double value = 20.5; value < 60; value += 0.5) {
            const double score = normalScore(parameter, value);
            QVERIFY(score > last);
            QVERIFY(std::abs(valueOfNormalScore(parameter, score) - value) < 1e-6);
            last = score;
        }
    }

    void theMiddleOfTheDataIsZero() {
        QVERIFY(std::abs(normalScore(latentNumber("tone", 0).parameter, 40)) < 1e-9);
        // Half of the data lie in the second of four bins.
        const Parameter uneven = latentNumber("tone", 0, {0, 0.5, 0.25, 0.25}).parameter;
        QVERIFY(std::abs(normalScore(uneven, 40)) < 1e-9);
        QVERIFY(std::abs(valueOfNormalScore(uneven, normalScore(uneven, 35)) - 35) < 1e-9);
    }

    void scoresOfTheDataAreNormallyDistributed() {
        const Parameter parameter = latentNumber("tone", 0).parameter;
        const std::vector<double> uniform = standardUniform(5, 20'000);
        double sum = 0, squares = 0;
        for (double place : uniform) {
            const double score = normalScore(parameter, 20 + 40 * place);
            sum += score, squares += score * score;
        }
        const double mean = sum / 20'000, deviation = std::sqrt(squares / 20'000 - mean * mean);
        QVERIFY2(std::abs(mean) < 0.03 && std::abs(deviation - 1) < 0.03, QByteArray::number(deviation));
    }

    void theEndsOfTheRangeStayWithinReach() {
        const Parameter parameter = latentNumber("tone", 0).parameter;
        QVERIFY(std::abs(normalScore(parameter, 20) + 3.09) < 0.01);
        QVERIFY(std::abs(normalScore(parameter, 60) - 3.09) < 0.01);
    }

    void aScoreBeyondTheDataIsWhereTheyEnd() {
        const Parameter parameter = latentNumber("tone", 0, {0, 0.7, 0.3, 0}).parameter;
        QVERIFY(std::abs(valueOfNormalScore(parameter, 9) - 50) < 1e-6);
        QVERIFY(std::abs(valueOfNormalScore(parameter, -9) - 30) < 1e-6);
    }

    void aNumberIsOneComponent() {
        const LatentParameter tone = latentNumber("tone", 0);
        const std::vector<float> components = latentComponents(tone, 50.0);
        QCOMPARE(components.size(), size_t(1));
        QCOMPARE(components[0], float(normalScore(tone.parameter, 50)));
        QCOMPARE(latentComponents(tone, int64_t(50)), components);
    }

    void theEndsOfTheRangeAreNotBeyondWhatNetworksHaveOftenSeen() {
        const LatentParameter tone = latentNumber("tone", 0);
        QCOMPARE(latentComponents(tone, 60.0)[0], 2.326f);
        QCOMPARE(latentComponents(tone, 20.0)[0], -2.326f);
        QCOMPARE(latentComponents(tone, 59.0)[0], float(normalScore(tone.parameter, 59)));
    }

    void anArrangementIsDrawnFromItsNumber() {
        const LatentParameter grain = arrangement("grain", {1, 4, 5});
        const std::vector<double> draws = standardNormal(12, 3);
        QCOMPARE(latentComponents(grain, int64_t(12)), (std::vector<float>(draws.begin(), draws.end())));
        QVERIFY(latentComponents(grain, int64_t(13)) != latentComponents(grain, int64_t(12)));
    }

    void aValueThatDoesNotFitIsRefused() {
        QVERIFY(test::sentenceOf([] { latentComponents(latentNumber("tone", 0), 61.0); }).contains("parameter 'tone'"));
        QVERIFY(test::sentenceOf([] { latentComponents(arrangement("grain", {1}), 1.5); }).contains("a whole number"));
    }

    void jsonBringsBackTheSame() {
        for (const LatentParameter& latent : latentCard().latentParameters) {
            const LatentParameter read = latentParameterFromJson(toJson(latent), "test");
            QVERIFY(toJson(read) == toJson(latent));
            QVERIFY(read.components == latent.components && read.isArrangement() == latent.isArrangement());
        }
    }

    void jsonThatDoesNotFitIsRefused_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* title, const char* name, const char* field, const char* value, const char* part) {
            QTest::newRow(title) << QString(name) << QString(field) << QString(value) << QString(part);
        };
        row("below the code", "tone", "component", "-1", "component must be at least 0");
        row("beyond every code", "tone", "component", "4096", "component must be at most 4095");
        row("a number with several", "tone", "components", "[1, 2]", "unknown field 'components'");
        row("no components", "grain", "components", "[]", "components must be at least one number");
        row("a component below the code", "grain", "components", "[1, -1]", "components must be from 0");
        row("an arrangement with one", "grain", "component", "1", "unknown field 'component'");
        row("a negative number of an arrangement", "grain", "minimum", "-1", "minimum must not be below 0");
        row("a number beyond seeds", "grain", "maximum", "5000000000", "maximum must be below 2^32");
        row("a toggle", "tone", "kind", "\"toggle\"", "tone");
    }
    void jsonThatDoesNotFitIsRefused() {
        QFETCH(QString, name);
        QFETCH(QString, field);
        QFETCH(QString, value);
        QFETCH(QString, part);
        nlohmann::json object = toJson(*findLatentParameter(latentCard(), name.toStdString()));
        object[field.toStdString()] = nlohmann::json::parse(value.toStdString());
        const QString sentence = test::sentenceOf([&] { latentParameterFromJson(object, "card"); });
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
    }

    void aCardSaysNothingTwiceAboutItsCode() {
        Card card = latentCard();
        QCOMPARE(test::sentenceOf([&] { checkCard(card, "card"); }), QString());
        card.latentParameters[0].components = {4};
        QCOMPARE(test::sentenceOf([&] { checkCard(card, "card"); }),
                 "card: latent parameter 'grain' must not share component 4 with another");
        card.latentParameters[0].components = {6};
        QCOMPARE(test::sentenceOf([&] { checkCard(card, "card"); }), "card: latent parameter 'tone' must be within the latent code of 6 values");
        card.latentParameters[0] = latentNumber("height", 0);
        QVERIFY(test::sentenceOf([&] { checkCard(card, "card"); }).contains("'height' stands twice"));
    }
};

QTEST_APPLESS_MAIN(LatentParameterTest)
#include "latent_parameter_test.moc"
