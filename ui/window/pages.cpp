#include "ui/window/pages.h"

#include <array>

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

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

struct Pages {
    Q_DECLARE_TR_FUNCTIONS(Pages)
};

QLabel* keyCap(const QString& key) {
    auto* label = new QLabel(key);
    label->setProperty("keycap", true);
    label->setAlignment(Qt::AlignCenter);
    return label;
}

QWidget* groupOf(const ShortcutGroup& group) {
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(5);
    grid->setColumnMinimumWidth(0, 118);
    grid->setColumnStretch(1, 1);
    auto* title = new QLabel(group.title);
    title->setFont(headingFont(title->font()));
    title->setForegroundRole(QPalette::PlaceholderText);
    grid->addWidget(title, 0, 0, 1, 2);
    for (const auto& [key, text] : group.lines) {
        const int row = grid->rowCount();
        grid->addWidget(keyCap(key), row, 0, Qt::AlignLeft);
        grid->addWidget(new QLabel(text), row, 1);
    }
    return box;
}

size_t linesOf(const ShortcutGroup& group) { return group.lines.size() + 2; }

}  // namespace

void showShortcuts(const std::vector<ShortcutGroup>& groups, QWidget* parent) {
    QDialog dialog(parent);
    dialog.setWindowTitle(Pages::tr("Shortcuts"));
    auto* columns = new QHBoxLayout;
    columns->setSpacing(40);
    size_t all = 0, done = 0;
    for (const ShortcutGroup& group : groups) all += linesOf(group);
    std::array<QVBoxLayout*, 2> sides = {new QVBoxLayout, new QVBoxLayout};
    for (QVBoxLayout* side : sides) {
        side->setSpacing(18);
        columns->addLayout(side);
    }
    for (const ShortcutGroup& group : groups) {
        sides[2 * done < all ? 0 : 1]->addWidget(groupOf(group));
        done += linesOf(group);
    }
    for (QVBoxLayout* side : sides) side->addStretch(1);
    auto* layout = new QVBoxLayout(&dialog);
    layout->setContentsMargins(26, 22, 26, 16);
    layout->setSpacing(16);
    layout->addLayout(columns);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    layout->addWidget(buttons);
    dialog.exec();
}

void showPassport(const Card& card, QWidget* parent) {
    const Passport& passport = card.passport;
    std::vector<std::pair<QString, QString>> rows;
    for (const auto& [name, text] :
         {std::pair(Pages::tr("Training data"), passport.trainingData), std::pair(Pages::tr("Made by"), passport.madeBy),
          std::pair(Pages::tr("Licence"), passport.licence), std::pair(Pages::tr("Bias and limits"), passport.bias),
          std::pair(Pages::tr("Intended use"), passport.intendedUse)})
        rows.emplace_back(name, QString::fromStdString(text));
    showForm(QString::fromStdString(card.title), QString::fromStdString(card.description), rows, parent);
}

}  // namespace charrette
