#include "core/nn/encoder.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include "tests/core/nn/options_reading.h"

using namespace charrette;

namespace {

const EncoderOptions usual{.resolution = 32, .latentSize = 6, .conditionSize = 4, .channels = {12, 10, 8}, .hidden = 20};

EncoderOptions readOptions(const nlohmann::json& object) { return encoderOptionsFromMetadata({{"encoder", object.dump()}}, "a file"); }

Encoding randomEncoding(int64_t count) {
    torch::manual_seed(2);
    return {torch::randn({count, 5}), torch::randn({count, 5}), torch::zeros({count, 0})};
}

/// Of each picture from the standard normal distribution, in doubles; the mean of them.
double plainDivergence(const Encoding& encoding) {
    double sum = 0;
    for (int64_t i = 0; i < encoding.mean.size(0); ++i) {
        for (int64_t j = 0; j < encoding.mean.size(1); ++j) {
            double mean = encoding.mean[i][j].item<double>(), variance = std::exp(encoding.logVariance[i][j].item<double>());
            sum += (mean * mean + variance - std::log(variance) - 1) / 2;
        }
    }
    return sum / double(encoding.mean.size(0));
}

}  // namespace

Q_DECLARE_METATYPE(charrette::EncoderOptions)

class EncoderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void encodingsHaveTheirShapes_data() {
        QTest::addColumn<EncoderOptions>("options");
        QTest::newRow("32") << usual;
        QTest::newRow("16") << EncoderOptions{.resolution = 16, .latentSize = 3, .conditionSize = 0, .channels = {6, 5}};
        QTest::newRow("64") << EncoderOptions{.resolution = 64, .latentSize = 9, .conditionSize = 1, .channels = {6, 5, 4, 3}};
    }

    void encodingsHaveTheirShapes() {
        QFETCH(EncoderOptions, options);
        Encoder encoder(options);
        auto encoding = encoder(torch::randn({3, 3, options.resolution, options.resolution}));
        QVERIFY(encoding.mean.sizes() == torch::IntArrayRef({3, options.latentSize}));
        QVERIFY(encoding.logVariance.sizes() == torch::IntArrayRef({3, options.latentSize}));
        QVERIFY(encoding.condition.sizes() == torch::IntArrayRef({3, options.conditionSize}));
        QVERIFY(encoding.sample().sizes() == encoding.mean.sizes());
    }

    void theLogarithmOfTheVarianceIsBounded() {
        Encoder encoder(usual);
        auto encoding = encoder(1e4 * torch::randn({2, 3, 32, 32}));
        QVERIFY(encoding.logVariance.abs().max().item<double>() <= 8);
        QVERIFY(std::isfinite(encoding.divergence().item<double>()));
    }

    void theDivergenceIsTheFormula() {
        for (int64_t count : {1, 7}) {
            auto encoding = randomEncoding(count);
            double expected = plainDivergence(encoding);
            QVERIFY(std::abs(encoding.divergence().item<double>() - expected) < 1e-5 * expected);
        }
    }

    void theStandardNormalDistributionHasNoDivergence() {
        Encoding encoding{torch::zeros({3, 4}), torch::zeros({3, 4}), {}};
        QCOMPARE(encoding.divergence().item<double>(), 0.0);
    }

    void drawsHaveMeanAndVariance() {
        torch::manual_seed(8);
        auto mean = torch::tensor({0.5f, -2.f, 0.f}), variance = torch::tensor({0.25f, 4.f, 1.f});
        constexpr int64_t count = 40'000;
        Encoding encoding{mean.expand({count, 3}), variance.log().expand({count, 3}), {}};
        auto draws = encoding.sample();
        QVERIFY(torch::allclose(draws.mean(0), mean, 0, 0.05));
        QVERIFY(torch::allclose(draws.var(0), variance, 0.05, 0));
    }

    void drawsPassGradientsToMeanAndVariance() {
        auto encoding = randomEncoding(3);
        encoding.mean.requires_grad_();
        encoding.logVariance.requires_grad_();
        encoding.sample().square().sum().backward();
        QVERIFY(encoding.mean.grad().abs().min().item<double>() > 0);
        QVERIFY(encoding.logVariance.grad().abs().min().item<double>() > 0);
    }

    void gradientsReachEveryParameter() {
        torch::manual_seed(5);
        Encoder encoder(usual);
        auto encoding = encoder(torch::randn({2, 3, 32, 32}));
        (encoding.sample().square().sum() + encoding.divergence() + encoding.condition.square().sum()).backward();
        for (const auto& item : encoder->named_parameters()) {
            const auto& gradient = item.value().grad();
            QVERIFY2(gradient.defined() && torch::isfinite(gradient).all().item<bool>(), item.key().c_str());
            QVERIFY2(gradient.abs().sum().item<double>() > 0, item.key().c_str());
        }
    }

    void jsonBringsBackTheSameOptions() {
        QCOMPARE(toJson(readOptions(toJson(usual))).dump(), toJson(usual).dump());
        QCOMPARE(readOptions(toJson(usual)).channels, usual.channels);
    }

    void badOptionsAreRefused_data() {
        test::badFieldColumns();
        const auto row = test::badFieldRow;
        row(R"({"resolution": 48})", "resolution must be a power of two");
        row(R"({"resolution": 8})", "resolution must be a power of two from 16 to 1024");
        row(R"({"resolution": 1e300})", "resolution must be at most 9007199254740992");
        row(R"({"resolution": "32"})", "resolution must be a number, not '32'");
        row(R"({"latent_size": 0})", "latent size must be from 1 to 4096, not 0");
        row(R"({"latent_size": 2.5})", "latent_size must be a whole number, not 2.5");
        row(R"({"condition_size": -1})", "condition size must be from 0 to 4096, not -1");
        row(R"({"hidden": 5000})", "hidden must be from 1 to 4096, not 5000");
        row(R"({"channels": 16})", "channels must be a list, not 16");
        row(R"({"channels": [32, 1e300, 8]})", "channels must be at most 9007199254740992");
        row(R"({"channels": [32, 16]})", "the number of channel counts must be from 3 to 3, not 2");
        row(R"({"channels": [32, 16, 0]})", "channels must be from 1 to 4096, not 0");
        row(R"({"colour": 5})", "has an unknown field 'colour'");
    }

    void badOptionsAreRefused() { test::checkBadFields(toJson(usual), readOptions, "a file: encoder options"); }

    void everyFieldIsNeeded() {
        test::checkMissingFields(toJson(usual), readOptions, "a file: encoder options");
        QVERIFY(test::sentenceOf([] { encoderOptionsFromMetadata({}, "a file"); }).contains("do not hold an encoder's options"));
    }
};

QTEST_GUILESS_MAIN(EncoderTest)
#include "encoder_test.moc"
