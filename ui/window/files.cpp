// The window's commands about boards, models and files.
#include <algorithm>
#include <memory>
#include <numeric>

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QUrl>

#include "core/base/error.h"
#include "core/design/json.h"
#include "ui/engine_command.h"
#include "ui/export/export_dialog.h"
#include "ui/grid/variant_view.h"
#include "ui/studio/pictures.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/main_window.h"
#include "ui/window/model_chooser.h"
#include "ui/window/pages.h"
#include "ui/window/recent_boards.h"

namespace charrette {

namespace {

const QString boardFilter = QStringLiteral("Charrette (*.charrette)");

/// Variants that are dragged or copied at once: their files are written while the window waits.
constexpr size_t mostTaken = 24;

/// One, or several as copying puts them there.
std::vector<Genome> genomesIn(const std::string& text, const std::string& where) {
    const nlohmann::json json = parseJson(text, where);
    if (!json.is_array()) return {genomeFromJson(json, where)};
    std::vector<Genome> genomes;
    for (const auto& each : json) genomes.push_back(genomeFromJson(each, where));
    return genomes;
}

/// 0 where the board cannot be read just now.
GenerationId nextGeneration(const Board& board) try {
    GenerationId last = 0;
    for (const Step& step : board.history())
        if (step.gesture == Gesture::AddGeneration) last = std::max(last, GenerationId(step.subject));
    return last + 1;
} catch (const Error&) {
    return 0;
}

Chosen allOf(VariantModel& model) {
    Chosen all{&model, std::vector<int>(size_t(model.rowCount()))};
    std::iota(all.rows.begin(), all.rows.end(), 0);
    return all;
}

/// Beside the damaged one, under a name that nobody has.
QString recoveredName(const QString& damaged) {
    const QString base = QFileInfo(damaged).path() + '/' + QFileInfo(damaged).completeBaseName() + " recovered";
    QString name = base + ".charrette";
    for (int number = 2; QFileInfo::exists(name); ++number) name = QString("%1 %2.charrette").arg(base).arg(number);
    return name;
}

}  // namespace

void MainWindow::newBoard() {
    try {
        m_studio.setBoard(Board::createUnnamed(unnamedBoardFolder().toStdString()));
    } catch (const Error& error) {
        m_message->say(QString::fromUtf8(error.what()));
    }
}

void MainWindow::openBoardFile(const QString& file) {
    if (QFileInfo(file) == QFileInfo(QString::fromStdString(m_studio.board().file().string()))) return;
    try {
        m_studio.setBoard(Board::open(file.toStdString()));
    } catch (const DamagedBoard& error) {
        m_message->offer(QString::fromUtf8(error.what()), tr("Recover what can be read"), [this, file] { recoverBoard(file); });
    } catch (const Error& error) {
        m_message->say(QString::fromUtf8(error.what()));
    }
}

/// Beside the window's thread: a large board takes long.
void MainWindow::recoverBoard(const QString& damaged) {
    m_message->say(tr("What can be read of %1 is being recovered …").arg(damaged));
    m_recovering.post([this, damaged] {
        std::shared_ptr<Board> board;
        std::string sentence;
        try {
            board = std::make_shared<Board>(Board::recover(damaged.toStdString(), recoveredName(damaged).toStdString()));
        } catch (const Error& error) {
            sentence = error.what();
        }
        const auto give = [this, board, sentence] {
            try {
                if (!board) throw Error(sentence);
                m_studio.setBoard(std::move(*board));
            } catch (const Error& error) {
                m_message->say(QString::fromUtf8(error.what()));
            }
        };
        QMetaObject::invokeMethod(this, give, Qt::QueuedConnection);
    });
}

void MainWindow::openBoard() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Open board"), namedBoardFolder(), boardFilter);
    if (!file.isEmpty()) openBoardFile(file);
}

void MainWindow::saveBoardAs() {
    const QString now = QString::fromStdString(m_studio.board().file().filename().string());
    QString file = QFileDialog::getSaveFileName(this, tr("Name the board"), namedBoardFolder() + '/' + now, boardFilter);
    if (file.isEmpty()) return;
    if (!file.endsWith(".charrette")) {
        file += ".charrette";
        // The dialog has asked about the name without its ending.
        const QString question = tr("There is a board '%1' already. Write over it?").arg(boardTitle(file));
        const auto isSure = [&] {
            return QMessageBox::question(this, tr("Name the board"), question, QMessageBox::Yes | QMessageBox::No, QMessageBox::No) == QMessageBox::Yes;
        };
        if (QFileInfo::exists(file) && !isSure()) return;
    }
    m_studio.saveBoardAs(file.toStdString());
}

void MainWindow::fillRecent() {
    m_recent->clear();
    const QString open = QString::fromStdString(m_studio.board().file().string());
    for (const QString& file : recentBoards()) {
        if (file == open) continue;
        const QString folder = QDir::toNativeSeparators(QFileInfo(file).path());
        const QString where = QFileInfo(file).path() == unnamedBoardFolder() ? tr("without a name") : folder;
        m_recent->addAction(tr("%1   –   %2").arg(boardTitle(file), where), this, [this, file] { openBoardFile(file); });
    }
    if (m_recent->isEmpty()) m_recent->addAction(tr("None yet"))->setEnabled(false);
}

void MainWindow::openFiles(const QStringList& files) {
    QStringList pictures;
    for (const QString& file : files) {
        if (QFileInfo(file).isDir())
            m_studio.openModel(file);
        else if (file.endsWith(".charrette", Qt::CaseInsensitive))
            openBoardFile(file);
        else
            pictures << file;
    }
    if (pictures.isEmpty()) return;
    if (!m_studio.card()) return m_message->say(tr("Variants can be brought in as soon as a model is open."));
    leaveLarge();
    m_studio.import(genomesOf(pictures));
}

/// Of the files that bring one; says what is wrong with the first that does not.
std::vector<Genome> MainWindow::genomesOf(const QStringList& files) {
    std::vector<Genome> genomes;
    QString sentence;
    for (const QString& file : files) {
        try {
            genomes.push_back(checkedGenome(genomeFromFile(file), *m_studio.card()));
        } catch (const Error& error) {
            if (sentence.isEmpty()) sentence = QString::fromUtf8(error.what());
        }
    }
    if (!sentence.isEmpty() && !(files.size() == 1 && offerAsSite(files[0], sentence))) m_message->say(sentence);
    return genomes;
}

QString MainWindow::exportUnderWay() { return tr("An export is under way; it can be cancelled in the line at the foot."); }

void MainWindow::exportVariants() {
    if (m_exporter.isBusy()) return m_message->say(exportUnderWay());
    std::vector<ExportChoice> choices;
    std::vector<Chosen> sets;
    // A draft's files are named after the generation that it is about to become.
    const GenerationId next = nextGeneration(m_studio.board());
    const auto add = [&](const QString& name, const Chosen& chosen) {
        if (chosen.empty()) return;
        choices.push_back({name, chosen.variants()});
        for (Variant& variant : choices.back().variants)
            if (variant.id == 0) variant.generation = next;
        sets.push_back(chosen);
    };
    add(tr("Selection"), chosen());
    add(tr("Pins"), allOf(m_studio.pins()));
    add(tr("Whole generation"), allOf(m_studio.grid()));
    if (choices.empty()) return m_message->say(tr("There is nothing to export yet."));
    const QString board = boardTitle(QString::fromStdString(m_studio.board().file().string()));
    const QString model = m_studio.card() ? QString::fromStdString(m_studio.card()->title) : QString();
    ExportDialog dialog(std::move(choices), {board, model, m_studio.card() ? &*m_studio.card() : nullptr}, this);
    if (dialog.exec() != QDialog::Accepted) return;
    // Whoever cancels has not made a draft a generation.
    auto variants = m_studio.variantsOf(sets.at(dialog.choice()));
    for (Variant& variant : variants) variant.genome = m_studio.shown(variant.genome);
    exportFiles(dialog.job(variants));
}

void MainWindow::exportFiles(const ExportJob& job) {
    if (job.files.empty() || m_exporter.isBusy()) return;
    if (!QDir().mkpath(QFileInfo(job.files.front().file).path()))
        return m_message->say(tr("%1: the folder cannot be made").arg(QFileInfo(job.files.front().file).path()));
    m_exportedBoard = m_studio.board().file();
    m_exporter.start(job);
}

void MainWindow::exportDone(const std::vector<Export>& written, const QString& sentence) {
    m_message->say(sentence);
    if (written.empty()) return;
    if (m_exportedBoard == m_studio.board().file()) return m_studio.logExports(written);
    // Another board has been opened meanwhile.
    try {
        Board::open(m_exportedBoard).logExports(written);
    } catch (const Error& error) {
        m_message->say(QString::fromUtf8(error.what()));
    }
}

/// Files that a drop target may take, the picture and the genome; null, and said why, where there are too many.
QMimeData* MainWindow::mimeDataOf(VariantModel& model, const std::vector<int>& rows) {
    if (rows.size() > mostTaken) {
        m_message->say(tr("Up to %1 variants can be taken at once; an export takes any number.").arg(mostTaken));
        return nullptr;
    }
    auto* data = new QMimeData;
    QList<QUrl> files;
    nlohmann::json genomes = nlohmann::json::array();
    // Whoever took the files before may still be reading them.
    const QDir folder(m_taken.filePath(QString::number(++m_takes)));
    folder.mkpath(".");
    for (int row : rows) {
        const Genome genome = m_studio.shown(model.variant(row).genome);
        genomes.push_back(toJson(genome));
        if (model.state(row) != PictureState::Full) continue;
        if (!data->hasImage()) data->setImageData(model.picture(row));
        QFile file(folder.filePath(tr("variant %1.png").arg(row + 1)));
        if (file.open(QIODevice::WriteOnly) && file.write(pngOf(model.picture(row), genome)) > 0)
            files << QUrl::fromLocalFile(file.fileName());
    }
    data->setUrls(files);
    data->setText(QString::fromStdString((rows.size() == 1 ? genomes[0] : genomes).dump(1)));
    return data;
}

void MainWindow::paste() {
    try {
        m_studio.import(genomesIn(QApplication::clipboard()->text().toStdString(), tr("The clipboard").toStdString()));
    } catch (const Error& error) {
        m_message->say(QString::fromUtf8(error.what()));
    }
}

void MainWindow::showShortcuts() {
    std::vector<ShortcutGroup> groups;
    for (const auto& command : commands()) {
        if (!*command.key) continue;
        const QString menu = tr(command.menu).remove('&');
        if (groups.empty() || groups.back().title != menu) groups.push_back({menu, {}});
        groups.back().lines.emplace_back(QKeySequence(command.key).toString(QKeySequence::NativeText), tr(command.text));
    }
    groups.push_back({tr("Stars, zoom and sliders"),
                      {{"1 – 5, 0", tr("Stars, no stars")},
                       {tr("Ctrl+Wheel"), tr("Picture size")},
                       {tr("Shift+Arrows"), tr("Select several; or the finest step of a slider")},
                       {tr("Alt+Drag, Alt+Arrows"), tr("How far variants may stray from a value")},
                       {tr("Double click, Del"), tr("A slider's default")}}});
    charrette::showShortcuts(groups, this);
}

void MainWindow::showPassport() {
    if (m_studio.card()) charrette::showPassport(*m_studio.card(), this);
}

void MainWindow::chooseModel() {
    ModelChooser dialog(m_studio.card() ? m_studio.card()->modelHash() : std::string(), this);
    if (dialog.exec() == QDialog::Accepted && !dialog.model().isEmpty()) m_studio.openModel(dialog.model());
}

void MainWindow::chooseEngine() {
    bool isAccepted = false;
    const QString command =
        QInputDialog::getText(this, tr("Engine"),
                              tr("What renders: a command, also one on another machine (ssh gpu-box charrette-engine).\n"
                                 "Empty: the engine that came with this program."),
                              QLineEdit::Normal, engineSetting(), &isAccepted);
    if (!isAccepted) return;
    setEngineSetting(command);
    m_engine.setCommand(engineCommand());
    m_engine.restart();
}

}  // namespace charrette
