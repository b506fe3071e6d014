#include "ui/window/pages.h"

#include <array>

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/window/passport_view.h"

namespace charrette {

namespace {

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
    QDialog dialog(parent);
    dialog.setWindowTitle(QString::fromStdString(card.title));
    auto* view = new PassportView;
    view->show(card);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    auto* layout = new QVBoxLayout(&dialog);
    layout->setContentsMargins(22, 20, 14, 14);
    layout->setSpacing(14);
    layout->addWidget(view);
    layout->addWidget(buttons);
    dialog.resize(520, 460);
    dialog.exec();
}

}  // namespace charrette
