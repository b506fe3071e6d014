#include "ui/lineage/lineage_model.h"

#include <QBuffer>
#include <QtTest>

#include "tests/core/board/sample_board.h"

using namespace charrette;
using namespace charrette::test;

class LineageModelTest : public QObject {
    Q_OBJECT

private:
    /// A board whose every variant has a picture of one colour.
    struct Sample {
        QTemporaryDir folder;
        Board board = Board::create(pathIn(folder, "a.charrette"));

        /// The new generation's variants.
        std::vector<VariantId> add(Operation operation, const std::vector<VariantId>& parents, Qt::GlobalColor colour) {
            auto variants = sampledVariants(uint32_t(colour), 2);
            for (NewVariant& variant : variants) variant.parents = parents;
            const auto generation = board.addGeneration({.operation = operation, .variants = variants});
            const auto ids = idsOf(board.variants({.generation = generation}));
            const QByteArray bytes = png(colour);
            for (VariantId id : ids)
                board.storePictures(
                    std::array{NewPicture{id, PictureKind::Thumbnail, std::as_bytes(std::span(bytes.data(), size_t(bytes.size())))}});
            return ids;
        }
        static QByteArray png(Qt::GlobalColor colour) {
            QImage image(4, 4, QImage::Format_RGB32);
            image.fill(colour);
            QBuffer buffer;
            image.save(&buffer, "PNG");
            return buffer.data();
        }
    };
    static QColor colourOf(const LineageModel& model, int row) {
        return model.index(row).data(LineageModel::PictureRole).value<QImage>().pixelColor(1, 1);
    }
    static std::vector<bool> marked(const LineageModel& model) {
        std::vector<bool> all;
        for (int row = 0; row < model.rowCount(); ++row) all.push_back(model.index(row).data(LineageModel::LineRole).toBool());
        return all;
    }

private Q_SLOTS:
    void aBranchHasALaneOfItsOwn() {
        Sample sample;
        sample.add(Operation::Sample, {}, Qt::red);
        const GenerationId first = sample.board.currentGeneration();
        sample.add(Operation::Explore, {}, Qt::green);
        sample.board.showGeneration(first);
        sample.add(Operation::Breed, {}, Qt::blue);
        LineageModel model;
        model.show(sample.board);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.lanes(), 2);
        QCOMPARE(model.laneOf(1), 0);
        QCOMPARE(model.laneOf(2), 1);
        QCOMPARE(model.index(2).data(LineageModel::ParentRowRole).toInt(), 0);
        QCOMPARE(model.index(1).data(LineageModel::PassingLanesRole).value<QList<int>>(), QList<int>({1}));
        QCOMPARE(model.index(1).data().toString(), QString("Explored"));
        QCOMPARE(model.currentRow(), 2);
    }

    void anUndoneGenerationStaysAsSuch() {
        Sample sample;
        sample.add(Operation::Sample, {}, Qt::red);
        sample.add(Operation::Explore, {}, Qt::green);
        LineageModel model;
        model.show(sample.board);
        QVERIFY(!model.index(1).data(LineageModel::UndoneRole).toBool());
        sample.board.undo();
        model.show(sample.board);
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(model.index(1).data(LineageModel::UndoneRole).toBool());
        QVERIFY(model.index(1).data(Qt::AccessibleTextRole).toString().contains("undone"));
        sample.add(Operation::Breed, {}, Qt::blue);
        model.show(sample.board);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.lanes(), 2);
    }

    void theLineOfAVariantShowsItsAncestors() {
        Sample sample;
        const auto red = sample.add(Operation::Sample, {}, Qt::red);
        sample.board.rate(std::array{red[1]}, 5);
        const QByteArray black = Sample::png(Qt::black);
        sample.board.storePictures(
            std::array{NewPicture{red[0], PictureKind::Thumbnail, std::as_bytes(std::span(black.data(), size_t(black.size())))}});
        sample.add(Operation::Sample, {}, Qt::green);
        const auto blue = sample.add(Operation::Breed, {red[0]}, Qt::blue);
        LineageModel model;
        model.show(sample.board);
        QCOMPARE(colourOf(model, 0), QColor(Qt::red));  // of the best variant
        QCOMPARE(marked(model), std::vector<bool>({false, false, false}));
        model.markLine(blue[1]);
        QCOMPARE(marked(model), std::vector<bool>({true, false, true}));
        QCOMPARE(colourOf(model, 0), QColor(Qt::black));  // of the ancestor
        QVERIFY(model.index(0).data(Qt::AccessibleTextRole).toString().contains("selected variant's line"));
        model.markLine(0);
        QCOMPARE(marked(model), std::vector<bool>({false, false, false}));
        QCOMPARE(colourOf(model, 0), QColor(Qt::red));
    }
};

QTEST_MAIN(LineageModelTest)
#include "lineage_model_test.moc"
