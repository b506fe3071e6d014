#include "core/nn/evaluation/parameter_reader.h"

#include <cmath>
#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "core/nn/safetensors.h"
#include "tests/support/sentence_of.h"
#include "tests/support/tiny_dataset.h"

using namespace charrette;
using Split = TrainingSet::Split;

class ParameterReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        torch::set_num_threads(1);
        test::writeTinyDataset(path("data"), {.resolution = 16, .count = 240, .aux = test::Aux::No});
        const auto data = Dataset::open(path("data"));
        const TrainingSet training(data, Split::Training, 16, 3, Roles{data.parameters()}, torch::kCPU);
        m_heldOut = std::make_unique<TrainingSet>(data, Split::HeldOut, 16, 3, Roles{data.parameters()}, torch::kCPU);
        m_subject = {data.parameters(), "a recipe", 16};
        const Augmentation augmentation{.mirror = true, .mirrorNegates = {}, .shift = 1};
        m_reader = learnedReader(training, m_subject, augmentation, {.images = 9600}, 0x5EED, [](double) {}, {});
    }

    void largerPicturesAreHalved() {
        torch::NoGradGuard guard;
        const auto pictures = m_heldOut->batch(torch::arange(4)).pictures;
        const auto larger = pictures.repeat_interleave(2, 2).repeat_interleave(2, 3);
        QVERIFY(torch::allclose(m_reader.network(larger).outputs, m_reader.network(pictures).outputs, 1e-4, 1e-4));
    }

    void whatIsPaintedIsRead() {
        const auto batch = m_heldOut->batch(torch::arange(m_heldOut->size()));
        const auto read = outputs(m_reader);
        const auto radius = batch.conditions.select(1, 0);
        const double error = (read.select(1, 0) - radius).square().mean().item<double>() / radius.var(0, false).item<double>();
        QVERIFY2(error < 0.1, qPrintable(QString::number(error)));
        QVERIFY(torch::equal(read.narrow(1, 1, 3).argmax(1), batch.conditions.narrow(1, 1, 3).argmax(1)));
        QCOMPARE(m_reader.images, int64_t(9600));
    }

    void featuresAreAboutEquallySpread() {
        const auto deviations = reading(m_reader).features.std(0);
        QVERIFY(deviations.min().item<double>() > 0.01 && deviations.max().item<double>() < 5);
    }

    void aKeptReaderReadsTheSame() {
        saveReader(path("reader.safetensors"), m_reader);
        auto kept = loadReader(path("reader.safetensors"));
        QVERIFY(torch::equal(outputs(kept), outputs(m_reader)));
        QCOMPARE(kept.images, m_reader.images);
        QVERIFY(fits(kept, m_subject));
    }

    void aReaderFitsItsOwnPicturesOnly() {
        auto other = m_subject;
        other.recipe = "another";
        QVERIFY(!fits(m_reader, other));
        other = m_subject;
        other.resolution = 32;
        QVERIFY(!fits(m_reader, other));
        other = m_subject;
        other.parameters[1].choices[0] = "pink";
        QVERIFY(!fits(m_reader, other));
        other = m_subject;
        other.parameters[0].distribution.mean += 1;
        QVERIFY(fits(m_reader, other));
    }

    void whatIsNoReaderIsRefused() {
        std::ofstream(path("letter")) << "This is a letter.";
        QVERIFY(!test::sentenceOf([&] { loadReader(path("letter")); }).isEmpty());
        writeSafetensors(path("other.safetensors"), {{"weight", TensorBytes::fromFloat(std::vector<float>{1}, {1}, TensorType::F32)}}, {});
        QVERIFY(test::sentenceOf([&] { loadReader(path("other.safetensors")); }).contains("other.safetensors: it does not hold a regressor"));
        auto wrong = m_reader;
        wrong.parameters.pop_back();
        saveReader(path("wrong.safetensors"), wrong);
        QVERIFY(test::sentenceOf([&] { loadReader(path("wrong.safetensors")); }).contains("outputs do not fit its parameters"));
    }

    void conditionsAreRestated() {
        auto from = test::discParameters(), to = from;
        from[0].distribution.mean = 10;
        from[0].distribution.deviation = 2;
        to[0].distribution.mean = 4;
        to[0].distribution.deviation = 8;
        const auto read = torch::tensor({{1.0f, 0.1f, 0.2f, 0.3f}, {-3.0f, 1.0f, 0.0f, 0.0f}});
        const auto said = restated(read, from, to);
        QVERIFY(torch::allclose(said, torch::tensor({{1.0f, 0.1f, 0.2f, 0.3f}, {0.0f, 1.0f, 0.0f, 0.0f}})));
        QVERIFY(torch::allclose(restated(said, to, from), read));
    }

    void theLossIsTheMeanOverParameters() {
        const auto parameters = test::discParameters();
        const auto truth = torch::tensor({{1.0f, 0.0f, 1.0f, 0.0f}}), even = torch::tensor({{3.0f, 0.0f, 0.0f, 0.0f}});
        QVERIFY(std::abs(readingLoss(even, truth, parameters).item<double>() - (4 + std::log(3)) / 2) < 1e-6);
    }

    void picturesAreMovedWithoutBeingChanged() {
        auto picture = torch::zeros({1, 1, 16, 16});
        picture[0][0][8][8] = 1;
        bool moved = false;
        for (uint64_t seed = 0; seed < 40; ++seed) {
            const auto shown = movedAtRandom(picture, 2, seed);
            QVERIFY(shown.sizes() == picture.sizes() && shown.sum().item<double>() == 1);
            QVERIFY(shown.narrow(2, 6, 5).narrow(3, 6, 5).sum().item<double>() == 1);
            QVERIFY(torch::equal(shown, movedAtRandom(picture, 2, seed)));
            moved |= !torch::equal(shown, picture);
        }
        QVERIFY(moved && torch::equal(movedAtRandom(picture, 0, 7), picture));
    }

private:
    std::filesystem::path path(const QString& name) const { return m_folder.filePath(name).toStdString(); }

    Reading reading(ParameterReader& reader) const {
        return readInChunks(reader.network, m_heldOut->size(),
                            [&](int64_t first, int64_t count) { return m_heldOut->batch(torch::arange(first, first + count)).pictures; });
    }
    torch::Tensor outputs(ParameterReader& reader) const { return reading(reader).outputs; }

    QTemporaryDir m_folder;
    std::unique_ptr<TrainingSet> m_heldOut;
    ReaderSubject m_subject;
    ParameterReader m_reader;
};

QTEST_GUILESS_MAIN(ParameterReaderTest)
#include "parameter_reader_test.moc"
