#include <QtTest>
#include <set>

#include "core/base/random.h"
#include "tests/core/board/hostile_boards.h"
#include "tests/support/refusal.h"

using namespace charrette;
using namespace charrette::test;
namespace fs = std::filesystem;

namespace {

/// All that a window asks of a board.
void openAndRead(const fs::path& file) {
    const Board board = Board::open(file);
    seen(board);
    board.history();
    board.exports();
    board.undoable();
    board.redoable();
}

}  // namespace

class HostileBoardTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { makeSoundBoard(pathIn(m_folder, "sound.charrette")); }

    void soundBoardIsRead() { openAndRead(pathIn(m_folder, "sound.charrette")); }

    void hostileFileIsASentenceAndStaysAsItIs_data() { hostileBoards(); }
    void hostileFileIsASentenceAndStaysAsItIs() {
        QFETCH(Damage, damage);
        QFETCH(QString, part);
        const QTemporaryDir folder;
        const QString file = folder.filePath("a.charrette");
        QVERIFY(QFile::copy(m_folder.filePath("sound.charrette"), file));
        damage(file);
        const QByteArray before = contentsOf(file);
        const QStringList names = QDir(folder.path()).entryList(QDir::Files);
        const Refusal refusal = refusalOf([&] { openAndRead(pathIn(folder, "a.charrette")); });
        QVERIFY2(refusal.sentence.contains(part) && refusal.sentence.contains("a.charrette"), qPrintable(refusal.sentence));
        QVERIFY2(refusal.isCheap(), qPrintable(refusal.cost()));
        QVERIFY(!refusal.sentence.contains('\n'));
        QCOMPARE(contentsOf(file), before);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), names);
        m_sentences.insert(refusal.sentence.mid(refusal.sentence.indexOf(": ")).toStdString());
    }

    void thirtyFilesHaveThirtySentences() { QVERIFY2(m_sentences.size() >= 30, QByteArray::number(int(m_sentences.size()))); }

    void randomDamageNeverCrashes() {
        const QByteArray sound = contentsOf(m_folder.filePath("sound.charrette"));
        const std::vector<double> draws = standardUniform(5, 200 * 7);
        for (size_t i = 0; i < 200; ++i) {
            const QTemporaryDir folder;
            QByteArray damaged = sound;
            for (size_t k = 0; k < 3; ++k) {
                damaged[qsizetype(draws[7 * i + 2 * k] * double(sound.size()))] = char(int(draws[7 * i + 2 * k + 1] * 256));
            }
            writeFile(folder.filePath("a.charrette"), damaged);
            const QString sentence = sentenceOf([&] { openAndRead(pathIn(folder, "a.charrette")); });
            if (sentence.isEmpty()) continue;
            QVERIFY2(sentence.contains("a.charrette"), qPrintable(sentence));
            QCOMPARE(contentsOf(folder.filePath("a.charrette")), damaged);
        }
    }

private:
    const QTemporaryDir m_folder;
    std::set<std::string> m_sentences;
};

QTEST_APPLESS_MAIN(HostileBoardTest)
#include "hostile_board_test.moc"
