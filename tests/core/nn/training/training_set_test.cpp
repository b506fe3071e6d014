#include "core/nn/training/training_set.h"

#include <algorithm>
#include <numeric>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/design/condition.h"
#include "core/design/latent_parameter.h"
#include "tests/support/sentence_of.h"
#include "tests/support/tiny_dataset.h"

using namespace charrette;
using Split = TrainingSet::Split;

namespace {

std::vector<int64_t> numbers(const torch::Tensor& indices) {
    return {indices.data_ptr<int64_t>(), indices.data_ptr<int64_t>() + indices.numel()};
}

}  // namespace

class TrainingSetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::writeTinyDataset(path("data"), {.resolution = 32, .count = 20}); }

    void theSplitsShareNothing() {
        const auto data = Dataset::open(path("data"));
        TrainingSet training(data, Split::Training, 32, 3, {data.parameters()}, torch::kCPU);
        TrainingSet heldOut(data, Split::HeldOut, 32, 3, {data.parameters()}, torch::kCPU);
        const auto held = std::ranges::count_if(data.entries(), [](const DatasetEntry& entry) { return entry.heldOut; });
        QVERIFY(held > 0);
        QCOMPARE(heldOut.size(), int64_t(held));
        QCOMPARE(training.size(), int64_t(20 - held));
    }

    void batchesHoldPicturesAndConditions_data() {
        QTest::addColumn<int>("channels");
        QTest::newRow("colour") << 3;
        QTest::newRow("coverage and depth too") << 5;
    }

    void batchesHoldPicturesAndConditions() {
        QFETCH(int, channels);
        const auto data = Dataset::open(path("data"));
        TrainingSet training(data, Split::Training, 32, channels, {data.parameters()}, torch::kCPU);
        auto batch = training.batch(torch::tensor({int64_t(0)}));
        QVERIFY(batch.pictures.sizes() == torch::IntArrayRef({1, channels, 32, 32}));
        const auto entry = std::ranges::find(data.entries(), false, &DatasetEntry::heldOut);
        const auto picture = data.picture(size_t(entry - data.entries().begin()), channels);
        auto expected = torch::tensor(std::vector<float>(picture.pixels.begin(), picture.pixels.end())).view_as(batch.pictures) / 127.5 - 1;
        QVERIFY(torch::allclose(batch.pictures, expected, 0, 1e-6));
        QVERIFY(torch::equal(batch.conditions[0], torch::tensor(conditionVector(data.parameters(), entry->values))));
    }

    void picturesAreHalvedToTheResolution() {
        const auto data = Dataset::open(path("data"));
        TrainingSet full(data, Split::Training, 32, 5, {data.parameters()}, torch::kCPU);
        TrainingSet quarter(data, Split::Training, 8, 5, {data.parameters()}, torch::kCPU);
        auto all = torch::arange(full.size());
        auto expected = torch::avg_pool2d(full.batch(all).pictures, 4);
        QVERIFY((quarter.batch(all).pictures - expected).abs().max().item<double>() < 0.51 / 127.5);
    }

    void aBatchTakesTheRowsThatWereAsked() {
        const auto data = Dataset::open(path("data"));
        TrainingSet training(data, Split::Training, 32, 3, {data.parameters()}, torch::kCPU);
        auto batch = training.batch(torch::tensor({int64_t(3), int64_t(1), int64_t(3)}));
        QVERIFY(torch::equal(batch.pictures[0], batch.pictures[2]));
        QVERIFY(torch::equal(batch.pictures[1], training.batch(torch::tensor({int64_t(1)})).pictures[0]));
        QVERIFY(torch::equal(batch.conditions[1], training.batch(torch::tensor({int64_t(1)})).conditions[0]));
    }

    void numbersCanBelongToTheLatentCode() {
        const auto data = Dataset::open(path("data"));
        const auto roles = rolesOf(data.parameters(), {"radius"});
        QVERIFY(roles.conditions.size() == 1 && roles.conditions[0].name == "colour" && roles.latents.size() == 1);
        TrainingSet training(data, Split::Training, 32, 3, roles, torch::kCPU);
        auto batch = training.batch(torch::tensor({int64_t(1)}));
        std::vector<DatasetEntry> trained;
        std::ranges::copy_if(data.entries(), std::back_inserter(trained), [](const DatasetEntry& entry) { return !entry.heldOut; });
        const double radius = std::get<double>(trained[1].values.at("radius"));
        QVERIFY(batch.latents.sizes() == torch::IntArrayRef({1, 1}) && batch.conditions.size(1) == 3);
        QCOMPARE(batch.latents.item<float>(), float(normalScore(roles.latents[0], radius)));
        TrainingSet plain(data, Split::Training, 32, 3, {data.parameters()}, torch::kCPU);
        QVERIFY(!plain.batch(torch::tensor({int64_t(1)})).latents.defined());
    }

    void onlyNumbersCanBelongToTheLatentCode() {
        const auto refused = [](const char* name) { return test::sentenceOf([&] { rolesOf(test::discParameters(), {name}); }); };
        QCOMPARE(refused("colour"), "Training options: latent_parameters names 'colour', which is not a number of the data set");
        auto whole = test::discParameters();
        whole[0].kind = ParameterKind::Integer;
        QVERIFY(test::sentenceOf([&] { rolesOf(whole, {"radius"}); }).contains("'radius', which is not a number of the data set"));
        QCOMPARE(refused("height"), "Training options: latent_parameters names 'height', which is not a number of the data set");
    }

    void normalScoresFollowTheHistogram() {
        Parameter parameter;
        parameter.minimum = 10;
        parameter.maximum = 20;
        const auto near = [&](double value, double score) { return std::abs(normalScore(parameter, value) - score) < 1e-3; };
        QVERIFY(near(15, 0) && near(18.4134, 1) && near(11.5866, -1));
        QVERIFY(near(10, -3.0902) && near(20, 3.0902));
        parameter.distribution.histogram = {0.25, 0.75};
        QVERIFY(near(15, -0.6745) && near(12.5, -1.1503) && near(10, -3.0902) && near(20, 3.0902));
        parameter.distribution.histogram = {1, 0, 0};
        QVERIFY(near(15, 3.0902) && near(10 + 5.0 / 3, 0));
    }

    void setsThatDoNotFitAreRefused() {
        test::writeTinyDataset(path("plain"), {.resolution = 16, .count = 4, .aux = test::Aux::No, .heldOutShare = 0});
        const auto data = Dataset::open(path("plain"));
        const auto refused = [&](Split split, int64_t resolution, int64_t channels) {
            return test::sentenceOf([&] { TrainingSet(data, split, resolution, channels, {data.parameters()}, torch::kCPU); });
        };
        QVERIFY(refused(Split::HeldOut, 16, 3).startsWith("The data set has no held-out pictures"));
        QVERIFY(refused(Split::Training, 32, 3).startsWith("The data set has pictures of 16 pixels, but the network makes 32"));
        QVERIFY(refused(Split::Training, 16, 5).contains("has no depth and coverage"));
        QVERIFY(refused(Split::Training, 16, 3).isEmpty());
    }

    void aDamagedPictureIsLeftOut() {
        test::writeTinyDataset(path("damaged"), {.resolution = 16, .count = 6, .aux = test::Aux::No, .heldOutShare = 0});
        QFile shard(QString::fromStdString((path("damaged") / "shard-0000.charrette-data").string()));
        QVERIFY(shard.open(QIODevice::ReadWrite) && shard.seek(shard.size() - 20) && shard.write("damage") == 6);
        shard.close();
        const auto data = Dataset::open(path("damaged"));
        TrainingSet training(data, Split::Training, 16, 3, {data.parameters()}, torch::kCPU);
        QCOMPARE(training.size(), int64_t(5));
        QCOMPARE(training.skipped().size(), size_t(1));
        QVERIFY(QString::fromStdString(training.skipped()[0]).contains("disc-5"));
        auto last = training.batch(torch::tensor({int64_t(4)}));
        QVERIFY(torch::equal(last.conditions[0], torch::tensor(conditionVector(data.parameters(), data.entries()[4].values))));
    }

    void readingCanBeStopped() {
        std::stop_source stop;
        stop.request_stop();
        const auto data = Dataset::open(path("data"));
        const auto read = [&] { TrainingSet(data, Split::Training, 32, 3, {data.parameters()}, torch::kCPU, stop.get_token()); };
        QCOMPARE(test::sentenceOf(read), "Stopped while the data set was read");
    }

    void mirroringTurnsPicturesAndNegatesWhatIsNamed() {
        Parameter lean, tilt, height;
        lean.name = "lean", tilt.name = "tilt", height.name = "height";
        lean.distribution = {.mean = 1, .deviation = 2, .histogram = {}};
        const Batch batch{.pictures = torch::arange(12, torch::kFloat32).view({2, 3, 1, 2}),
                          .conditions = torch::tensor({{0.5f, 3.f}, {0.25f, 4.f}}),
                          .latents = torch::tensor({{0.75f}, {0.125f}})};
        const Roles roles{{lean, height}, {tilt}};
        const auto mirrored = Mirror(roles, {"tilt", "lean"}).apply(batch, torch::tensor({true, false}));
        QVERIFY(torch::equal(mirrored.pictures[0], batch.pictures[0].flip({2})) && torch::equal(mirrored.pictures[1], batch.pictures[1]));
        QVERIFY(torch::equal(mirrored.conditions, torch::tensor({{-1.5f, 3.f}, {0.25f, 4.f}})));  // a lean of 2 becomes one of -2
        QVERIFY(torch::equal(mirrored.latents, torch::tensor({{-0.75f}, {0.125f}})));
        QCOMPARE(test::sentenceOf([&] { Mirror(roles, {"twist"}); }),
                 "Training options: mirror_negates names 'twist', which is not a number of the data set");
    }

    void everyRoundIsAPermutation() {
        Shuffle shuffle(37, 5);
        std::vector<int64_t> all(37);
        std::iota(all.begin(), all.end(), int64_t(0));
        std::vector<int64_t> last;
        for (int64_t round = 0; round < 5; ++round) {
            auto order = numbers(shuffle.at(37 * round, 37)), sorted = order;
            std::ranges::sort(sorted);
            QCOMPARE(sorted, all);
            QVERIFY(order != last);
            last = order;
        }
    }

    void theOrderDoesNotDependOnTheChunks_data() {
        QTest::addColumn<int>("chunk");
        for (int chunk : {1, 7, 10, 23}) QTest::addRow("%d", chunk) << chunk;
    }

    void theOrderDoesNotDependOnTheChunks() {
        QFETCH(int, chunk);
        Shuffle whole(10, 3), pieces(10, 3);
        const auto expected = numbers(whole.at(0, 46));
        std::vector<int64_t> actual;
        for (int64_t first = 0; first + chunk <= 46; first += chunk)
            for (int64_t index : numbers(pieces.at(first, chunk))) actual.push_back(index);
        QCOMPARE(actual, std::vector(expected.begin(), expected.begin() + std::ptrdiff_t(actual.size())));
        QCOMPARE(numbers(pieces.at(5, 12)), std::vector(expected.begin() + 5, expected.begin() + 17));
    }

    void theSeedDecidesTheOrder() {
        QCOMPARE(numbers(Shuffle(50, 1).at(0, 50)), numbers(Shuffle(50, 1).at(0, 50)));
        QVERIFY(numbers(Shuffle(50, 1).at(0, 50)) != numbers(Shuffle(50, 2).at(0, 50)));
    }

    void theOrderIsTheSameOnEveryMachine() { QCOMPARE(numbers(Shuffle(8, 0).at(0, 8)), (std::vector<int64_t>{4, 5, 2, 0, 7, 1, 3, 6})); }

private:
    std::filesystem::path path(const QString& name) const { return m_folder.filePath(name).toStdString(); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TrainingSetTest)
#include "training_set_test.moc"
