#include "core/nn/training/trainer.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/nn/ops.h"
#include "core/nn/training/report.h"
#include "core/nn/weights.h"
#include "tests/support/sentence_of.h"
#include "tests/support/tiny_dataset.h"

using namespace charrette;
using Split = TrainingSet::Split;

namespace {

TrainingOptions tinyOptions() {
    TrainingOptions options;
    options.resolution = 32;
    options.imageChannels = 5;
    options.latentSize = 8;
    options.styleSize = 16;
    options.mappingLayers = 1;
    options.channels = {16, 16, 16};
    options.stages = {{.resolution = 16, .images = 400, .batch = 8}, {.resolution = 32, .batch = 8}};
    return options;
}

/// What can grow to the networks of `tinyOptions`.
TrainingOptions smallOptions() {
    auto options = tinyOptions();
    options.resolution = 16;
    options.channels = {16, 16};
    options.stages = {{.resolution = 16, .batch = 8}};
    return options;
}

/// Both kinds of stages: five steps from pairs, then adversarial ones.
TrainingOptions adversarialOptions() {
    auto options = tinyOptions();
    options.stages = {{.resolution = 32, .images = 40, .batch = 8}, {.resolution = 32, .batch = 8, .adversarial = true}};
    options.adversarial.penaltyInterval = 3;
    return options;
}

/// Every tensor a file holds, and its metadata.
QByteArray contents(const std::filesystem::path& file) {
    QFile opened(QString::fromStdString(file.string()));
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

using Change = std::function<void(std::map<std::string, TensorBytes>&, std::map<std::string, std::string>&)>;

void changeFile(const std::filesystem::path& file, const Change& change) {
    std::map<std::string, TensorBytes> tensors;
    const auto read = SafetensorsFile::read(file);
    for (const auto& [name, view] : read.tensors()) tensors[name] = {view.type, view.shape, {view.bytes.begin(), view.bytes.end()}};
    auto metadata = read.metadata();
    change(tensors, metadata);
    writeSafetensors(file, tensors, metadata);
}

void replace(std::string& text, const std::string& from, const std::string& to) { text.replace(text.find(from), from.size(), to); }

}  // namespace

Q_DECLARE_METATYPE(Change)
Q_DECLARE_METATYPE(charrette::TrainingOptions)

class TrainerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        torch::set_num_threads(1);
        test::writeTinyDataset(path("data"), {.resolution = 32, .count = 40});
        const auto data = Dataset::open(path("data"));
        m_training = std::make_unique<TrainingSet>(data, Split::Training, 32, 5, Roles{data.parameters()}, torch::kCPU);
        m_heldOut = std::make_unique<TrainingSet>(data, Split::HeldOut, 32, 5, Roles{data.parameters()}, torch::kCPU);
    }

    void trainingImprovesTheDistance() {
        Trainer trainer(tinyOptions(), 4, torch::kCPU);
        const double before = heldOutErrors(trainer.averaged(), *m_heldOut, 32).absolute;
        train(trainer, 150);
        const double after = heldOutErrors(trainer.averaged(), *m_heldOut, 32).absolute;
        QVERIFY2(after < 0.3 * before, qPrintable(QString("from %1 to %2").arg(before).arg(after)));
    }

    void augmentationGrowsWhileTheDiscriminatorIsRight() {
        auto options = adversarialOptions();
        options.stages.erase(options.stages.begin());
        options.adversarial.augmentImages = 80;
        Trainer trainer(options, 4, torch::kCPU);
        double expected = 0;
        bool grew = false;
        for (int i = 0; i < 40; ++i) {
            const double ranked = trainer.step(batchAt(trainer), 1).at("ranked").item<double>();
            expected = std::clamp(expected + (ranked > 0.6 ? 0.1 : -0.1), 0.0, 0.8);
            QVERIFY2(std::abs(trainer.augmentation() - expected) < 1e-9, qPrintable(QString::number(i)));
            grew |= expected > 0;
        }
        QVERIFY(grew);
        trainer.save(path("augmented"));
        QCOMPARE(Trainer::load(path("augmented"), torch::kCPU)->augmentation(), trainer.augmentation());
    }

    void stagesFollowOneAnother() {
        Trainer trainer(tinyOptions(), 4, torch::kCPU);
        train(trainer, 49);
        QCOMPARE(trainer.stage().resolution, int64_t(16));
        train(trainer, 1);
        QCOMPARE(trainer.stage().resolution, int64_t(32));
        QCOMPARE(trainer.images(), int64_t(400));
        QCOMPARE(trainer.steps(), int64_t(50));
    }

    void ratesMoveEvenlyToAStagesOwn() {
        auto options = tinyOptions();
        options.stages = {{.resolution = 16, .images = 8, .batch = 8}, {.resolution = 32, .images = 16, .batch = 8, .rate = 0.5}};
        Trainer asked(options, 4, torch::kCPU);
        options.stages[1].rate = 1;
        Trainer told(options, 4, torch::kCPU);
        for (double rate : {1.0, 1.0, 0.75, 0.5, 0.5}) {
            const auto batch = batchAt(asked);
            QCOMPARE(asked.step(batch, 1).at("distance").item<double>(), told.step(batch, rate).at("distance").item<double>());
        }
    }

    void anAdversarialStageDoesNotBeginWithAPairStagesRate() {
        auto options = adversarialOptions();
        options.stages = {{.resolution = 32, .images = 8, .batch = 8, .rate = 0.1},
                          {.resolution = 32, .batch = 8, .adversarial = true, .rate = 0.5}};
        Trainer asked(options, 4, torch::kCPU);
        options.stages[0].rate = options.stages[1].rate = 1;
        Trainer told(options, 4, torch::kCPU);
        for (double rate : {0.1, 0.5, 0.5}) {
            const auto batch = batchAt(asked);
            QCOMPARE(asked.step(batch, 1).at("distance").item<double>(), told.step(batch, rate).at("distance").item<double>());
        }
    }

    void savingAndGoingOnChangesNothing_data() {
        QTest::addColumn<TrainingOptions>("options");
        QTest::newRow("from pairs") << tinyOptions();
        QTest::newRow("adversarially") << adversarialOptions();
        auto augmented = adversarialOptions();
        augmented.adversarial.augmentImages = 50;
        QTest::newRow("augmented") << augmented;
        auto unfolded = adversarialOptions();
        unfolded.noise = true;
        unfolded.adversarial.fold = false;
        unfolded.adversarial.jitter = 1;
        unfolded.adversarial.grain = 0.1;
        QTest::newRow("unfolded, with noise, jitter and grain") << unfolded;
    }

    void savingAndGoingOnChangesNothing() {
        QFETCH(TrainingOptions, options);
        Trainer whole(options, 4, torch::kCPU), first(options, 4, torch::kCPU);
        train(whole, 20);
        train(first, 10);
        first.facts["note"] = "kept";
        first.save(path("half"));
        auto second = Trainer::load(path("half"), torch::kCPU);
        QVERIFY(second->facts == first.facts);
        second->facts.clear();
        train(*second, 10);
        whole.save(path("whole"));
        second->save(path("resumed"));
        QVERIFY(!contents(path("whole")).isEmpty());
        QVERIFY(contents(path("whole")) == contents(path("resumed")));
        QVERIFY(torch::equal(firstPicture(whole), firstPicture(*second)));
    }

    void aPairsCheckpointGoesOnWithANewDiscriminator() {
        Trainer pairs(adversarialOptions(), 4, torch::kCPU);
        train(pairs, 5);
        pairs.save(path("pairs"));
        changeFile(path("pairs"), [](auto& tensors, auto& metadata) {
            QVERIFY(std::ranges::none_of(tensors, [](const auto& tensor) { return tensor.first.starts_with("discriminator"); }));
            replace(metadata["training"], "\"discriminator_steps\":0,", "");
        });
        auto resumed = Trainer::load(path("pairs"), torch::kCPU);
        for (int i = 0; i < 4; ++i) QCOMPARE(distanceOfAStep(*resumed), distanceOfAStep(pairs));
    }

    void adversarialStepsMoveBothOpponents() {
        Trainer trainer(adversarialOptions(), 4, torch::kCPU);
        train(trainer, 5 + int(adversarialOptions().adversarial.penaltyInterval));
        trainer.save(path("before"));
        const auto losses = trainer.step(batchAt(trainer), 1);
        QVERIFY(losses.contains("penalty") && losses.contains("features") && losses.contains("condition_read"));
        trainer.save(path("after"));
        for (const char* name : {"network.generator.synthesis.b4.conv1.weight", "network.encoder.fc.weight", "discriminator.fc.weight"})
            QVERIFY2(tensorOf("before", name) != tensorOf("after", name), name);
    }

    void aRunThatGoesOnTakesOtherOptions() {
        Trainer trainer(tinyOptions(), 4, torch::kCPU);
        train(trainer, 1);
        trainer.save(path("old"));
        auto changed = Trainer::load(path("old"), torch::kCPU, [](TrainingOptions options) {
            options.linearRate = 0.5;
            return options;
        });
        QCOMPARE(changed->options().linearRate, 0.5);
        QCOMPARE(changed->images(), int64_t(8));
        auto same = Trainer::load(path("old"), torch::kCPU);
        train(*changed, 1);
        train(*same, 1);
        QVERIFY(!torch::equal(firstPicture(*changed), firstPicture(*same)));
    }

    void theSeedDecidesTheRun() {
        auto other = tinyOptions();
        other.seed = 1;
        Trainer a(tinyOptions(), 4, torch::kCPU), b(tinyOptions(), 4, torch::kCPU), c(other, 4, torch::kCPU);
        QCOMPARE(distanceOfAStep(a), distanceOfAStep(b));
        QVERIFY(distanceOfAStep(a) != distanceOfAStep(c));
    }

    void aLossThatIsNotFiniteChangesNothing_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<bool>("adversarial");
        QTest::newRow("not a number") << std::nan("") << false;
        QTest::newRow("infinite") << std::numeric_limits<double>::infinity() << false;
        QTest::newRow("adversarially") << std::nan("") << true;
    }

    void aLossThatIsNotFiniteChangesNothing() {
        QFETCH(double, value);
        QFETCH(bool, adversarial);
        auto options = tinyOptions();
        options.stages.back() = {.resolution = 32, .batch = 8, .adversarial = adversarial};
        options.stages.erase(options.stages.begin());
        Trainer trainer(options, 4, torch::kCPU);
        train(trainer, 2);
        trainer.save(path("before"));
        auto batch = batchAt(trainer);
        batch.pictures[0][0][5][5] = value;
        const QString sentence = test::sentenceOf([&] { trainer.step(batch, 1); });
        QVERIFY2(sentence.contains("is not a finite number after 16 pictures; the last checkpoint is good"), qPrintable(sentence));
        trainer.save(path("after"));
        QVERIFY(contents(path("before")) == contents(path("after")));
        QVERIFY(std::isfinite(distanceOfAStep(trainer)));
    }

    void aRunCanGrowAdditionsWhichChangeNothingAtFirst() {
        Trainer trainer(tinyOptions(), 4, torch::kCPU);
        train(trainer, 5);
        trainer.save(path("ungrown"), Trainer::Size::Compact);
        auto same = Trainer::load(path("ungrown"), torch::kCPU);
        auto grown = Trainer::load(path("ungrown"), torch::kCPU, [](TrainingOptions options) {
            options.additionsUpTo = 16;
            return options;
        });
        QVERIFY(torch::equal(firstPicture(*grown), firstPicture(*same)));
        QCOMPARE(grown->steps(), int64_t(0));
        auto addition = [&] {
            return namedTensors(*grown->averaged().generator).at("synthesis.b16.addition.weight").abs().max().item<float>();
        };
        QCOMPARE(addition(), 0.f);
        train(*grown, 2);
        QVERIFY(addition() > 0);
        grown->save(path("grown"));
        QVERIFY(torch::equal(firstPicture(*Trainer::load(path("grown"), torch::kCPU)), firstPicture(*grown)));
        QCOMPARE(test::sentenceOf([&] { Trainer::load(path("grown"), torch::kCPU, [](TrainingOptions) { return tinyOptions(); }); }),
                 QString::fromStdString(path("grown").string()) +
                     ": its networks have the additions_up_to 16, not 8, which can grow, not shrink");
    }

    void aRunCanGrowToALargerResolution() {
        Trainer(smallOptions(), 4, torch::kCPU).save(path("small"), Trainer::Size::Compact);
        auto grow = [](TrainingOptions) {
            auto options = tinyOptions();
            options.channels = {16, 16, 8};
            options.stages = {{.resolution = 32, .batch = 8}};
            return options;
        };
        auto same = Trainer::load(path("small"), torch::kCPU), grown = Trainer::load(path("small"), torch::kCPU, grow);
        QCOMPARE(grown->steps(), int64_t(0));
        auto tensorsOf = [](Trainer& trainer) {
            auto networks = trainer.averaged();
            auto tensors = namedTensors(*networks.generator);
            for (const auto& [name, tensor] : namedTensors(*networks.encoder)) tensors["encoder." + name] = tensor;
            return tensors;
        };
        const auto before = tensorsOf(*same), after = tensorsOf(*grown);
        for (const auto& [name, tensor] : before)
            if (!name.starts_with("encoder.from_picture") && !name.starts_with("synthesis.b8.torgb"))
                QVERIFY2(torch::equal(after.at(name), tensor), name.c_str());
        // The larger network's picture at the smaller one's features is the smaller one's, each 2 x 2 pixels averaged.
        auto ws = same->averaged().generator->styles(torch::ones({2, 8}), torch::zeros({2, 4}));
        auto whole = same->averaged().generator->synthesis->forwardTo(16, ws),
             half = grown->averaged().generator->synthesis->forwardTo(8, ws);
        const double apart = (half - halved(whole)).abs().mean().item<double>(), contrast = whole.std().item<double>();
        QVERIFY2(apart < 0.1 * contrast, qPrintable(QString("%1 of %2").arg(apart).arg(contrast)));
        auto added = [&] { return tensorsOf(*grown).at("synthesis.b16.torgb.weight").abs().max().item<float>(); };
        QCOMPARE(added(), 0.f);

        train(*grown, 2);
        QVERIFY(added() > 0);
        grown->save(path("large"));
        auto resumed = Trainer::load(path("large"), torch::kCPU);
        train(*grown, 2);
        train(*resumed, 2);
        QVERIFY(torch::equal(firstPicture(*resumed), firstPicture(*grown)));
    }

    void aRunCanBeginALastBlock() {
        Trainer(tinyOptions(), 4, torch::kCPU).save(path("shuffled"), Trainer::Size::Compact);
        auto begin = [](TrainingOptions options) {
            options.lastChannels = 8;
            return options;
        };
        auto same = Trainer::load(path("shuffled"), torch::kCPU), grown = Trainer::load(path("shuffled"), torch::kCPU, begin);
        QCOMPARE(grown->averaged().generator->options().lastStep, LastStep::Convolution);
        QCOMPARE(grown->steps(), int64_t(0));
        const auto encoder = namedTensors(*grown->averaged().encoder);
        for (const auto& [name, tensor] : namedTensors(*same->averaged().encoder)) QVERIFY2(torch::equal(encoder.at(name), tensor), name.c_str());
        // Nothing is lost but what tells the four pixels apart that were made at once.
        const auto before = halved(firstPicture(*same)), after = halved(firstPicture(*grown));
        QCOMPARE(firstPicture(*grown).size(2), int64_t(32));
        const double apart = (after - before).abs().mean().item<double>(), contrast = before.std().item<double>();
        QVERIFY2(apart < 0.2 * contrast, qPrintable(QString("%1 of %2").arg(apart).arg(contrast)));

        train(*grown, 2);
        grown->save(path("last block"));
        auto resumed = Trainer::load(path("last block"), torch::kCPU);
        train(*grown, 2);
        train(*resumed, 2);
        QVERIFY(torch::equal(firstPicture(*resumed), firstPicture(*grown)));
        QCOMPARE(test::sentenceOf([&] { Trainer::load(path("last block"), torch::kCPU, [](TrainingOptions) { return tinyOptions(); }); }),
                 QString::fromStdString(path("last block").string()) +
                     ": its networks have the last_channels 8, not 0, which later ones go on from");
    }

    void damagedFilesDoNotGrow_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no layer") << Change([](auto& tensors, auto&) { tensors.erase("network.generator.synthesis.b8.conv0.weight"); })
                                  << "b8.conv0.weight";
        QTest::newRow("no addition") << Change([](auto& tensors, auto&) {
            tensors.erase("network.generator.synthesis.b8.addition.weight");
        }) << "b8.addition.weight";
        QTest::newRow("another picture layer") << Change([](auto& tensors, auto&) {
            tensors["network.generator.synthesis.b8.torgb.bias"] = tensors.at("network.generator.synthesis.b8.conv1.bias");
        }) << "'network.generator.synthesis.b8.torgb.bias' does not fit";
    }

    void damagedFilesDoNotGrow() {
        QFETCH(Change, change);
        QFETCH(QString, sentence);
        Trainer(smallOptions(), 4, torch::kCPU).save(path("damaged"));
        changeFile(path("damaged"), change);
        auto grow = [](TrainingOptions) { return tinyOptions(); };
        const auto actual = test::sentenceOf([&] { Trainer::load(path("damaged"), torch::kCPU, grow); });
        QVERIFY2(actual.contains(sentence), qPrintable(actual));
    }

    void anotherDiscriminatorBeginsAnew() {
        Trainer trainer(adversarialOptions(), 4, torch::kCPU);
        train(trainer, 7);
        trainer.save(path("before"));
        for (auto change : {+[](AdversarialOptions& options) { options.fold = false; },
                            +[](AdversarialOptions& options) { options.fewestChannels = 24; },
                            +[](AdversarialOptions& options) { options.coloursOnly = true; }}) {
            auto changed = Trainer::load(path("before"), torch::kCPU, [&](TrainingOptions options) {
                change(options.adversarial);
                return options;
            });
            QVERIFY(torch::equal(firstPicture(*changed), firstPicture(trainer)));
            train(*changed, 2);
            changed->save(path("changed"));
            QVERIFY(torch::equal(firstPicture(*Trainer::load(path("changed"), torch::kCPU)), firstPicture(*changed)));
        }
    }

    void aCompactCheckpointIsAThirdOfTheSizeAndGoesOn() {
        auto options = tinyOptions();
        options.averageImages = 1;  // what is averaged is not in it
        Trainer trainer(options, 4, torch::kCPU);
        train(trainer, 5);
        trainer.save(path("full"));
        trainer.save(path("compact"), Trainer::Size::Compact);
        QVERIFY(std::filesystem::file_size(path("compact")) < 0.33 * double(std::filesystem::file_size(path("full"))));
        auto loaded = Trainer::load(path("compact"), torch::kCPU);
        QCOMPARE(loaded->images(), trainer.images());
        QVERIFY(torch::allclose(firstPicture(*loaded), firstPicture(trainer), 0.02, 0.02));
        QVERIFY(std::abs(distanceOfAStep(*loaded) - distanceOfAStep(trainer)) < 0.02);
    }

    void damagedCheckpointsAreRefused_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const Change& change, const char* sentence) {
            QTest::newRow(name) << change << QString(sentence);
        };
        const auto state = [&](const char* from, const char* to, const char* sentence) {
            row(
                to, [=](auto&, auto& metadata) { replace(metadata["training"], from, to); }, sentence);
        };
        row(
            "no state", [](auto&, auto& metadata) { metadata.clear(); }, "it is not a checkpoint of a training run");
        row(
            "state is no JSON", [](auto&, auto& metadata) { metadata["training"] = "{"; }, "training: is not valid JSON");
        state("\"images\":8", "\"images\":-8", "has a number below 0");
        state("\"steps\":1", "\"steps\":-1", "has a number below 0");
        state("\"discriminator_steps\":0", "\"discriminator_steps\":-1", "has a number below 0");
        state("\"discriminator_steps\":0", "\"discriminator_steps\":\"a\"", "the state of the training run cannot be read");
        state("\"steps\":1", "\"steps\":\"1\"", "the state of the training run cannot be read");
        state("\"condition_size\":4", "\"condition_size\":-4", "condition size must be from 0 to 4096, not -4");
        state("\"latent_size\":8", "\"latent_size\":0", "latent size must be from 1 to 4096, not 0");
        state("\"latent_size\":8", "\"latent_size\":9", "does not fit the run's networks");
        state("\"image_channels\":5", "\"image_channels\":4", "image channels must be 3 or 5");
        state("\"channels\":[16,16,16]", "\"channels\":[16,16]", "the number of channel counts must be from 3 to 3, not 2");
        state("\"style_size\"", "\"stile_size\"", "do not have a field 'stile_size'");
        row(
            "tensor missing", [](auto& tensors, auto&) { tensors.erase("network.encoder.fc.bias"); },
            "there is no tensor 'network.encoder.fc.bias'");
        row(
            "not a number",
            [](auto& tensors, auto&) { tensors["average.values"].bytes[3] = tensors["average.values"].bytes[2] = std::byte(0xff); },
            "tensor 'average.values' holds values that are not finite");
    }

    void damagedCheckpointsAreRefused() {
        QFETCH(Change, change);
        QFETCH(QString, sentence);
        Trainer trainer(tinyOptions(), 4, torch::kCPU);
        train(trainer, 1);
        trainer.save(path("damaged"));
        changeFile(path("damaged"), change);
        const QString actual = test::sentenceOf([&] { Trainer::load(path("damaged"), torch::kCPU); });
        QVERIFY2(actual.contains(sentence), qPrintable(actual));
    }

    void aSmallFileCannotAskForLargeNetworks() {
        Trainer(tinyOptions(), 4, torch::kCPU).save(path("greedy"));
        changeFile(path("greedy"), [](auto&, auto& metadata) { replace(metadata["training"], "[16,16,16]", "[4096,4096,4096]"); });
        const auto sentence = test::sentenceOf([&] { Trainer::load(path("greedy"), torch::kCPU); });
        QVERIFY2(sentence.contains("values, but the network that the metadata describe needs at least"), qPrintable(sentence));
    }

    void optionsThatDoNotFitAreRefused() {
        auto options = tinyOptions();
        options.styleSize = 0;
        const auto sentence = test::sentenceOf([&] { Trainer(options, 4, torch::kCPU); });
        QCOMPARE(sentence, "Training options: generator options: style size must be from 1 to 4096, not 0");
    }

private:
    std::filesystem::path path(const QString& name) const { return m_folder.filePath(name).toStdString(); }

    std::vector<std::byte> tensorOf(const QString& file, const std::string& name) const {
        const auto read = SafetensorsFile::read(path(file));
        const auto& bytes = read.tensor(name).bytes;
        return {bytes.begin(), bytes.end()};
    }

    Batch batchAt(const Trainer& trainer) const {
        return m_training->batch(Shuffle(m_training->size(), 0).at(trainer.images(), trainer.stage().batch));
    }

    void train(Trainer& trainer, int steps) const {
        for (int i = 0; i < steps; ++i) trainer.step(batchAt(trainer), 1);
    }

    double distanceOfAStep(Trainer& trainer) const { return trainer.step(batchAt(trainer), 1).at("distance").item<double>(); }

    /// What the averaged networks make of the first held-out picture.
    torch::Tensor firstPicture(Trainer& trainer) const {
        torch::NoGradGuard guard;
        auto networks = trainer.averaged();
        auto batch = m_heldOut->batch(torch::zeros({1}, torch::kInt64));
        auto mean = networks.encoder(batch.pictures.narrow(1, 0, 3)).mean;
        return networks.generator->synthesis(networks.generator->styles(mean, batch.conditions, 0.9), NoiseKind::Constant);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<TrainingSet> m_training, m_heldOut;
};

QTEST_GUILESS_MAIN(TrainerTest)
#include "trainer_test.moc"
