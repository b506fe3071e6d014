#include "ui/window/model_chooser.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QImageReader>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QStandardPaths>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "core/design/model_folders.h"
#include "ui/theme/theme.h"
#include "ui/widgets/shown_picture.h"

namespace charrette {

namespace {

constexpr int iconSide = 56, bannerWidth = 420, bannerHeight = 150;

QString pictureFile(const Card& card) {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + "/models";
    return folder + '/' + QString::fromStdString(card.modelHash()) + ".png";
}

/// The top of a model's report, where it has one.
QPixmap bannerOf(const std::filesystem::path& folder, double ratio) {
    QImageReader reader(QString::fromStdString((folder / "report" / "grid.png").string()));
    const QSize size = reader.size();
    if (!size.isValid() || size.width() > 8192 || size.height() > 8192) return {};
    const QImage picture = reader.read();
    if (picture.isNull()) return {};
    const QImage scaled = picture.scaledToWidth(int(bannerWidth * ratio), Qt::SmoothTransformation);
    QPixmap banner = QPixmap::fromImage(scaled.copy(0, 0, scaled.width(), std::min(int(bannerHeight * ratio), scaled.height())));
    banner.setDevicePixelRatio(ratio);
    return banner;
}

QPixmap iconOf(const Card& card, const QWidget& widget) {
    const QImage kept = keptModelPicture(card);
    if (!kept.isNull()) return shownPicture(kept, iconSide, widget.devicePixelRatioF());
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
    columns->addWidget(makePassport(), 1);
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
        const QString size = tr("%1 px · %2 parameters").arg(card.resolution).arg(card.parameters.size());
        m_list->addItem(new QListWidgetItem(iconOf(card, *this), QString::fromStdString(card.title) + '\n' + size));
        if (card.modelHash() == current) m_list->setCurrentRow(m_list->count() - 1);
    }
    if (m_list->currentRow() < 0 && m_list->count() > 0) m_list->setCurrentRow(0);
    m_open->setEnabled(m_list->count() > 0);
    if (m_list->count() == 0) m_title->setText(tr("There is no model. Open a folder that holds a card.json and its weights."));
}

QWidget* ModelChooser::makePassport() {
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::StrongFocus);
    area->setAccessibleName(tr("Passport"));
    auto* page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(10);
    m_banner = new QLabel(page);
    m_title = new QLabel(page);
    m_title->setWordWrap(true);
    m_texts = new QWidget(page);
    m_textsLayout = new QVBoxLayout(m_texts);
    m_textsLayout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_banner);
    layout->addWidget(m_title);
    layout->addWidget(m_texts);
    layout->addStretch(1);
    area->setWidget(page);
    return area;
}

void ModelChooser::addText(const QString& name, const std::string& text) {
    if (text.empty()) return;
    auto* heading = new QLabel(name, m_texts);
    heading->setFont(headingFont(font()));
    heading->setForegroundRole(QPalette::PlaceholderText);
    heading->setContentsMargins(0, 6, 0, 0);
    auto* words = new QLabel(QString::fromStdString(text), m_texts);
    words->setWordWrap(true);
    words->setTextFormat(Qt::PlainText);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_textsLayout->addWidget(heading);
    m_textsLayout->addWidget(words);
}

void ModelChooser::showPassport(int row) {
    while (QLayoutItem* item = m_textsLayout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (row < 0 || size_t(row) >= m_models.size()) return;
    const auto& [folder, card] = m_models[size_t(row)];
    const QPixmap banner = bannerOf(folder, devicePixelRatioF());
    m_banner->setPixmap(banner);
    m_banner->setVisible(!banner.isNull());
    m_title->setText(QString::fromStdString(card.description));
    addText(tr("Training data"), card.passport.trainingData);
    addText(tr("Made by"), card.passport.madeBy);
    addText(tr("Licence"), card.passport.licence);
    addText(tr("Bias and limits"), card.passport.bias);
    addText(tr("Intended use"), card.passport.intendedUse);
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
