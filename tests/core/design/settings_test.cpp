#include "core/design/settings.h"

#include <QtTest>
#include <cmath>
#include <set>

#include "core/design/json.h"
#include "tests/core/design/latent_card.h"
#include "tests/support/sentence_of.h"

using namespace charrette;

class SettingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textGivesTheSameSettingsBack() {
        const Settings settings{.model = {"chairs", "Chaises & Größe", std::string(64, 'a')},
                                .parameters = {{"height", 400.5}, {"legs", int64_t(3)}, {"back", "low"}, {"arms", true}},
                                .locked = {"back"},
                                .variation = {{"height", 0.25}},
                                .directions = {{"softness", -1.5}},
                                .truncation = 0.7,
                                .spread = 0.5,
                                .seed = 4294967295u,
                                .count = 96};
        QVERIFY(settingsFromJson(parseJson(toJson(settings).dump(), "test"), "test") == settings);
        QVERIFY(settingsFromJson(toJson(Settings()), "test") == Settings());
    }

    void generationIsSampledAroundThePanel() {
        const Settings settings{
            .parameters = {{"height", 400.0}, {"legs", int64_t(2)}}, .locked = {"legs"}, .directions = {{"softness", 2}}, .spread = 0};
        for (const Genome& genome : sampleGenomes(sampleCard(), samplingOptions(settings))) {
            QVERIFY(genome.parameters.at("height") == ParameterValue(400.0));
            QVERIFY(genome.parameters.at("legs") == ParameterValue(int64_t(2)));
            QCOMPARE(genome.directions.at("softness"), 2.0);
        }
    }

    void touchedLatentParametersAreSampledAroundThePanel() {
        const Settings settings{.parameters = {{"tone", 50.0}, {"warmth", 30.0}, {"grain", int64_t(4)}},
                                .locked = {"warmth"},
                                .variation = {{"tone", 0.1}, {"warmth", 0.1}, {"grain", 0}}};
        QVERIFY(settingsFromJson(toJson(settings), "test") == settings);
        std::set<ParameterValue> tones;
        for (const Genome& genome : sampleGenomes(latentCard(), samplingOptions(settings))) {
            QVERIFY(genome.parameters.at("warmth") == ParameterValue(30.0));
            QVERIFY(genome.parameters.at("grain") == ParameterValue(int64_t(4)));
            QVERIFY(std::abs(std::get<double>(genome.parameters.at("tone")) - 50) <= 3);
            tones.insert(genome.parameters.at("tone"));
        }
        QVERIFY(tones.size() > 20);
    }

    void settingsThatDoNotFitAreRefused_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* name, const char* field, const char* json, const char* part) {
            QTest::newRow(name) << QString(field) << QString(json) << QString(part);
        };
        row("spread", "spread", "1.5", "spread must be from 0");
        row("truncation", "truncation", "-3", "truncation must be from -2");
        row("count", "count", "0", "count must be at least 1");
        row("seed", "seed", "-1", "seed must be at least 0");
        row("lock", "locked", R"(["../x"])", "locked must be named");
        row("variation", "variation", R"({"height": 2})", "height must be from 0");
        row("direction", "directions", R"({"softness": 200})", "softness must be from -100");
        row("parameter", "parameters", R"({"A B": 1})", "parameters must be named");
        row("model", "model", R"({"name": "x", "title": "y", "hash": "z"})", "hash must be a SHA-256");
        row("unknown", "more", "1", "unknown field 'more'");
    }
    void settingsThatDoNotFitAreRefused() {
        QFETCH(QString, field);
        QFETCH(QString, json);
        QFETCH(QString, part);
        nlohmann::json object = toJson(Settings());
        object[field.toStdString()] = nlohmann::json::parse(json.toStdString());
        const QString sentence = test::sentenceOf([&] { settingsFromJson(object, "test"); });
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
    }
};

QTEST_APPLESS_MAIN(SettingsTest)
#include "settings_test.moc"
