#include "ui/window/model_chooser.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QImageReader>
#include <QListWidget>
#include <QPushButton>
#include <QStandardPaths>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "core/design/model_folders.h"
#include "core/image/sheet.h"
#include "ui/studio/tuning.h"
#include "ui/widgets/shown_picture.h"
#include "ui/window/passport_view.h"

namespace charrette {

namespace {

constexpr int iconSide = 56, bannerWidth = 420, bannerHeight = 150;

QString pictureFile(const Card& card) {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + "/models";
    return folder + '/' + QString::fromStdString(card.modelHash()) + ".png";
}

/// The sheet of variants in a model's report, where it has one.
QImage reportedSheet(const std::filesystem::path& folder) {
    QImageReader reader(QString::fromStdString((folder / "report" / "grid.png").string()));
    const QSize size = reader.size();
    if (!size.isValid() || size.width() > 8192 || size.height() > 8192) return {};
    return reader.read();
}

/// Its top.
QPixmap bannerOf(const std::filesystem::path& folder, double ratio) {
    const QImage picture = reportedSheet(folder);
    if (picture.isNull()) return {};
    const QImage scaled = picture.scaledToWidth(int(bannerWidth * ratio), Qt::SmoothTransformation);
    QPixmap banner = QPixmap::fromImage(scaled.copy(0, 0, scaled.width(), std::min(int(bannerHeight * ratio), scaled.height())));
    banner.setDevicePixelRatio(ratio);
    return banner;
}

/// What the model showed when it was open last, or the first variant in its report.
QPixmap iconOf(const Card& card, const std::filesystem::path& folder, const QWidget& widget) {
    QImage picture = keptModelPicture(card);
    if (picture.isNull()) {
        const int margin = SheetOptions().margin;
        const QRect first(margin, margin, card.resolution, card.resolution);
        if (const QImage sheet = reportedSheet(folder); sheet.rect().contains(first)) picture = sheet.copy(first);
    }
    if (!picture.isNull()) return shownPicture(picture, iconSide, widget.devicePixelRatioF());
    QPixmap pixmap(iconSide, iconSide);
    pixmap.fill(widget.palette().color(QPalette::Button));
    return pixmap;
}

}  // namespace

QImage keptModelPicture(const Card& card) { return QImage(pictureFile(card)); }

void keepModelPicture(const Card& card, const QImage& picture) {
    const QString file = pictureFile(card);
    QDir().mkpath(QFileInfo(file).path());
    if (!QFileInfo::exists(file)) picture.save(file);
}

ModelChooser::ModelChooser(const std::string& current, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Models"));
    m_list = new QListWidget(this);
    m_list->setAccessibleName(tr("Models"));
    m_list->setIconSize({iconSide, iconSide});
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFixedWidth(250);
    m_list->setSpacing(2);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(18);
    columns->addWidget(m_list);
    columns->addWidget(m_passport = new PassportView(this), 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_open = buttons->addButton(tr("Open"), QDialogButtonBox::AcceptRole);
    m_open->setDefault(true);
    auto* other = buttons->addButton(tr("Open a model's folder …"), QDialogButtonBox::ActionRole);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 18, 18, 14);
    layout->setSpacing(14);
    layout->addLayout(columns, 1);
    layout->addWidget(buttons);
    resize(760, 560);
    connect(m_list, &QListWidget::currentRowChanged, this, &ModelChooser::showPassport);
    connect(m_list, &QListWidget::itemActivated, this, &ModelChooser::chooseListed);
    connect(m_open, &QPushButton::clicked, this, &ModelChooser::chooseListed);
    connect(other, &QPushButton::clicked, this, &ModelChooser::chooseFolder);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    addModels(current);
    m_list->setFocus();
}

void ModelChooser::addModels(const std::string& current) {
    for (const auto& folder : modelFolders()) {
        try {
            m_models.push_back({folder, readCard(folder / "card.json")});
        } catch (const Error& error) {
            qWarning("%s", error.what());
            continue;
        }
        const Card& card = m_models.back().card;
        const QString size = tr("%1 px · %2 parameters").arg(card.resolution).arg(allParameters(card).size());
        m_list->addItem(new QListWidgetItem(iconOf(card, folder, *this), QString::fromStdString(card.title) + '\n' + size));
        if (card.modelHash() == current) m_list->setCurrentRow(m_list->count() - 1);
    }
    if (m_list->currentRow() < 0 && m_list->count() > 0) m_list->setCurrentRow(0);
    m_open->setEnabled(m_list->count() > 0);
    if (m_list->count() == 0) m_passport->showSentence(tr("There is no model. Open a folder that holds a card.json and its weights."));
}

void ModelChooser::showPassport(int row) {
    if (row < 0 || size_t(row) >= m_models.size()) return;
    const auto& [folder, card] = m_models[size_t(row)];
    m_passport->show(card, bannerOf(folder, devicePixelRatioF()));
}

void ModelChooser::chooseListed() {
    const int row = m_list->currentRow();
    if (row < 0) return;
    m_chosen = QString::fromStdString(m_models[size_t(row)].folder.string());
    accept();
}

void ModelChooser::chooseFolder() {
    m_chosen = QFileDialog::getExistingDirectory(this, tr("Open a model's folder"));
    if (!m_chosen.isEmpty()) accept();
}

}  // namespace charrette
