#include "ui/export/export_dialog.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>

namespace charrette {

namespace {

constexpr const char *folderKey = "export/folder", *patternKey = "export/pattern", *typeKey = "export/type", *depthKey = "export/depth";

QLabel* hint(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setWordWrap(true);
    return label;
}

}  // namespace

ExportDialog::ExportDialog(std::vector<ExportChoice> choices, NameSource names, QWidget* parent)
    : QDialog(parent), m_choices(std::move(choices)), m_names(std::move(names)) {
    setWindowTitle(tr("Export"));
    auto* form = new QFormLayout;
    form->setVerticalSpacing(9);
    form->setHorizontalSpacing(18);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_what = new QComboBox(this);
    for (const ExportChoice& choice : m_choices) m_what->addItem(tr("%1 (%2)").arg(choice.name).arg(choice.variants.size()));
    form->addRow(tr("Variants"), m_what);
    form->addRow(tr("Files"), makeFormat());
    m_pattern = new QLineEdit(this);
    m_pattern->setToolTip("<qt>" + tr("Words in braces stand for: %1").arg(patternWords(m_names)) + "</qt>");
    form->addRow(tr("Names"), m_pattern);
    form->addRow(QString(), m_example = hint(this));
    form->addRow(tr("Folder"), makeFolder());
    m_replace = new QCheckBox(tr("Write over files that are there"), this);
    form->addRow(QString(), m_taken = hint(this));
    form->addRow(QString(), m_replace);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_export = buttons->button(QDialogButtonBox::Ok);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(16);
    layout->addLayout(form);
    layout->addWidget(buttons);
    setMinimumWidth(520);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    restore();
    for (QComboBox* box : {m_what, m_type, m_depth}) connect(box, &QComboBox::currentIndexChanged, this, &ExportDialog::show);
    for (QLineEdit* line : {m_pattern, m_folder}) connect(line, &QLineEdit::textChanged, this, &ExportDialog::show);
    connect(m_replace, &QCheckBox::toggled, this, &ExportDialog::show);
    show();
}

QWidget* ExportDialog::makeFormat() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    m_type = new QComboBox(row);
    m_type->addItems({tr("PNG"), tr("TIFF")});
    m_type->setAccessibleName(tr("File format"));
    m_depth = new QComboBox(row);
    m_depth->addItems({tr("8 bits a channel"), tr("16 bits a channel")});
    m_depth->setAccessibleName(tr("Bits a channel"));
    layout->addWidget(m_type, 1);
    layout->addWidget(m_depth, 2);
    return row;
}

QWidget* ExportDialog::makeFolder() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    m_folder = new QLineEdit(row);
    m_folder->setAccessibleName(tr("Folder"));
    auto* choose = new QPushButton(tr("Choose …"), row);
    choose->setAutoDefault(false);
    layout->addWidget(m_folder, 1);
    layout->addWidget(choose);
    connect(choose, &QPushButton::clicked, this, &ExportDialog::chooseFolder);
    return row;
}

void ExportDialog::restore() {
    const QSettings settings;
    const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    m_folder->setText(settings.value(folderKey, QDir::toNativeSeparators(pictures.isEmpty() ? QDir::homePath() : pictures)).toString());
    m_pattern->setText(settings.value(patternKey, defaultPattern).toString());
    m_type->setCurrentIndex(settings.value(typeKey, 0).toInt());
    m_depth->setCurrentIndex(settings.value(depthKey, 0).toInt());
}

void ExportDialog::chooseFolder() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Export to"), m_folder->text());
    if (!folder.isEmpty()) m_folder->setText(QDir::toNativeSeparators(folder));
}

size_t ExportDialog::choice() const { return size_t(std::max(0, m_what->currentIndex())); }

PixelFormat ExportDialog::format() const {
    const bool isWide = m_depth->currentIndex() == 1;
    if (m_type->currentIndex() == 0) return isWide ? PixelFormat::Png16 : PixelFormat::Png8;
    return isWide ? PixelFormat::Tiff16 : PixelFormat::Tiff8;
}

std::vector<ExportFile> ExportDialog::filesOf(const std::vector<Variant>& variants) const {
    const QDir folder(QDir::fromNativeSeparators(m_folder->text()));
    const QString ending = m_type->currentIndex() == 0 ? ".png" : ".tif";
    const QStringList names = namesOf(m_pattern->text(), m_names, variants);
    std::vector<ExportFile> files;
    for (size_t i = 0; i < variants.size(); ++i) files.push_back({variants[i], folder.absoluteFilePath(names[qsizetype(i)] + ending)});
    return files;
}

void ExportDialog::show() {
    const auto all = filesOf(m_choices.at(choice()).variants);
    const auto taken = std::ranges::count_if(all, [](const ExportFile& file) { return QFileInfo::exists(file.file); });
    m_example->setText(tr("%1 and so on").arg(QFileInfo(all.front().file).fileName()));
    if (all.size() == 1) m_example->setText(QFileInfo(all.front().file).fileName());
    m_taken->setText(tr("%1 of these files are there already").arg(taken));
    m_taken->setVisible(taken > 0);
    m_replace->setVisible(taken > 0);
    m_export->setText(all.size() == 1 ? tr("Export 1 file") : tr("Export %1 files").arg(all.size()));
    m_export->setEnabled(!m_folder->text().trimmed().isEmpty() && (taken == 0 || m_replace->isChecked()));
}

void ExportDialog::accept() {
    QSettings settings;
    settings.setValue(folderKey, m_folder->text());
    settings.setValue(patternKey, m_pattern->text());
    settings.setValue(typeKey, m_type->currentIndex());
    settings.setValue(depthKey, m_depth->currentIndex());
    QDialog::accept();
}

ExportJob ExportDialog::job(const std::vector<Variant>& variants) const {
    const bool replaces = m_replace->isVisibleTo(this) && m_replace->isChecked();
    return {filesOf(variants), format(), replaces ? Existing::Replaced : Existing::Refused};
}

}  // namespace charrette
