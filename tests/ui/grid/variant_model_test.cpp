#include "ui/grid/variant_model.h"

#include <QMimeData>
#include <QSignalSpy>
#include <QtTest>

using namespace charrette;

class VariantModelTest : public QObject {
    Q_OBJECT

private:
    static std::vector<Variant> variants(int count, uint32_t seed) {
        std::vector<Variant> made(static_cast<size_t>(count));
        for (int i = 0; i < count; ++i) {
            made[size_t(i)].id = i + 1;
            made[size_t(i)].genome.latent = seed + uint32_t(i);
        }
        return made;
    }
    static QImage flat() {
        QImage image(8, 8, QImage::Format_RGB888);
        image.fill(Qt::red);
        return image;
    }

private Q_SLOTS:
    void oldPicturesStayUntilNewOnesCome() {
        VariantModel model;
        model.setVariants(variants(3, 0));
        model.setPicture(1, flat(), PictureState::Full);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setVariants(variants(3, 100));
        QCOMPARE(resets.size(), 0);
        QCOMPARE(model.picture(1), flat());
        QVERIFY(model.state(1) == PictureState::Outdated);
        QVERIFY(model.state(0) == PictureState::None);
    }

    void aPictureOfTheSameGenomeStaysGood() {
        VariantModel model;
        model.setVariants(variants(3, 0));
        model.setPicture(1, flat(), PictureState::Full);
        auto marked = variants(3, 0);
        marked[1].rating = 4;
        model.setVariants(marked);
        QVERIFY(model.state(1) == PictureState::Full);
        QCOMPARE(model.index(1).data(VariantModel::RatingRole).toInt(), 4);
    }

    void anotherNumberOfVariantsLeavesTheOtherCells() {
        VariantModel model;
        model.setVariants(variants(3, 0));
        model.setPicture(1, flat(), PictureState::Full);
        model.setVariants(variants(4, 9));
        QVERIFY(model.state(1) == PictureState::Outdated);
        QVERIFY(model.picture(3).isNull());
        QCOMPARE(model.rowCount(), 4);
    }

    void variantsTakeTheirCellsAlong() {
        VariantModel model;
        auto made = variants(5, 0);
        for (size_t i = 0; i < made.size(); ++i) made[i].id = VariantId(i + 1);
        model.setVariants(made);
        for (int row : {1, 3}) model.setPicture(row, flat(), PictureState::Full);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved), resets(&model, &QAbstractItemModel::modelReset);
        std::swap(made[1], made[3]);
        made.erase(made.begin());
        made.insert(made.begin() + 2, variants(1, 40)[0]);
        made[2].id = 9;
        model.setVariants(made);
        QCOMPARE(resets.size(), 0);
        QCOMPARE(removed.size(), 1);
        for (int row = 0; row < model.rowCount(); ++row) {
            QCOMPARE(model.variant(row).id, made[size_t(row)].id);
            const bool hadPicture = model.variant(row).id == 2 || model.variant(row).id == 4;
            QCOMPARE(model.state(row) == PictureState::Full, hadPicture);
        }
    }

    void farPicturesAreForgotten() {
        VariantModel model;
        model.setVariants(variants(6, 0));
        for (int row = 0; row < 6; ++row) model.setPicture(row, flat(), PictureState::Full);
        model.forgetPicturesOutside(2, 3);
        for (int row = 0; row < 6; ++row) QCOMPARE(model.state(row) == PictureState::Full, row == 2 || row == 3);
    }

    void aPictureThatWasSeenFadesIntoTheNext() {
        VariantModel model;
        model.setVariants(variants(1, 0));
        model.setPicture(0, flat(), PictureState::Full);
        QVERIFY(model.index(0).data(VariantModel::FormerPictureRole).value<QImage>().isNull());
        QTest::qWait(3 * VariantModel::fadeMilliseconds);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        model.setPicture(0, flat(), PictureState::Full);
        QVERIFY(!model.index(0).data(VariantModel::FormerPictureRole).value<QImage>().isNull());
        QVERIFY(model.index(0).data(VariantModel::FadeRole).toDouble() < 1);
        QTRY_VERIFY(model.index(0).data(VariantModel::FormerPictureRole).value<QImage>().isNull());
        QCOMPARE(model.index(0).data(VariantModel::FadeRole).toDouble(), 1.0);
        QVERIFY(changes.size() > 2);
    }

    void picturesThatFollowFastDoNotFade() {
        VariantModel model;
        model.setVariants(variants(1, 0));
        for (int i = 0; i < 3; ++i) model.setPicture(0, flat(), PictureState::Preview);
        QVERIFY(model.index(0).data(VariantModel::FormerPictureRole).value<QImage>().isNull());
    }

    void aSharpPictureStaysSharpWhenItsVariantChanges() {
        VariantModel model;
        model.setVariants(variants(2, 0));
        model.setPicture(0, flat(), PictureState::Full);
        model.setPicture(1, flat(), PictureState::Preview);
        model.setVariants(variants(2, 9));
        QVERIFY(model.state(0) == PictureState::Outdated && model.isSharp(0));
        QVERIFY(model.state(1) == PictureState::Preview && !model.isSharp(1));
    }

    void whatIsWrongStandsInTheCell() {
        VariantModel model;
        model.setVariants(variants(1, 0));
        model.setFailed(0, "Out of clay");
        QCOMPARE(model.index(0).data(Qt::ToolTipRole).toString(), "Out of clay");
        QVERIFY(model.index(0).data(Qt::AccessibleTextRole).toString().contains("Out of clay"));
    }

    void marksAreReadAloud() {
        VariantModel model;
        auto made = variants(2, 0);
        made[1].pin = 0;
        made[1].isRejected = true;
        made[1].note = "warm, low";
        model.setVariants(made);
        const QString text = model.index(1).data(Qt::AccessibleTextRole).toString();
        for (const char* word : {"Variant 2 of 2", "pinned", "rejected", "warm, low"}) QVERIFY2(text.contains(word), qPrintable(text));
    }

    void draggedRowsComeInTheirOrder() {
        VariantModel model;
        model.setVariants(variants(4, 0));
        std::vector<int> dragged;
        model.setMakeMimeData([&](const std::vector<int>& rows) { return dragged = rows, new QMimeData; });
        delete model.mimeData({model.index(3), model.index(0)});
        QCOMPARE(dragged, (std::vector<int>{0, 3}));
    }

    void variantsAreFoundByTheirId() {
        VariantModel model;
        model.setVariants(variants(3, 0));
        QCOMPARE(model.rowOf(2), 1);
        QCOMPARE(model.rowOf(9), -1);
        QCOMPARE(model.rowOf(0), -1);
    }
};

QTEST_MAIN(VariantModelTest)
#include "variant_model_test.moc"
