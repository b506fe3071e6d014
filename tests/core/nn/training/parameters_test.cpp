#include "core/nn/training/parameters.h"

#include <functional>

#include <QTest>
#include <nlohmann/json.hpp>

#include "tests/support/sentence_of.h"
#include "tests/support/tiny_dataset.h"

using namespace charrette;

using Change = std::function<void(std::vector<Parameter>&)>;
Q_DECLARE_METATYPE(Change)

class ParametersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textBringsBackTheSameParameters() {
        const auto text = parametersToText(test::discParameters());
        QCOMPARE(parametersToText(parametersFromText(text, "")), text);
        QVERIFY(parametersFromText("[]", "").empty());
    }

    void badTextIsRefused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("empty") << ""
                               << "a file: parameters: is empty";
        QTest::newRow("an object") << "{}"
                                   << "a file: the parameters are not a list";
        QTest::newRow("cut") << "["
                             << "a file: parameters: is not valid JSON";
        QTest::newRow("a number in it") << "[5]"
                                        << "a file";
    }

    void badTextIsRefused() {
        QFETCH(QString, text);
        QFETCH(QString, sentence);
        const QString actual = test::sentenceOf([&] { parametersFromText(text.toStdString(), "a file"); });
        QVERIFY2(actual.startsWith(sentence), qPrintable(actual));
    }

    void numbersOfTheLatentCodeAreACardsLatentParameters() {
        const auto number = [](const std::string& name, const std::string& label, std::vector<double> histogram = {}) {
            Parameter made;
            made.name = name;
            made.label = label;
            made.group = "Site";
            made.minimum = 0;
            made.maximum = 4;
            made.defaultValue = 0.0;
            made.distribution = {2, 1, std::move(histogram)};
            return made;
        };
        const auto latents = latentParametersOf(
            {number("lawn", "Lawn", {0.5, 0.25, 0.125, 0.125}), number("tree_line_0", "Trees"), number("sky", "Sky"), number("tree_line_1", "Trees")});
        QCOMPARE(latents.size(), size_t(3));
        QVERIFY(latents[0].parameter.name == "lawn" && latents[0].components == std::vector{0} && !latents[0].isArrangement());
        QCOMPARE(std::get<double>(latents[0].parameter.defaultValue), 1.0);  // below which half of the data are
        QVERIFY(latents[1].parameter.name == "tree_line" && latents[1].components == (std::vector{1, 3}) && latents[1].isArrangement());
        QVERIFY(latents[1].parameter.label == "Trees" && latents[1].parameter.group == "Site");
        QVERIFY(latents[2].parameter.name == "sky" && latents[2].components == std::vector{2});
        for (const LatentParameter& latent : latents)
            QVERIFY(toJson(latentParameterFromJson(toJson(latent), "test")) == toJson(latent));
    }

    void differentParametersAreRefused_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const Change& change, const char* sentence) {
            QTest::newRow(name) << change << QString(sentence);
        };
        row(
            "the same", [](auto&) {}, "");
        row(
            "another distribution", [](auto& data) { data[0].distribution.mean += 1; }, "");
        row(
            "another range", [](auto& data) { data[0].maximum += 1; }, "");
        row(
            "fewer", [](auto& data) { data.pop_back(); }, "its networks have 2 parameters, the data set has 1");
        row(
            "another name", [](auto& data) { data[0].name = "width"; }, "the parameter 'radius' where the data set has 'width'");
        row(
            "another order", [](auto& data) { std::swap(data[0], data[1]); }, "the parameter 'radius' where the data set has 'colour'");
        row(
            "another kind", [](auto& data) { data[0].kind = ParameterKind::Integer; }, "their kinds or choices differ");
        row(
            "other choices", [](auto& data) { data[1].choices[2] = "yellow"; }, "their kinds or choices differ");
    }

    void differentParametersAreRefused() {
        QFETCH(Change, change);
        QFETCH(QString, sentence);
        auto data = test::discParameters();
        change(data);
        const QString actual = test::sentenceOf([&] { checkSameParameters(test::discParameters(), data, "a file"); });
        QCOMPARE(actual.isEmpty(), sentence.isEmpty());
        QVERIFY2(actual.contains(sentence), qPrintable(actual));
    }
};

QTEST_GUILESS_MAIN(ParametersTest)
#include "parameters_test.moc"
