#include "ui/window/pages.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace charrette {

namespace {

QLabel* textLabel(const QString& text) {
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

/// Rows of a heading and a text each, in a dialog of its own.
void showForm(const QString& title, const QString& introduction, const std::vector<std::pair<QString, QString>>& rows, QWidget* parent) {
    QDialog dialog(parent);
    dialog.setWindowTitle(title);
    auto* layout = new QVBoxLayout(&dialog);
    layout->setContentsMargins(22, 20, 22, 14);
    layout->setSpacing(14);
    if (!introduction.isEmpty()) layout->addWidget(textLabel(introduction));
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(22);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    for (const auto& [name, text] : rows) {
        auto* label = new QLabel(name);
        label->setForegroundRole(QPalette::PlaceholderText);
        form->addRow(label, textLabel(text));
    }
    layout->addLayout(form);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    layout->addWidget(buttons);
    dialog.resize(520, dialog.sizeHint().height());
    dialog.exec();
}

QString tr(const char* text) { return QCoreApplication::translate("Pages", text); }

}  // namespace

std::filesystem::path boardFolder() { return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation).toStdString() + "/boards"; }

void showLines(const QString& title, const QStringList& lines, QWidget* parent) {
    std::vector<std::pair<QString, QString>> rows;
    for (const QString& line : lines) rows.emplace_back(line.section('\t', 0, 0), line.section('\t', 1));
    showForm(title, {}, rows, parent);
}

void showPassport(const Card& card, QWidget* parent) {
    const Passport& passport = card.passport;
    std::vector<std::pair<QString, QString>> rows;
    for (const auto& [name, text] : {std::pair(tr("Training data"), passport.trainingData), std::pair(tr("Made by"), passport.madeBy),
                                     std::pair(tr("Licence"), passport.licence), std::pair(tr("Bias and limits"), passport.bias),
                                     std::pair(tr("Intended use"), passport.intendedUse)})
        rows.emplace_back(name, QString::fromStdString(text));
    showForm(QString::fromStdString(card.title), QString::fromStdString(card.description), rows, parent);
}

}  // namespace charrette
