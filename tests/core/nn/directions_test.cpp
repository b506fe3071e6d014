#include "core/nn/directions.h"

#include <cmath>
#include <limits>

#include <QTest>

#include "core/base/error.h"
#include "core/nn/weights.h"
#include "tests/support/sentence_of.h"
#include "tests/support/tiny_model.h"

using namespace charrette;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN(), infinite = std::numeric_limits<double>::infinity();

GeneratorOptions tinyOptions() {
    return {.resolution = 64, .latentSize = 12, .styleSize = 12, .mappingLayers = 1, .mappingRate = 1, .channels = {40, 30, 20, 12, 8}};
}

Card cardOf(const GeneratorOptions& options) {
    Card card = test::tinyCard();
    card.resolution = int(options.resolution);
    card.latentSize = int(options.latentSize);
    card.styleSize = int(options.styleSize);
    card.weightsHash = std::string(64, '0');
    card.parameters.clear();
    card.directions.clear();
    return card;
}

/// A generator with random weights.
Generator randomGenerator(const GeneratorOptions& options) {
    torch::manual_seed(5);
    return Generator(options);
}

/// Orthogonal axes [size, size], the same ones for the same seed.
torch::Tensor axesOf(uint64_t seed, int64_t size) {
    torch::manual_seed(seed);
    return std::get<0>(torch::linalg_qr(torch::randn({size, size})));
}

/// Rows of any length and sign, 4 of 8 along the first axis, 3 along the second, one along the third, and a little of everything.
torch::Tensor rowsAlong(const torch::Tensor& axes, int64_t count) {
    auto along = torch::tensor({0, 1, 0, 1, 0, 1, 0, 2}).repeat({(count + 7) / 8}).slice(0, 0, count);
    return axes.index_select(0, along) * torch::randn({count, 1}) * 3 + 0.001 * torch::randn({count, axes.size(1)});
}

/// A generator whose style vectors vary alike in every direction, and whose layers at 4² and 8², at 16² and 32², and at 64² read
/// them along the axes of the seeds 0, 1 and 2.
Generator knownGenerator() {
    torch::NoGradGuard guard;
    auto generator = randomGenerator(tinyOptions());
    auto weights = generator->named_parameters();
    weights["mapping.fc0.weight"].copy_(torch::eye(12) * std::sqrt(12.0));
    const std::map<std::string, int> rangeOf = {{"b4.conv1", 0},  {"b4.torgb", 0},  {"b8.conv0", 0},  {"b8.conv1", 0},  {"b8.torgb", 1},
                                                {"b16.conv0", 1}, {"b16.conv1", 1}, {"b16.torgb", 1}, {"b32.conv0", 1}, {"b32.conv1", 1},
                                                {"b32.torgb", 2}, {"b64.conv0", 2}, {"b64.conv1", 2}, {"b64.torgb", 2}};
    for (const auto& [name, range] : rangeOf) {
        auto& weight = weights["synthesis." + name + ".affine.weight"];
        weight.copy_(rowsAlong(axesOf(uint64_t(range), 12), weight.size(0)));
    }
    return generator;
}

torch::Tensor valuesOf(const Direction& direction) { return torch::tensor(direction.values).to(torch::kFloat64); }

double cosine(const torch::Tensor& a, const torch::Tensor& b) {
    return std::abs(torch::cosine_similarity(a.to(torch::kFloat64), b.to(torch::kFloat64), 0).item<double>());
}

const Direction& directionNamed(const std::vector<Direction>& directions, const std::string& name) {
    for (const Direction& direction : directions)
        if (direction.name == name) return direction;
    throw Error("there is no direction " + name);
}

void damage(Generator& generator, const std::string& weight, double value) {
    torch::NoGradGuard guard;
    generator->named_parameters()[weight].fill_(value);
}

}  // namespace

class DirectionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void factorsOfTheWeightsAreRecovered_data() {
        QTest::addColumn<std::string>("group");
        QTest::addColumn<int>("seed");
        QTest::addColumn<int>("firstLayer");
        QTest::addColumn<int>("lastLayer");
        QTest::newRow("4² and 8²") << std::string("form") << 0 << 0 << 2;
        QTest::newRow("16² and 32²") << std::string("detail") << 1 << 3 << 6;
        QTest::newRow("64²") << std::string("surface") << 2 << 7 << 9;
    }

    void factorsOfTheWeightsAreRecovered() {
        QFETCH(std::string, group);
        QFETCH(int, seed);
        QFETCH(int, firstLayer);
        QFETCH(int, lastLayer);
        auto generator = knownGenerator();
        auto axes = axesOf(uint64_t(seed), 12), factors = principalAxes(weightGram(*generator, firstLayer, lastLayer));
        auto directions = findDirections(generator, cardOf(tinyOptions()));
        for (int i = 0; i < 3; ++i) {
            const Direction& direction = directionNamed(directions, group + " " + std::to_string(i + 1));
            QVERIFY(direction.firstLayer == firstLayer && direction.lastLayer == lastLayer);
            QVERIFY(cosine(axes[i], factors[i]) > 0.99);
            QVERIFY(cosine(axes[i], valuesOf(direction)) > 0.99);
        }
    }

    void theLengthOfAWeightsRowDoesNotMatter() {
        auto generator = knownGenerator();
        auto before = weightGram(*generator, 0, 2);
        torch::NoGradGuard guard;
        generator->named_parameters()["synthesis.b8.conv1.affine.weight"].mul_(torch::rand({30, 1}) + 0.5);
        QVERIFY(torch::allclose(weightGram(*generator, 0, 2), before, 1e-5, 1e-5));
    }

    /// The reference is a singular value decomposition, which never sees a covariance.
    void componentsAreThoseOfAReferenceDecomposition() {
        auto generator = randomGenerator(tinyOptions());
        const Card card = cardOf(tinyOptions());
        auto styles = sampledStyles(generator, card)[0].to(torch::kFloat64);
        QCOMPARE(styles.size(0), 10000);
        auto [u, lengths, axes] = torch::linalg_svd(styles - styles.mean(0), false);
        auto directions = findDirections(generator, card);
        for (int i = 0; i < 8; ++i) {
            const Direction& direction = directionNamed(directions, "overall " + std::to_string(i + 1));
            auto values = valuesOf(direction), expected = axes[i] * axes[i].dot(values).sign();
            QVERIFY((values - expected).abs().max().item<double>() < 1e-4);
            QVERIFY(std::abs(direction.deviation - lengths[i].item<double>() / std::sqrt(9999.0)) < 1e-4);
            QVERIFY(direction.firstLayer == 0 && direction.lastLayer == 9);
        }
    }

    void aDeviationIsThatOfTheProjection() {
        auto generator = knownGenerator();
        const Card card = cardOf(tinyOptions());
        auto styles = sampledStyles(generator, card)[0].to(torch::kFloat64);
        for (const Direction& direction : findDirections(generator, card))
            QVERIFY(std::abs(direction.deviation / styles.mv(valuesOf(direction)).std().item<double>() - 1) < 1e-5);
    }

    void whatTheConditionDecidesDoesNotCount() {
        torch::manual_seed(1);
        auto axes = axesOf(7, 6).to(torch::kFloat64);
        auto ofCondition = 100 * torch::randn({50, 1, 1}, torch::kFloat64) * axes[0],
             ofLatent = 2 * torch::randn({50, 200, 1}, torch::kFloat64) * axes[1];
        auto covariance = covarianceWithin(ofCondition + ofLatent);
        QVERIFY(cosine(principalAxes(covariance)[0], axes[1]) > 0.999);
        QVERIFY(std::abs(axes[1].dot(covariance.mv(axes[1])).item<double>() - 4) < 0.2);
        QVERIFY(axes[0].dot(covariance.mv(axes[0])).item<double>() < 1e-6);
    }

    void aConditionalModelIsSampledByItsParameters() {
        Card card = test::tinyCard();
        auto options = tinyOptions();
        options.conditionSize = 6;
        card.latentSize = card.styleSize = 12;
        auto generator = randomGenerator(options);
        auto styles = sampledStyles(generator, card);
        QVERIFY(styles.sizes() == torch::IntArrayRef({100, 100, 12}));
        QVERIFY(styles.mean(1).std(0).min().item<double>() > 0.01);
    }

    void theLargestEntryOfAnAxisIsPositive() {
        auto matrix = torch::diag(torch::tensor({3.0, 2.0, 1.0}, torch::kFloat64));
        QVERIFY(torch::equal(principalAxes(matrix), torch::eye(3, torch::kFloat64)));
        auto turned = axesOf(3, 3).to(torch::kFloat64);
        auto axes = principalAxes(turned.t().mm(matrix).mm(turned));
        for (int i = 0; i < 3; ++i) {
            QVERIFY(cosine(axes[i], turned[i]) > 0.999);
            QVERIFY(axes[i].max().item<double>() == axes[i].abs().max().item<double>());
        }
    }

    void theSameModelGivesTheSameDirections() {
        auto generator = randomGenerator(tinyOptions());
        auto once = findDirections(generator, cardOf(tinyOptions()));
        torch::manual_seed(99);
        auto again = findDirections(generator, cardOf(tinyOptions()));
        QCOMPARE(once.size(), again.size());
        for (size_t i = 0; i < once.size(); ++i) {
            QVERIFY(once[i].name == again[i].name && once[i].values == again[i].values);
            QVERIFY(once[i].deviation == again[i].deviation);
        }
    }

    void aCardTakesThem_data() {
        QTest::addColumn<int>("resolution");
        QTest::addColumn<int>("latentSize");
        QTest::addColumn<int>("count");
        QTest::newRow("16², no surface") << 16 << 12 << 16;
        QTest::newRow("32²") << 32 << 12 << 20;
        QTest::newRow("128²") << 128 << 12 << 20;
        QTest::newRow("three latent values") << 64 << 3 << 12;
        QTest::newRow("more latent values than style values") << 64 << 30 << 20;
    }

    void aCardTakesThem() {
        QFETCH(int, resolution);
        QFETCH(int, latentSize);
        QFETCH(int, count);
        auto options = tinyOptions();
        options.resolution = resolution;
        options.latentSize = latentSize;
        options.channels = referenceChannels(resolution, 128, 8);
        Card card = cardOf(options);
        auto generator = randomGenerator(options);
        card.directions = findDirections(generator, card);
        QCOMPARE(int(card.directions.size()), count);
        checkCard(card, "card");
        for (const Direction& direction : card.directions) QVERIFY(direction.lastLayer < options.styleLayers());
    }

    void styleVectorsThatNeverVaryHaveNoDirections() {
        auto generator = randomGenerator(tinyOptions());
        damage(generator, "mapping.fc0.weight", 0);
        QVERIFY(findDirections(generator, cardOf(tinyOptions())).empty());
    }

    void weightsThatReadNothingStillHaveComponents() {
        auto generator = randomGenerator(tinyOptions());
        for (const char* layer : {"b4.conv1", "b4.torgb", "b8.conv0", "b8.conv1"})
            damage(generator, std::string("synthesis.") + layer + ".affine.weight", 0);
        QCOMPARE(findDirections(generator, cardOf(tinyOptions())).size(), size_t(20));
    }

    void damagedWeightsAreRefused_data() {
        QTest::addColumn<std::string>("weight");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("what");
        for (double value : {notANumber, infinite}) {
            QTest::addRow("mapping, %g", value) << std::string("mapping.fc0.weight") << value << "style vectors";
            QTest::addRow("synthesis, %g", value) << std::string("synthesis.b16.conv0.affine.weight") << value << "weights";
        }
    }

    void damagedWeightsAreRefused() {
        QFETCH(std::string, weight);
        QFETCH(double, value);
        QFETCH(QString, what);
        auto generator = randomGenerator(tinyOptions());
        damage(generator, weight, value);
        const QString actual = test::sentenceOf([&] { findDirections(generator, cardOf(tinyOptions())); });
        QCOMPARE(actual, "No directions can be computed: the model's " + what + " are not finite");
    }
};

QTEST_GUILESS_MAIN(DirectionsTest)
#include "directions_test.moc"
