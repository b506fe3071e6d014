#include "core/nn/training/objective.h"

#include <QTest>

#include "core/nn/training/adam.h"

using namespace charrette;

namespace {

TrainingOptions tiny() {
    TrainingOptions options;
    options.resolution = 32;
    options.imageChannels = 5;
    options.latentSize = 8;
    options.styleSize = 16;
    options.channels = {16, 16, 16};
    options.structureWeight = options.reliefWeight = 0.5;
    return options;
}

/// Flat colours with a covered square in the middle.
Batch batch() {
    torch::manual_seed(3);
    auto pictures = (torch::rand({8, 5, 1, 1}) * 2 - 1).repeat({1, 1, 32, 32});
    pictures.narrow(1, 3, 1).fill_(-1);
    pictures.narrow(1, 3, 1).narrow(2, 8, 16).narrow(3, 8, 16).fill_(1);
    return {.pictures = pictures, .conditions = torch::randn({8, 4})};
}

/// Networks that always begin alike, and what they lose.
struct Networks {
    Networks() {
        torch::manual_seed(5);
        both = std::make_shared<Autoencoder>(tiny(), 4);
        discriminator = Discriminator(discriminatorOptions(tiny(), 4));
    }
    void computeIn(torch::ScalarType type) {
        both->computeIn(type);
        discriminator->computeIn(type);
    }
    Objective objective(bool adversarial, const torch::Tensor& augmentation = {}, const TrainingOptions& options = tiny()) {
        torch::manual_seed(9);
        if (!adversarial) return pairObjective(*both, batch(), options, 32);
        return adversarialObjective(*both, discriminator, batch(), options, Penalty::Yes, augmentation);
    }
    std::shared_ptr<Autoencoder> both;
    Discriminator discriminator{nullptr};
};

torch::Tensor gradient(const torch::Tensor& scalar, const torch::nn::Module& module) {
    return FlatParameters(module.parameters()).gradientOf(scalar, Graph::Kept);
}

double likeness(const torch::Tensor& a, const torch::Tensor& b) { return torch::cosine_similarity(a, b, 0).item<double>(); }

}  // namespace

class ObjectiveTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sixteenBitsLoseAboutTheSame_data() {
        QTest::addColumn<bool>("adversarial");
        QTest::newRow("from pairs") << false;
        QTest::newRow("adversarially") << true;
    }

    void sixteenBitsLoseAboutTheSame() {
        QFETCH(bool, adversarial);
        Networks full, half;
        half.computeIn(torch::kBFloat16);
        const auto expected = full.objective(adversarial), actual = half.objective(adversarial);
        for (const auto& [name, loss] : expected.losses) {
            QVERIFY2(actual.losses.at(name).scalar_type() == torch::kFloat32, name.c_str());
            if (name != "ranked")
                QVERIFY2(torch::allclose(actual.losses.at(name), loss, 0.1, 0.01), qPrintable(QString::fromStdString(name)));
        }
        QVERIFY(!torch::equal(actual.total, expected.total));
        QVERIFY(likeness(gradient(actual.total, *half.both), gradient(expected.total, *full.both)) > 0.98);
        if (adversarial)
            QVERIFY(likeness(gradient(actual.judged, *half.discriminator), gradient(expected.judged, *full.discriminator)) > 0.98);
    }

    void theDiscriminatorSeesDistortedPicturesAndThePairsDoNot() {
        Networks networks;
        const auto plain = networks.objective(true), unchanged = networks.objective(true, torch::zeros({})),
                   distorted = networks.objective(true, torch::ones({}));
        const auto lost = [](const Objective& objective, const char* name) { return objective.losses.at(name); };
        QVERIFY(torch::allclose(lost(unchanged, "discriminator"), lost(plain, "discriminator"), 1e-4, 1e-5));
        QVERIFY(!torch::allclose(lost(distorted, "features"), lost(plain, "features"), 1e-3, 1e-5));
        QVERIFY(torch::equal(lost(distorted, "distance"), lost(plain, "distance")));
        QVERIFY(gradient(distorted.total, *networks.both).abs().sum().item<double>() > 0);
    }

    void theDiscriminatorAloneSeesGrainAndJitter() {
        auto grainy = tiny(), moved = tiny();
        grainy.adversarial.grain = 0.2;
        moved.adversarial.jitter = 2;
        Networks networks;
        const auto plain = networks.objective(true);
        for (const auto& options : {grainy, moved}) {
            const auto changed = networks.objective(true, {}, options);
            QVERIFY(!torch::allclose(changed.losses.at("features"), plain.losses.at("features"), 1e-3, 1e-5));
            for (const char* name : {"distance", "condition_read", "latent_read"})
                QVERIFY2(torch::equal(changed.losses.at(name), plain.losses.at(name)), name);
            QVERIFY(gradient(changed.total, *networks.both).abs().sum().item<double>() > 0);
        }
    }

    void coverageAndDepthCanBeHiddenFromTheDiscriminator() {
        auto hidden = tiny();
        hidden.adversarial.coloursOnly = true;
        Networks networks;
        networks.discriminator = Discriminator(discriminatorOptions(hidden, 4));
        torch::manual_seed(9);
        auto judged = [&](const Batch& batch) {
            torch::manual_seed(9);
            return adversarialObjective(*networks.both, networks.discriminator, batch, hidden, Penalty::Yes, {}).losses.at("penalty");
        };
        auto other = batch();
        other.pictures.narrow(1, 4, 1).fill_(0.5);
        const auto expected = judged(batch());
        QVERIFY(torch::equal(judged(other), expected));
        other.pictures.narrow(1, 0, 1).neg_();
        QVERIFY(!torch::equal(judged(other), expected));
    }

    void coloursCountMoreWhenSaturated() {
        auto strong = tiny();
        strong.saturation = 3;
        Networks networks;
        const auto plain = networks.objective(true), more = networks.objective(true, {}, strong);
        for (const char* name : {"distance", "gradient"})
            QVERIFY2(more.losses.at(name).item<double>() > plain.losses.at(name).item<double>(), name);
        QVERIFY(!torch::allclose(more.losses.at("features"), plain.losses.at("features"), 1e-3, 1e-5));
        for (const char* name : {"structure", "condition_read", "latent_read"})
            QVERIFY2(torch::equal(more.losses.at(name), plain.losses.at(name)), name);
    }

    void whatIsReadFromThePictureCountsAtTheFullResolution() {
        auto reading = tiny();
        reading.readingWeight = 2;
        Networks networks;
        const auto without = networks.objective(false), with = networks.objective(false, {}, reading);
        QVERIFY(!without.losses.contains("condition_read"));
        QVERIFY(torch::allclose(with.total, without.total + 2 * with.losses.at("condition_read")));
        QVERIFY(gradient(with.losses.at("condition_read"), *networks.both->generator).abs().sum().item<double>() > 0);
        torch::manual_seed(9);
        QVERIFY(!pairObjective(*networks.both, batch(), reading, 16).losses.contains("condition_read"));
    }

    void noiseChangesThePictureOnceItsStrengthIsLearned() {
        auto noisy = tiny();
        noisy.noise = true;
        Networks networks;
        QVERIFY(torch::equal(networks.objective(false, {}, noisy).total, networks.objective(false).total));
        torch::NoGradGuard guard;
        for (auto& item : networks.both->named_parameters())
            if (item.key().ends_with("noise_strength")) item.value().fill_(0.5);
        QVERIFY(!torch::equal(networks.objective(false, {}, noisy).losses.at("distance"), networks.objective(false).losses.at("distance")));
    }

    void knownLatentsAreTakenAsKnown() {
        Networks networks;
        auto known = batch();
        known.latents = torch::randn({8, 8});
        const auto lost = [&](const Batch& rows, uint64_t seed) {
            torch::manual_seed(seed);
            return pairObjective(*networks.both, rows, tiny(), 32).losses;
        };
        const auto once = lost(known, 1), again = lost(known, 2), guessed = lost(batch(), 2);
        QVERIFY(torch::equal(once.at("distance"), again.at("distance")));
        QVERIFY(!torch::equal(once.at("distance"), guessed.at("distance")));
        QCOMPARE(once.at("divergence").item<double>(), 0.0);
        QVERIFY(!guessed.contains("latents"));
        auto other = known;
        other.latents = -known.latents;
        QVERIFY(!torch::equal(lost(other, 1).at("distance"), once.at("distance")));
    }

    void theEncoderLearnsToReadKnownLatents() {
        Networks networks;
        auto known = batch();
        known.latents = torch::randn({8, 3});
        torch::manual_seed(1);
        const auto objective = pairObjective(*networks.both, known, tiny(), 32);
        const auto read = networks.both->encoder(known.pictures.narrow(1, 0, 3));
        const auto mean = read.mean.narrow(1, 0, 3), variance = read.logVariance.narrow(1, 0, 3).exp();
        const auto expected = 0.5 * (variance.log() + (mean - known.latents).square() / variance).mean();
        QVERIFY(torch::allclose(objective.losses.at("latents"), expected, 1e-5, 1e-6));
        const Encoding rest{read.mean.narrow(1, 3, 5), read.logVariance.narrow(1, 3, 5), read.condition};
        QVERIFY(torch::allclose(objective.losses.at("divergence"), rest.divergence(), 1e-5, 1e-6));
    }

    void adversarialStagesKeepKnownLatentsToTheEncodedHalf() {
        Networks networks;
        auto known = batch();
        known.latents = torch::zeros({8, 8});
        const auto lost = [&](const Batch& rows) {
            torch::manual_seed(4);
            return adversarialObjective(*networks.both, networks.discriminator, rows, tiny(), Penalty::No).losses;
        };
        auto second = known;
        second.latents = torch::cat({known.latents.narrow(0, 0, 4), torch::ones({4, 8})});
        QVERIFY(torch::equal(lost(known).at("generator"), lost(second).at("generator")));
        second.latents = torch::cat({torch::ones({4, 8}), known.latents.narrow(0, 0, 4)});
        QVERIFY(!torch::equal(lost(known).at("generator"), lost(second).at("generator")));
    }
};

QTEST_GUILESS_MAIN(ObjectiveTest)
#include "objective_test.moc"
