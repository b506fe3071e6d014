#include "ui/compare/large_view.h"

#include <algorithm>

#include <QSignalSpy>
#include <QTableWidget>
#include <QtTest>

#include "tests/core/design/latent_card.h"
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

    static Variant child() {
        Variant variant;
        variant.parents = {7, 8};
        return variant;
    }

    static QTableWidget* differences(const LargeView& view) { return view.findChild<QTableWidget*>(QString(), Qt::FindDirectChildrenOnly); }

private Q_SLOTS:
    void onlyWhatDiffersIsListed() {
        const Card card = sampleCard();
        const auto differences = differencesOf(pair(), &card);
        QCOMPARE(differences.size(), size_t(2));
        QCOMPARE(differences[0].values, (QStringList{"4", "3"}));
        QCOMPARE(differences[1].name, "slender");
        QCOMPARE(differences[1].values, (QStringList{"0.0 σ", "+1.5 σ"}));
    }

    void whatVariantsShowOfLatentParametersIsCompared() {
        const Card card = latentCard();
        std::vector<Variant> variants(2);
        for (uint32_t i = 0; i < 2; ++i) variants[i].genome = checkedGenome({.latent = i}, card);
        QStringList names;
        for (const Difference& difference : differencesOf(variants, &card)) names << difference.name;
        QVERIFY2(names.size() >= 2 && names.back() == "Latent code", qPrintable(names.join(", ")));
        variants[0].genome.parameters["grain"] = int64_t(4);
        variants[0].genome.parameters["tone"] = 55.0;
        const auto differences = differencesOf(variants, &card);
        const auto areThere = [&](const QStringList& values) { return std::ranges::count(differences, values, &Difference::values) == 1; };
        QVERIFY(areThere({"4", "any"}));
        QVERIFY(std::ranges::any_of(differences, [](const Difference& one) { return one.values[0] == "55"; }));
    }

    void theDetailsSayWhatIsSetAndWhatIsNot() {
        const Card card = latentCard();
        Variant variant;
        variant.genome = checkedGenome({.parameters = {{"tone", 55.0}}, .latent = 3u}, card);
        DetailsPanel details({});
        details.show(variant, &card);
        auto* table = details.findChild<QTableWidget*>();
        const auto line = [&](const char* part) { return table->findItems(part, Qt::MatchExactly).value(0); };
        QVERIFY(line("tone") && line("warmth") && !line("grain"));
        QCOMPARE(table->item(line("tone")->row(), 1)->text(), "55");
        QVERIFY(table->item(line("tone")->row(), 1)->toolTip().isEmpty());
        QVERIFY(!table->item(line("warmth")->row(), 1)->toolTip().isEmpty());
    }

    void theTableStandsBesideSeveralOnly() {
        VariantModel model;
        model.setVariants(pair());
        LargeView view({});
        const Card card = sampleCard();
        view.show(model, {0, 1}, &card);
        QVERIFY(!differences(view)->isHidden());
        QCOMPARE(differences(view)->rowCount(), 2);
        view.show(model, {0}, &card);
        QVERIFY(differences(view)->isHidden());
    }

    void aChildShowsWhichParentEachPartCameFrom() {
        VariantModel model;
        auto variants = pair();
        variants[1].parents = {7, 8};
        variants[1].origins = {{.part = Origin::Part::Latent, .name = "coarse", .shares = {0, 1}},
                               {.part = Origin::Part::Parameter, .name = sampleCard().parameters[0].name, .shares = {0.6, 0.4}}};
        model.setVariants(variants);
        std::vector<VariantId> asked;
        LargeView view([&](VariantId id) { return asked.push_back(id), QImage(); });
        const Card card = sampleCard();
        view.show(model, {1}, &card);
        QCOMPARE(asked, std::vector<VariantId>({7, 8}));
        auto* table = view.findChild<DetailsPanel*>()->findChild<QTableWidget*>();
        QCOMPARE(table->item(0, 2)->text(), "B");
        QCOMPARE(table->item(1, 2)->text(), "A 60 %  B 40 %");
    }

    void whatDiffersFollowsTheVariants() {
        VariantModel model;
        model.setVariants(pair());
        LargeView view({});
        view.show(model, {0, 1}, nullptr);
        const int before = differences(view)->rowCount();
        auto changed = pair();
        changed[1].genome.directions["tall"] = 2;
        model.setVariants(changed);
        QCOMPARE(differences(view)->rowCount(), before + 1);
    }

    void othersPicturesRebuildNothing() {
        VariantModel model;
        model.setVariants({child(), child(), child()});
        int asked = 0;
        LargeView view([&](VariantId) { return ++asked, QImage(); });
        view.show(model, {1}, nullptr);
        const int before = asked;
        model.setPicture(0, QImage(), PictureState::Preview);
        QCOMPARE(asked, before);
        model.setPicture(1, QImage(), PictureState::Preview);
        QVERIFY(asked > before);
    }

    void hiddenItFollowsNothing() {
        VariantModel model;
        model.setVariants({child(), child(), child()});
        int asked = 0;
        LargeView view([&](VariantId) { return ++asked, QImage(); });
        QSignalSpy left(&view, &LargeView::left);
        view.QWidget::show();
        view.show(model, {1}, nullptr);
        view.hide();
        const int before = asked;
        model.setPicture(1, QImage(), PictureState::Preview);
        model.setVariants({});
        QCOMPARE(asked, before);
        QCOMPARE(left.size(), 0);
        model.setVariants({child()});
        view.QWidget::show();
        view.show(model, {0}, nullptr);
        model.setVariants({});
        QCOMPARE(left.size(), 1);
    }

    void noMoreThanFourAreShown() {
        VariantModel model;
        model.setVariants(std::vector<Variant>(6));
        LargeView view({});
        view.show(model, {0, 1, 2, 3, 4}, nullptr);
        QCOMPARE(view.rows().size(), LargeView::most);
    }

    void keysLeaveAndMoveOn() {
        VariantModel model;
        model.setVariants(pair());
        LargeView view({});
        view.show(model, {0}, nullptr);
        QSignalSpy left(&view, &LargeView::left), moved(&view, &LargeView::moved);
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::keyClick(&view, Qt::Key_Escape);
        QCOMPARE(moved.last().at(0).toInt(), 1);
        QCOMPARE(left.size(), 1);
    }
};

QTEST_MAIN(LargeViewTest)
#include "large_view_test.moc"
