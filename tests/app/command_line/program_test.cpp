#include "app/command_line/program.h"

#include <csignal>
#include <cstdio>
#include <thread>

#include <unistd.h>

#include <QTemporaryFile>
#include <QTest>

#include "core/base/error.h"

using namespace charrette;

namespace {

struct Outcome {
    int code;
    QByteArray err;
};

/// Runs a program with the one command `make`, which does this job.
Outcome outcomeOf(const std::function<void(std::stop_token)>& job, std::vector<std::string> words = {"make"}) {
    const Command make = {"make", "", "Makes.", {{"size", "N", "how large"}}, [&](const Arguments&, std::stop_token stop) { job(stop); }};
    words.insert(words.begin(), "program");
    std::vector<char*> pointers;
    for (auto& word : words) pointers.push_back(word.data());
    QTemporaryFile file;
    if (!file.open()) qFatal("no temporary file");
    const int kept = dup(STDERR_FILENO);
    dup2(file.handle(), STDERR_FILENO);
    const int code = runProgram("program", {&make, 1}, int(pointers.size()), pointers.data());
    std::fflush(stderr);
    dup2(kept, STDERR_FILENO);
    close(kept);
    file.seek(0);
    return {code, file.readAll()};
}

void interruptAndWait(std::stop_token stop) {
    std::raise(SIGINT);
    while (!stop.stop_requested()) std::this_thread::yield();
}

}  // namespace

class ProgramTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void workThatIsDoneIsDone() {
        const auto outcome = outcomeOf(interruptAndWait);
        QCOMPARE(outcome.code, 0);
        QCOMPARE(outcome.err, QByteArray());
    }

    void workThatIsCutShortIsInterrupted() {
        const auto outcome = outcomeOf([](std::stop_token stop) {
            interruptAndWait(stop);
            throw Interrupted("Interrupted after 3 of 5");
        });
        QCOMPARE(outcome.code, 130);
        QCOMPARE(outcome.err, QByteArray("program: Interrupted after 3 of 5\n"));
    }

    void aFailureAfterASignalIsAFailure() {
        const auto outcome = outcomeOf([](std::stop_token stop) {
            interruptAndWait(stop);
            throw Error("The disk is full");
        });
        QCOMPARE(outcome.code, 1);
    }

    void aFailureIsOneLineWithoutControlCharacters() {
        QCOMPARE(outcomeOf([](std::stop_token) { throw Error("File 'a\x1B[2J\n' is bad"); }).err,
                 QByteArray("program: File 'a?[2J?' is bad\n"));
        const auto outcome = outcomeOf([](std::stop_token) { throw std::runtime_error("bad tensor\nException raised from somewhere"); });
        QCOMPARE(outcome.code, 1);
        QCOMPARE(outcome.err, QByteArray("program: Unexpected failure: bad tensor\n"));
    }

    void wrongUsageNamesTheCommandsHelp() {
        const auto nothing = [](std::stop_token) {};
        QVERIFY(outcomeOf(nothing, {"make", "--sise", "3"}).err.endsWith(" (program make --help explains)\n"));
        QVERIFY(outcomeOf(nothing, {"meke"}).err.endsWith(" (program --help explains)\n"));
        QVERIFY(outcomeOf(nothing, {}).err.endsWith(" (program --help explains)\n"));
    }
};

QTEST_APPLESS_MAIN(ProgramTest)
#include "program_test.moc"
