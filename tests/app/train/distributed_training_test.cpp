#include <algorithm>
#include <cmath>
#include <memory>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "core/nn/safetensors.h"
#include "core/nn/training/run.h"
#include "tests/support/files.h"
#include "tests/support/run_program.h"
#include "tests/support/tiny_dataset.h"

using namespace charrette;

namespace {

/// Ten steps from pairs, then ten adversarial ones, two of them with a penalty.
const QByteArray tinyOptions =
    R"({"resolution": 16, "image_channels": 5, "latent_size": 4, "style_size": 8, "mapping_layers": 1, "channels": [8, 8], "mirror": true,
        "latent_parameters": ["radius"], "noise": true, "reading_weight": 0.5, "adversarial": {"fold": false, "jitter": 1, "grain": 0.1},
        "stages": [{"resolution": 8, "images": 80, "batch": 8}, {"resolution": 16, "batch": 8, "adversarial": true}]})";

constexpr int steps = 20, batch = 8;

/// A port that was free a moment ago.
int freePort() {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(listener);
    return ntohs(address.sin_port);
}

double largestDifference(const SafetensorsFile& one, const SafetensorsFile& other, const std::string& name) {
    const auto a = one.tensor(name).toFloat(), b = other.tensor(name).toFloat();
    double largest = a.size() == b.size() ? 0 : INFINITY;
    for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) largest = std::max(largest, double(std::abs(a[i] - b[i])));
    return largest;
}

}  // namespace

/// Two processes that train together must do what one does alone.
class DistributedTrainingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        test::writeTinyDataset(at("data").toStdString(), {.resolution = 16, .count = 40});
        test::writeFile(at("options.json"), tinyOptions);
        auto alone = started("alone", {});
        finish(*alone);
        together("together");
    }

    void theyHaveTheSameNetworks() {
        const auto alone = checkpoint("alone"), together = checkpoint("together");
        int compared = 0;
        for (const auto& [name, tensor] : alone.tensors()) {
            if (!name.starts_with("network.") && !name.starts_with("discriminator.") && !name.starts_with("average.")) continue;
            const double difference = largestDifference(alone, together, name);
            QVERIFY2(difference < 1e-4, qPrintable(QString("%1 differs by %2").arg(QString::fromStdString(name)).arg(difference)));
            ++compared;
        }
        QVERIFY(compared > 40);
    }

    void theNetworksHaveMoved() {
        // Otherwise nothing would have been compared.
        auto barely = started("barely", {}, 1);
        finish(*barely);
        const auto end = checkpoint("alone"), beginning = checkpoint("barely");
        for (const char* name : {"network.generator.synthesis.b4.conv1.weight", "network.encoder.fc.weight"})
            QVERIFY2(largestDifference(end, beginning, name) > 1e-2, name);
    }

    void theFirstAloneWrites() {
        QVERIFY(!QFile::exists(at("together-1/checkpoint.safetensors")) && !QFile::exists(at("together-1/log.jsonl")));
        QVERIFY(QFile::exists(at("together/log.jsonl")));
    }

    void aProcessThatIsLeftAloneEndsWithASentence() {
        const int port = freePort();
        auto first = started("left", environmentOf(0, port, "2"), 1'000'000), second = started("left-1", environmentOf(1, port, "2"), 1'000'000);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(at("left/log.jsonl")), 120'000);
        second->kill();
        QVERIFY(second->waitForFinished() && first->waitForFinished(120'000));
        const auto error = first->readAllStandardError();
        QVERIFY2(first->exitCode() == 1 && test::isOneSentence(error, "charrette-train"), error);
        QVERIFY(error.contains("Another process of this training run is gone"));
    }

    void aStopReachesBoth() {
        const int port = freePort();
        auto first = started("stopped", environmentOf(0, port, "2"), 1'000'000), second = started("stopped-1", environmentOf(1, port, "2"), 1'000'000);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(at("stopped/log.jsonl")), 120'000);
        second->terminate();
        finish(*first);
        finish(*second);
        QVERIFY(QFile::exists(at("stopped/checkpoint.safetensors")));
    }

    void whatTheEnvironmentSaysIsChecked_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::newRow("rank too large") << "RANK" << "2";
        QTest::newRow("rank missing") << "RANK" << "";
        QTest::newRow("rank no number") << "RANK" << "first";
        QTest::newRow("port too large") << "MASTER_PORT" << "70000";
        QTest::newRow("no address") << "MASTER_ADDR" << "";
        QTest::newRow("no count") << "WORLD_SIZE" << "two";
    }

    void whatTheEnvironmentSaysIsChecked() {
        QFETCH(QString, name);
        QFETCH(QString, value);
        auto environment = environmentOf(0, 20000, "2");
        environment[name] = value;
        auto process = started("refused", environment);
        QVERIFY(process->waitForFinished(120'000));
        const auto error = process->readAllStandardError();
        QVERIFY2(process->exitCode() == 1 && test::isOneSentence(error, "charrette-train") && error.contains(name.toUtf8()), error);
    }

private:
    using Environment = QMap<QString, QString>;

    QString at(const QString& name) const { return m_folder.filePath(name); }

    static Environment environmentOf(int rank, int port, const QString& count) {
        return {{"RANK", QString::number(rank)}, {"WORLD_SIZE", count}, {"MASTER_ADDR", "127.0.0.1"}, {"MASTER_PORT", QString::number(port)}};
    }

    std::unique_ptr<QProcess> started(const QString& run, const Environment& environment, int count = steps) const {
        auto process = std::make_unique<QProcess>();
        auto whole = QProcessEnvironment::systemEnvironment();
        for (auto variable = environment.begin(); variable != environment.end(); ++variable) whole.insert(variable.key(), variable.value());
        process->setProcessEnvironment(whole);
        process->start(CHARRETTE_TRAIN, {"run", "--data", at("data"), "--out", at(run), "--options", at("options.json"), "--images",
                                         QString::number(count * batch), "--device", "cpu", "--threads", "1", "--seed", "3"});
        return process;
    }

    static void finish(QProcess& process) {
        QVERIFY(process.waitForFinished(120'000));
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, process.readAllStandardError());
    }

    /// The second process gets a folder of its own, to see that it writes nothing.
    void together(const QString& run) const {
        const int port = freePort();
        auto first = started(run, environmentOf(0, port, "2")), second = started(run + "-1", environmentOf(1, port, "2"));
        finish(*first);
        finish(*second);
    }

    SafetensorsFile checkpoint(const QString& run) const { return SafetensorsFile::read(at(run + "/" + checkpointName).toStdString()); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(DistributedTrainingTest)
#include "distributed_training_test.moc"
