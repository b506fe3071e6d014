#include "ui/studio/studio.h"

#include <QSignalSpy>
#include <QStandardPaths>
#include <QtTest>

#include "core/design/genome_file.h"
#include "tests/core/board/sample_board.h"
#include "tests/ui/fake_engines.h"
#include "ui/studio/tuning.h"
#include "ui/window/recent_boards.h"

using namespace charrette;
using namespace charrette::test;

class StudioTest : public QObject {
    Q_OBJECT

private:
    /// A studio over a board, with a model being opened by a fake engine, as if every variant were seen.
    struct Opened {
        explicit Opened(const QStringList& arguments = {})
            : engine({.command = engines.command(arguments)}),
              studio(engine, Board::create(file("a.charrette"))),
              said(&studio, &Studio::said) {
            connect(&studio, &Studio::historyChanged, &studio, [this] { seeAll(studio.grid()), seeAll(studio.pins()); });
            open("vessels");
        }
        std::filesystem::path file(const char* name) const { return pathIn(folder, name); }
        void open(const QString& model) {
            studio.openModel(model);
            QTRY_VERIFY(studio.card() && studio.card()->title == model.toStdString());
            waitForPictures();
            said.clear();
        }
        void seeAll(VariantModel& model) {
            std::vector<int> rows;
            for (int row = 0; row < model.rowCount(); ++row) rows.push_back(row);
            studio.setVisibleRows(model, rows);
        }
        static bool areThere(const VariantModel& model) {
            for (int row = 0; row < model.rowCount(); ++row)
                if (model.state(row) != PictureState::Full && model.state(row) != PictureState::Failed) return false;
            return true;
        }
        void waitForPictures() { QTRY_VERIFY(areThere(studio.grid()) && areThere(studio.pins())); }
        void waitForStoring() {
            QTRY_VERIFY(std::ranges::none_of(shown(), [](const Variant& variant) { return variant.picture.empty(); }));
        }
        std::vector<Variant> shown() const { return studio.board().variants({.generation = studio.board().currentGeneration()}); }
        void breed() {
            studio.newGeneration();
            studio.breed({&studio.grid(), {0, 1}}, {.count = 6});
        }
        Settings taller() const {
            Settings settings = studio.settings();
            settings.parameters["height"] = 455.0;
            return settings;
        }
        /// Whether the last pictures that were asked for are those of what the grid shows.
        bool wereShownAsked() const {
            const auto requests = engines.requests<RenderCells>();
            std::vector<Genome> asked;
            for (const Cell& cell : requests.back().cells) asked.push_back(cell.genome);
            return std::ranges::all_of(studio.grid().variants(),
                                       [&](const Variant& variant) { return std::ranges::find(asked, variant.genome) != asked.end(); });
        }
        /// Whether a picture in the board is that of its variant, as its text has it.
        bool isOwn(const Variant& variant) const {
            const auto picture = studio.board().picture(variant.picture);
            return picture && genomeFromText(genomeTextIn(*picture), "picture") == variant.genome;
        }

        QTemporaryDir folder;
        FakeEngines engines;
        EngineClient engine;
        mutable Studio studio;
        QSignalSpy said;
    };

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void aNameThatNoFileCanHaveIsASentence() {
        Opened opened;
        opened.studio.saveBoardAs(opened.file((std::string(300, 'a') + ".charrette").c_str()));
        QCOMPARE(opened.said.count(), 1);
    }

    void namingABoardRemovesAnUnnamedOneAlone() {
        Opened opened;
        opened.studio.setBoard(Board::create(opened.file("Untitled chair.charrette")));
        opened.studio.saveBoardAs(opened.file("chair.charrette"));
        QVERIFY(std::filesystem::exists(opened.file("Untitled chair.charrette")));
        opened.studio.setBoard(Board::createUnnamed(unnamedBoardFolder().toStdString()));
        const auto unnamed = opened.studio.board().file();
        opened.studio.saveBoardAs(opened.file("stool.charrette"));
        QVERIFY(!std::filesystem::exists(unnamed));
        QVERIFY(opened.studio.board().file() == opened.file("stool.charrette"));
    }
};

QTEST_MAIN(StudioTest)
#include "studio_test.moc"
