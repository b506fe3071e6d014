#include "core/nn/evaluation/figures.h"
#include "core/nn/evaluation/history_chart.h"

#include <QTest>
#include <QXmlStreamReader>

#include <nlohmann/json.hpp>

#include "tests/support/sentence_of.h"

using namespace charrette;

namespace {

ParameterControl control(const char* name, double onReal, double onGenerated) {
    ParameterControl made;
    made.name = name;
    made.onReal = onReal;
    made.onGenerated = onGenerated;
    return made;
}

Figures figures() {
    Figures made;
    made.title = "Discs";
    made.weights = "b";
    made.images = 2000;
    made.seconds = 5400;
    made.control = {control("obeyed", 0.95, 0.91), control("lost", 0.9, 0.84), control("hidden", 0.4, 0.38), control("ignored", 0.5, -0.4)};
    made.realism = {0.75, 0.02, 400};
    made.realismInFeatures = {0.625, 0.03, 400};
    made.frechet = {3, 1};
    return made;
}

HistoryLine line(const char* weights, int64_t images) { return {weights, images, 0.9, 5, 1, 0.5}; }

nlohmann::json reportWith(const std::vector<HistoryLine>& history) {
    Figures made;
    made.history = history;
    return toJson(made);
}

}  // namespace

class FiguresTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theMeanCountsWhatIsBelowNothingAsNothing() {
        QCOMPARE(meanControl(figures().control), (0.91 + 0.84 + 0.38) / 4);
        QCOMPARE(meanControl({}), 0.0);
    }

    void theSummaryCountsParameters() {
        const auto summary = toJson(figures())["control_summary"];
        QCOMPARE(summary["parameters"].get<int>(), 4);
        QCOMPARE(summary["near_real"].get<int>(), 2);
        QCOMPARE(summary["well_read"].get<int>(), 2);
        QCOMPARE(summary["well_obeyed"].get<int>(), 1);
    }

    void sharesHaveALimitOfTheirOwn() {
        auto share = control("kind", 0.88, 0.88);
        QCOMPARE(share.wellRead(), 0.85);
        share.isShare = true;
        QCOMPARE(share.wellRead(), 0.9);
    }

    void theHistoryGoesOn() {
        const auto history = continued(reportWith({line("a", 1000)}), line("b", 2000), "report.json");
        QCOMPARE(history.size(), size_t(2));
        QVERIFY(history[0].images == 1000 && history[0].frechet == 5 && history[1].weights == "b");
        const auto further = continued(reportWith({lineOf(figures())}), line("c", 3000), "report.json");
        QVERIFY(further[0].realismInFeatures == 0.625 && further[1].realismInFeatures == 0);
    }

    void theSameWeightsHaveOneLine() {
        auto again = line("a", 1000);
        again.realism = 0.8;
        const auto history = continued(reportWith({line("a", 1000), line("b", 2000)}), again, "report.json");
        QCOMPARE(history.size(), size_t(2));
        QVERIFY(history[0].weights == "b" && history[1].realism == 0.8);
    }

    void aReportWithoutHistoryBeginsOne() { QCOMPARE(continued({{"model", "discs"}}, line("a", 1), "report.json").size(), size_t(1)); }

    void aDamagedHistoryIsNotLostSilently_data() {
        QTest::addColumn<QString>("report");
        QTest::newRow("no list") << R"({"history": 5})";
        QTest::newRow("no lines") << R"({"history": [5]})";
        QTest::newRow("field missing") << R"({"history": [{"weights": "a"}]})";
        QTest::newRow("wrong type") << R"({"history": [{"weights": 3, "images": 1, "realism": 1, "frechet": 1, "frechet_of_real": 1, "control": 1}]})";
        QTest::newRow("no object") << "[]";
    }

    void aDamagedHistoryIsNotLostSilently() {
        QFETCH(QString, report);
        const auto sentence = test::sentenceOf([&] { continued(nlohmann::json::parse(report.toStdString()), line("a", 1), "report.json"); });
        QVERIFY2(sentence.startsWith("report.json: its history cannot be read"), qPrintable(sentence));
    }

    void theReportIsReadable() {
        auto made = figures();
        made.history = {line("a", 1000), lineOf(made)};
        const auto text = QString::fromStdString(toMarkdown(made));
        QVERIFY(text.startsWith("# Discs: report\n"));
        for (const char* part :
             {"after 2000 pictures seen in 1.5 hours", "about 75 % (± 2) of 400 pictures", "is right about 62 % (± 3)", "generated to real: 3.00; real to real: 1.00",
              "for 2 of 4 parameters", "Of the 2 that", "1 reach that", "| `obeyed` | 0.95 | 0.91 | yes | yes |", "| `lost` | 0.90 | 0.84 | no | no |",
              "| `hidden` | 0.40 | 0.38 | yes |  |", "| 1000 | 90 % |  | 5.00 | 1.00 | 0.50 |\n| 2000 | 75 % | 62 % | 3.00 | 1.00 | 0.53 |\n"})
            QVERIFY2(text.contains(part), part);
    }

    void theCurveGoesThroughItsPoints() {
        const auto history = std::vector{line("b", 2000), line("a", 1000), line("unknown", 0)};
        const auto svg = QString::fromStdString(historyChart(history));
        // Two panels of 300 x 160 at (34, 34) and (402, 34); 0.9 of 1 and 5 of at most 5.
        QVERIFY2(svg.contains("points=\"184.0,50.0 334.0,50.0 \""), qPrintable(svg));
        QVERIFY2(svg.contains("points=\"552.0,34.0 702.0,34.0 \""), qPrintable(svg));
        QXmlStreamReader reader(svg);
        while (!reader.atEnd()) reader.readNext();
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    }

    void oneLineIsNoCurve() {
        QVERIFY(!hasCurve({line("a", 1000)}) && !hasCurve({line("a", 1000), line("b", 0)}) && hasCurve({line("a", 1000), line("b", 2000)}));
        auto made = figures();
        made.history = {line("a", 1000)};
        QVERIFY(!QString::fromStdString(toMarkdown(made)).contains("history.svg"));
        made.history.push_back(line("b", 2000));
        QVERIFY(QString::fromStdString(toMarkdown(made)).contains("history.svg"));
    }

    void unknownTrainingIsNotInvented() {
        auto made = figures();
        made.images = 0;
        QVERIFY(!QString::fromStdString(toMarkdown(made)).contains("pictures seen in"));
    }
};

QTEST_GUILESS_MAIN(FiguresTest)
#include "figures_test.moc"
