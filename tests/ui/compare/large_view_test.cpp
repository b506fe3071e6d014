#include "ui/compare/large_view.h"

#include <QSignalSpy>
#include <QTableWidget>
#include <QtTest>

#include "tests/core/design/sample_card.h"
#include "ui/grid/variant_model.h"

using namespace charrette;

class LargeViewTest : public QObject {
    Q_OBJECT

private:
    static std::vector<Variant> pair() {
        std::vector<Variant> variants(2);
        for (Variant& variant : variants) variant.genome.parameters = {{"height", 450.0}, {"legs", int64_t(4)}};
        variants[1].genome.parameters["legs"] = int64_t(3);
        variants[1].genome.directions["slender"] = 1.5;
        return variants;
    }

private Q_SLOTS:
    void onlyWhatDiffersIsListed() {
        const Card card = sampleCard();
        const auto differences = differencesOf(pair(), &card);
        QCOMPARE(differences.size(), size_t(2));
        QCOMPARE(differences[0].values, (QStringList{"4", "3"}));
        QCOMPARE(differences[1].name, "slender");
        QCOMPARE(differences[1].values, (QStringList{"0.0 σ", "1.5 σ"}));
    }

    void theTableStandsBesideSeveralOnly() {
        VariantModel model;
        model.setVariants(pair());
        LargeView view(model);
        const Card card = sampleCard();
        view.show({0, 1}, &card);
        QVERIFY(!view.findChild<QTableWidget*>()->isHidden());
        QCOMPARE(view.findChild<QTableWidget*>()->rowCount(), 2);
        view.show({0}, &card);
        QVERIFY(view.findChild<QTableWidget*>()->isHidden());
    }

    void noMoreThanFourAreShown() {
        VariantModel model;
        model.setVariants(std::vector<Variant>(6));
        LargeView view(model);
        view.show({0, 1, 2, 3, 4}, nullptr);
        QCOMPARE(view.rows().size(), LargeView::most);
    }

    void keysLeaveAndMoveOn() {
        VariantModel model;
        model.setVariants(pair());
        LargeView view(model);
        view.show({0}, nullptr);
        QSignalSpy left(&view, &LargeView::left), moved(&view, &LargeView::moved);
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::keyClick(&view, Qt::Key_Escape);
        QCOMPARE(moved.last().at(0).toInt(), 1);
        QCOMPARE(left.size(), 1);
    }
};

QTEST_MAIN(LargeViewTest)
#include "large_view_test.moc"
