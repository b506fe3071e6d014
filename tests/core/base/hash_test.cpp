#include "core/base/hash.h"

#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "core/base/error.h"

using namespace charrette;

namespace {
std::span<const std::byte> bytesOf(const std::string& text) { return std::as_bytes(std::span(text)); }
}  // namespace

class HashTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void digestIsThatOfTheStandard_data() {
        QTest::addColumn<std::string>("message");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* name, std::string message, const char* expected) {
            QTest::newRow(name) << message << std::string(expected);
        };
        row("empty", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        row("one block", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        row("two blocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
        row("896 bits", "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
        row("a million letters", std::string(1000000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }
    void digestIsThatOfTheStandard() {
        QFETCH(std::string, message);
        QFETCH(std::string, expected);
        QCOMPARE(sha256(bytesOf(message)), expected);
    }

    void piecesGiveTheSameDigest_data() {
        QTest::addColumn<int>("piece");
        for (int piece : {1, 3, 55, 56, 63, 64, 65, 129}) QTest::addRow("pieces of %d", piece) << piece;
    }
    void piecesGiveTheSameDigest() {
        QFETCH(int, piece);
        const std::string message(1000, 'x');
        Sha256 hash;
        for (size_t at = 0; at < message.size(); at += size_t(piece)) hash.update(bytesOf(message.substr(at, size_t(piece))));
        QCOMPARE(hash.finish(), sha256(bytesOf(message)));
    }

    void fileHasTheDigestOfItsBytes() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("letters").toStdString();
        std::ofstream(file, std::ios::binary) << std::string(1000000, 'a');
        QCOMPARE(sha256OfFile(file), std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
    }

    void missingFileIsAnError() { QVERIFY_EXCEPTION_THROWN(sha256OfFile("no/such/file"), Error); }
    void folderIsAnError() { QVERIFY_EXCEPTION_THROWN(sha256OfFile("."), Error); }
};

QTEST_APPLESS_MAIN(HashTest)
#include "hash_test.moc"
