#include "ui/sheet/sheet_dialog.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QSpinBox>
#include <QtTest>

#include "tests/core/design/latent_card.h"

using namespace charrette;

class SheetDialogTest : public QObject {
    Q_OBJECT

private:
    static Variant corner() {
        Variant variant;
        variant.id = 1;
        variant.genome = checkedGenome({.parameters = {{"height", 400.0}}}, sampleCard());
        return variant;
    }
    const Card m_card = sampleCard();

private Q_SLOTS:
    void aNumberGoesFromTheCornerToTheFartherEnd() {
        const AxisEditor editor("Rows", m_card, corner(), {});
        const Axis axis = editor.axis();
        QCOMPARE(axis.name, std::string("height"));
        QCOMPARE(axis.from, 400.0);
        QCOMPARE(axis.to, 520.0);
    }

    void aChoiceHasAsManyStepsAsValues() {
        AxisEditor editor("Rows", m_card, corner(), {});
        editor.setAlong(2);
        QCOMPARE(stepsOf(m_card, editor.axis()), size_t(3));
        for (auto* end : editor.findChildren<QDoubleSpinBox*>()) QVERIFY(!end->isEnabled());
    }

    void everyAxisMakesASheet() {
        Variant other = corner();
        other.id = 2;
        other.genome.latent = uint32_t(9);
        AxisEditor rows("Rows", m_card, corner(), {{"pin 1", other}}), columns("Columns", m_card, corner(), {{"pin 1", other}});
        const int lines = rows.findChild<QComboBox*>()->count();
        QCOMPARE(lines, int(m_card.parameters.size() + m_card.directions.size()) + 1);
        for (int line = 0; line < lines; ++line) {
            rows.setAlong(line);
            columns.setAlong(line == 0 ? 1 : 0);
            const auto cells = sheet(m_card, corner(), rows.axis(), columns.axis());
            QCOMPARE(cells.size(), stepsOf(m_card, rows.axis()) * stepsOf(m_card, columns.axis()));
        }
    }

    void latentParametersAreAxes() {
        const Card card = latentCard();
        Variant from;
        from.id = 1;
        from.genome = checkedGenome({.parameters = {{"tone", 50.0}, {"grain", int64_t(3)}}}, card);
        AxisEditor editor("Rows", card, from, {});
        editor.setAlong(4);
        QCOMPARE(editor.axis().name, std::string("tone"));
        QCOMPARE(editor.axis().from, 50.0);
        QCOMPARE(editor.axis().to, 20.0);
        editor.setAlong(6);
        QCOMPARE(editor.axis().name, std::string("grain"));
        QCOMPARE(editor.axis().from, 3.0);
        QCOMPARE(editor.axis().to, 7.0);
        QCOMPARE(sheet(card, from, editor.axis(), {.name = "tone", .from = 20, .to = 60}).size(), size_t(25));
    }

    void theButtonSaysHowManyVariantsItMakes() {
        SheetDialog dialog(m_card, corner(), QImage(), {});
        QStringList texts;
        for (auto* button : dialog.findChildren<QPushButton*>()) texts << button->text();
        QVERIFY2(texts.contains("Make 5 × 5 variants"), qPrintable(texts.join(", ")));
    }
};

QTEST_MAIN(SheetDialogTest)
#include "sheet_dialog_test.moc"
