#include <cmath>
#include <cstring>
#include <functional>
#include <limits>

#include <QTemporaryDir>
#include <QTest>

#include "core/base/random.h"
#include "core/nn/safetensors.h"
#include "core/nn/inference/synthesize.h"
#include "tests/support/sentence_of.h"

using namespace charrette;

namespace {

const char* const networkNames[] = {"conditional64", "resnet32", "unconditional32"};
const char* const outputNames[] = {"ws", "ws_psi07", "ws_psi07_cutoff4", "image_noise_const", "image_noise_none", "image_psi1"};

std::filesystem::path dataFile(const QString& network, const char* kind) {
    return std::filesystem::path(CHARRETTE_TEST_DATA) / "stylegan2" / (network.toStdString() + "." + kind + ".safetensors");
}

/// What `synthesizeFile` reads, to be changed.
struct Files {
    std::map<std::string, TensorBytes> weights, inputs;
    std::map<std::string, std::string> metadata;
};
using Change = std::function<void(Files&)>;

std::map<std::string, TensorBytes> copied(const SafetensorsFile& file) {
    std::map<std::string, TensorBytes> tensors;
    for (const auto& [name, view] : file.tensors()) tensors[name] = {view.type, view.shape, {view.bytes.begin(), view.bytes.end()}};
    return tensors;
}

Files filesOf(const QString& network) {
    const auto weights = SafetensorsFile::read(dataFile(network, "weights"));
    return {copied(weights), copied(SafetensorsFile::read(dataFile(network, "expected"))), weights.metadata()};
}

TensorBytes filled(std::vector<int64_t> shape, float value) {
    size_t count = 1;
    for (int64_t side : shape) count *= size_t(side);
    return TensorBytes::fromFloat(std::vector<float>(count, value), std::move(shape), TensorType::F32);
}

void setFirst(TensorBytes& tensor, float value) { std::memcpy(tensor.bytes.data(), &value, sizeof value); }

void inputRows() {
    const auto row = [](const char* name, const Change& change, const char* sentence) {
        QTest::newRow(name) << change << QString(sentence);
    };
    row(
        "z missing", [](Files& files) { files.inputs.erase("z"); }, "there is no tensor 'z'");
    row(
        "z too wide",
        [](Files& files) {
            files.inputs["z"] = filled({3, 65}, 0);
        },
        "tensor 'z' must have shape [N, 64]");
    row(
        "z with one dimension", [](Files& files) { files.inputs["z"] = filled({64}, 0); }, "tensor 'z' must have shape [N, 64]");
    row(
        "z without rows",
        [](Files& files) {
            files.inputs["z"] = filled({0, 64}, 0);
        },
        "tensor 'z' must have shape [N, 64], N at least 1");
    row(
        "c missing", [](Files& files) { files.inputs.erase("c"); }, "there is no tensor 'c'");
    row(
        "c too narrow",
        [](Files& files) {
            files.inputs["c"] = filled({3, 5}, 0);
        },
        "tensor 'c' must have shape [N, 6]");
    row(
        "fewer rows in c",
        [](Files& files) {
            files.inputs["c"] = filled({2, 6}, 0);
        },
        "'z' and 'c' must have the same number of rows");
}

void metadataRows() {
    const auto row = [](const char* name, const Change& change, const char* sentence) {
        QTest::newRow(name) << change << QString(sentence);
    };
    row(
        "no metadata", [](Files& files) { files.metadata.clear(); }, "the metadata do not say what network the weights belong to");
    row(
        "options are no JSON", [](Files& files) { files.metadata["options"] = "skip"; }, "generator options: is not valid JSON");
    row(
        "a size is missing", [](Files& files) { files.metadata["options"] = R"({"res": 64})"; }, "channels is missing");
}

void tensorRows() {
    const auto row = [](const char* name, const Change& change, const char* sentence) {
        QTest::newRow(name) << change << QString(sentence);
    };
    constexpr float infinity = std::numeric_limits<float>::infinity();
    row(
        "tensor missing", [](Files& files) { files.weights.erase("mapping.fc0.weight"); }, "there is no tensor 'mapping.fc0.weight'");
    row(
        "tensor of another shape", [](Files& files) { files.weights["mapping.fc1.bias"] = filled({63}, 0); },
        "tensor 'mapping.fc1.bias' has shape [63], but the network needs [64]");
    row(
        "not a number", [](Files& files) { setFirst(files.weights["synthesis.b8.conv1.weight"], std::nanf("")); },
        "tensor 'synthesis.b8.conv1.weight' holds values that are not finite");
    row(
        "infinite", [](Files& files) { setFirst(files.weights["mapping.w_avg"], -infinity); },
        "tensor 'mapping.w_avg' holds values that are not finite");
    row(
        "tensor too much", [](Files& files) { files.weights["synthesis.b128.conv0.weight"] = filled({1}, 0); },
        "tensor 'synthesis.b128.conv0.weight' does not belong to the network");
    row(
        "another filter", [](Files& files) { setFirst(files.weights["synthesis.b8.conv0.resample_filter"], 0.0625f); },
        "tensor 'synthesis.b8.conv0.resample_filter' is not the resampling filter [1, 3, 3, 1]");
    row(
        "a longer filter",
        [](Files& files) {
            files.weights["synthesis.b8.resample_filter"] = filled({6, 6}, 1 / 36.f);
        },
        "tensor 'synthesis.b8.resample_filter' is not the resampling filter [1, 3, 3, 1]");
}

}  // namespace

Q_DECLARE_METATYPE(Change)

class ReferenceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        for (const char* network : networkNames) synthesizeFile(dataFile(network, "weights"), dataFile(network, "expected"), made(network));
    }

    void everyOutputIsThatOfTheReference_data() {
        QTest::addColumn<QString>("network");
        QTest::addColumn<QString>("output");
        for (const char* network : networkNames)
            for (const char* output : outputNames) QTest::addRow("%s %s", network, output) << network << output;
    }

    void everyOutputIsThatOfTheReference() {
        QFETCH(QString, network);
        QFETCH(QString, output);
        const auto expectedFile = SafetensorsFile::read(dataFile(network, "expected")), actualFile = SafetensorsFile::read(made(network));
        const TensorView &expected = expectedFile.tensor(output.toStdString()), &actual = actualFile.tensor(output.toStdString());
        QCOMPARE(actual.shape, expected.shape);
        const auto a = actual.toFloat(), b = expected.toFloat();
        double largest = 0, difference = 0;
        for (size_t i = 0; i < b.size(); ++i) {
            largest = std::max(largest, double(std::abs(b[i])));
            difference = std::max(difference, double(std::abs(a[i] - b[i])));
        }
        QVERIFY2(difference <= 1e-4 * largest, qPrintable(QString("%1 of %2").arg(difference).arg(largest)));
    }

    void seedsGiveTheLatentsOfTheReference_data() {
        QTest::addColumn<QString>("network");
        for (const char* network : networkNames) QTest::newRow(network) << network;
    }

    void seedsGiveTheLatentsOfTheReference() {
        QFETCH(QString, network);
        const auto file = SafetensorsFile::read(dataFile(network, "expected"));
        const auto width = size_t(file.tensor("z").shape[1]);
        const auto z = file.tensor("z").toFloat();
        const uint32_t seeds[] = {0, 1, 42};
        for (size_t row = 0; row < 3; ++row) {
            const auto draws = standardNormal(seeds[row], width);
            for (size_t i = 0; i < width; ++i) QVERIFY(std::abs(z[row * width + i] - draws[i]) < 1e-6);
        }
    }

    void filesThatDoNotFitAreRefused_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("sentence");
        inputRows();
        metadataRows();
        tensorRows();
    }

    void filesThatDoNotFitAreRefused() {
        QFETCH(Change, change);
        QFETCH(QString, sentence);
        Files files = filesOf("conditional64");
        change(files);
        const auto weights = at("weights.safetensors"), inputs = at("inputs.safetensors"), out = at("out.safetensors");
        writeSafetensors(weights, files.weights, files.metadata);
        writeSafetensors(inputs, files.inputs, {});
        const QString actual = test::sentenceOf([&] { synthesizeFile(weights, inputs, out); });
        QVERIFY2(actual.contains(sentence), qPrintable(actual));
        QVERIFY(actual.contains("weights.safetensors") || actual.contains("inputs.safetensors"));
        QVERIFY(!std::filesystem::exists(out));
    }

private:
    std::filesystem::path at(const QString& name) const { return m_folder.filePath(name).toStdString(); }
    std::filesystem::path made(const QString& network) const { return at(network + ".made.safetensors"); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(ReferenceTest)
#include "reference_test.moc"
