#include "core/design/parameter.h"

#include <QtTest>
#include <limits>
#include <nlohmann/json.hpp>

#include "tests/core/design/sample_card.h"
#include "tests/support/refusal.h"

using namespace charrette;
using nlohmann::json;

Q_DECLARE_METATYPE(ParameterValue)

namespace {

Parameter parameterNamed(const std::string& name) {
    for (const Parameter& parameter : sampleCard().parameters) {
        if (parameter.name == name) return parameter;
    }
    return {};
}

}  // namespace

class ParameterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void valueIsBroughtToTheParametersType_data() {
        QTest::addColumn<std::string>("name");
        QTest::addColumn<ParameterValue>("given");
        QTest::addColumn<ParameterValue>("expected");
        const auto row = [](std::string name, ParameterValue given, ParameterValue expected) {
            QTest::addRow("%s %s", name.c_str(), valueToText(given).c_str()) << name << given << expected;
        };
        row("height", 450.5, 450.5);
        row("height", int64_t(450), 450.0);
        row("legs", int64_t(3), int64_t(3));
        row("legs", 3.0, int64_t(3));
        row("back", "high", "high");
        row("arms", true, true);
    }
    void valueIsBroughtToTheParametersType() {
        QFETCH(std::string, name);
        QFETCH(ParameterValue, given);
        QFETCH(ParameterValue, expected);
        QVERIFY(checkedValue(parameterNamed(name), given) == expected);
    }

    void valueThatDoesNotFitIsRefused_data() {
        QTest::addColumn<std::string>("name");
        QTest::addColumn<ParameterValue>("given");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* title, std::string name, ParameterValue given, std::string expected) {
            QTest::newRow(title) << name << given << expected;
        };
        const std::string height = "parameter 'height': must be a number from 380 to 520 mm, not ";
        row("too large", "height", 521.0, height + "521.0");
        row("not a number", "height", std::numeric_limits<double>::quiet_NaN(), height + "NaN");
        row("text for a number", "height", "tall", height + "'tall'");
        row("toggle for a number", "height", true, height + "true");
        row("fraction", "legs", 3.5, "parameter 'legs': must be a whole number from 1 to 5, not 3.5");
        row("unknown choice", "back", "High", "parameter 'back': must be one of 'none', 'low', 'high', not 'High'");
        row("number for a toggle", "arms", int64_t(1), "parameter 'arms': must be on or off, not 1");
    }
    void valueThatDoesNotFitIsRefused() {
        QFETCH(std::string, name);
        QFETCH(ParameterValue, given);
        QFETCH(std::string, expected);
        QCOMPARE(test::sentenceOf([&] { checkedValue(parameterNamed(name), given); }), QString::fromStdString(expected));
    }

    void textIsReadAsTheParametersValue_data() {
        QTest::addColumn<std::string>("name");
        QTest::addColumn<std::string>("text");
        QTest::addColumn<ParameterValue>("expected");
        const auto row = [](std::string name, std::string text, ParameterValue expected) {
            QTest::addRow("%s %s", name.c_str(), text.c_str()) << name << text << expected;
        };
        row("height", "450", 450.0);
        row("height", "4.505e2", 450.5);
        row("legs", "3", int64_t(3));
        row("legs", "3.0", int64_t(3));
        row("back", "none", "none");
        for (const char* on : {"on", "true", "yes", "1"}) row("arms", on, true);
        for (const char* off : {"off", "false", "no", "0"}) row("arms", off, false);
    }
    void textIsReadAsTheParametersValue() {
        QFETCH(std::string, name);
        QFETCH(std::string, text);
        QFETCH(ParameterValue, expected);
        const Parameter parameter = parameterNamed(name);
        QVERIFY(valueFromText(parameter, text) == expected);
        QVERIFY(valueFromText(parameter, valueToText(expected)) == expected);
    }

    void textThatIsNoValueIsRefused_data() {
        QTest::addColumn<std::string>("name");
        QTest::addColumn<std::string>("text");
        for (const char* text : {"", " ", "450mm", " 450", "450 ", "nan", "inf", "1e999", "0x1c2", "4,5", "+450", "high"}) {
            QTest::addRow("height '%s'", text) << std::string("height") << std::string(text);
        }
        QTest::newRow("16 MiB of digits") << std::string("height") << std::string(16u << 20, '9');
        QTest::newRow("legs") << std::string("legs") << std::string("3.5");
        QTest::newRow("back") << std::string("back") << std::string("low ");
        QTest::newRow("arms") << std::string("arms") << std::string("ON");
    }
    void textThatIsNoValueIsRefused() {
        QFETCH(std::string, name);
        QFETCH(std::string, text);
        const test::Refusal refusal = test::refusalOf([&] { valueFromText(parameterNamed(name), text); });
        QVERIFY2(refusal.sentence.startsWith(QString::fromStdString("parameter '" + name + "': must be ")), qPrintable(refusal.sentence));
        QVERIFY2(refusal.isCheap(), qPrintable(refusal.cost()));
    }

    void numberSurvivesItsText_data() {
        QTest::addColumn<double>("number");
        for (double number : {0.1, 1.0 / 3, 1e-300, 123456789.123456789, 5e-324}) QTest::addRow("%g", number) << number;
    }
    void numberSurvivesItsText() {
        QFETCH(double, number);
        Parameter parameter;
        parameter.maximum = 1e9;
        QVERIFY(valueFromText(parameter, valueToText(number)) == ParameterValue(number));
    }

    void numbersAreNumeric() {
        QVERIFY(isNumeric(parameterNamed("height")) && isNumeric(parameterNamed("legs")));
        QVERIFY(!isNumeric(parameterNamed("back")) && !isNumeric(parameterNamed("arms")));
    }

    void jsonGivesTheSameParameterBack() {
        for (const Parameter& parameter : sampleCard().parameters) {
            const json written = toJson(parameter);
            QCOMPARE(toJson(parameterFromJson(json::parse(written.dump()), "test")), written);
        }
    }

    void recipesParameterNeedsFewFields() {
        const json text = json::parse(R"({"name": "height", "kind": "number", "minimum": 90, "maximum": 320, "default": 220,
                                          "sampling": {"distribution": "uniform"}})");
        const Parameter parameter = parameterFromJson(text, "parameters.json");
        QCOMPARE(parameter.label, std::string("height"));
        QVERIFY(parameter.defaultValue == ParameterValue(220.0));
        QCOMPARE(parameter.distribution.mean, 205.0);
        QCOMPARE(parameter.distribution.deviation, 230 / std::sqrt(12.0));
        QVERIFY(parameter.distribution.histogram.empty());
    }

    void recipesChoiceMayHaveARange() {
        const json text = json::parse(R"({"name": "surface", "kind": "choice", "choices": ["round", "fluted"], "minimum": 0, "maximum": 2,
                                          "decimals": 0})");
        QVERIFY(parameterFromJson(text, "parameters.json").defaultValue == ParameterValue("round"));
    }

    void toggleIsOffUnlessSaidOtherwise() {
        QVERIFY(parameterFromJson({{"name", "arms"}, {"kind", "toggle"}}, "").defaultValue == ParameterValue(false));
    }
};

QTEST_APPLESS_MAIN(ParameterTest)
#include "parameter_test.moc"
